package org.jackknife.numeric.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TeamTest {

    private static final double MUCH = 1e12;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 100})
    void runsEveryPieceOnce(int pieces) {
        AtomicIntegerArray runs = new AtomicIntegerArray(pieces);

        new Team(3).run(pieces, MUCH, runs::incrementAndGet);

        for (int i = 0; i < pieces; i++) {
            assertThat(runs.get(i)).as("piece " + i).isEqualTo(1);
        }
    }

    @Test
    void sharesMuchWorkAndKeepsLittleOnTheCaller() {
        Set<Thread> many = ConcurrentHashMap.newKeySet();
        CountDownLatch met = new CountDownLatch(3);
        new Team(3).run(3, MUCH, piece -> {
            many.add(Thread.currentThread());
            met.countDown();
            await(met);
        });
        assertThat(many).hasSize(3);

        Set<Thread> one = ConcurrentHashMap.newKeySet();
        new Team(3).run(3, 1000, piece -> one.add(Thread.currentThread()));
        assertThat(one).containsExactly(Thread.currentThread());
    }

    @Test
    void passesAFailureOnToTheCaller() {
        assertThatThrownBy(() -> new Team(2).run(50, MUCH, piece -> {
                    if (piece == 20) {
                        throw new IllegalStateException("piece 20");
                    }
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("piece 20");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

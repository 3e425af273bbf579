package org.jackknife.score.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jackknife.score.Episodes.episode;

import java.util.List;
import org.jackknife.api.trajectory.Ending;
import org.jackknife.api.trajectory.EpisodeKey;
import org.jackknife.score.Episodes;
import org.jackknife.score.trace.Divergence.Kind;
import org.jackknife.score.trace.TraceAlignment.Recovery;
import org.junit.jupiter.api.Test;

class TraceAlignmentTest {

    private static Episodes threeCalls() {
        return episode().call("search", "{\"q\": \"ada\"}").call("details", "{\"id\": 7}").call("year", "{\"id\": 7}");
    }

    private static TraceAlignment align(Episodes reference, Episodes candidate) {
        return TraceAlignment.of(reference.as("dense", "s1"), candidate.as("q2_k", "s1"));
    }

    private static TraceAlignment against(Episodes candidate) {
        return align(threeCalls().finish("1815", true), candidate);
    }

    @Test
    void theSameActionsInAnotherSpellingAreIdentical() {
        TraceAlignment alignment = against(episode()
                .call("search", "{\"q\":\"ada\"}")
                .call("details", "{\"id\": 7.0}")
                .call("year", "{\"id\": 7e0}")
                .finish("1815", true));
        assertThat(alignment.first()).isEmpty();
        assertThat(alignment.recovery()).isEqualTo(Recovery.NOT_NEEDED);
        assertThat(alignment.turnOverhead()).isZero();
    }

    @Test
    void anotherToolIsNamedAndTheRunRejoins() {
        TraceAlignment alignment = against(episode()
                .call("search", "{\"q\": \"ada\"}")
                .call("cast", "{\"id\": 7}")
                .call("year", "{\"id\": 7}")
                .finish("1816", false));
        assertThat(alignment.first())
                .contains(new Divergence(Kind.TOOL, 1, 1, "details{\"id\":7}", "cast{\"id\":7}"));
        assertThat(alignment.divergences()).extracting(Divergence::kind).containsExactly(Kind.TOOL, Kind.ARGUMENT);
        assertThat(alignment.recovery()).isEqualTo(Recovery.REJOINED);
        assertThat(alignment.first().orElseThrow().detail()).isEqualTo("cast{\"id\":7} instead of details{\"id\":7}");
    }

    @Test
    void otherArgumentsOfTheSameToolAreAnArgument() {
        TraceAlignment alignment = against(episode()
                .call("search", "{\"q\": \"eda\"}")
                .call("details", "{\"id\": 7}")
                .call("year", "{\"id\": 7}")
                .finish("1815", true));
        assertThat(alignment.divergences()).extracting(Divergence::kind).containsExactly(Kind.ARGUMENT);
        assertThat(alignment.recovery()).isEqualTo(Recovery.SUCCEEDED);
    }

    @Test
    void anUnreadableStepIsAFormatFaultAndTheRestStaysAligned() {
        TraceAlignment alignment = against(episode()
                .call("search", "{\"q\": \"ada\"}")
                .unreadable("{\"name\": \"details\", ")
                .call("details", "{\"id\": 7}")
                .call("year", "{\"id\": 7}")
                .finish("1815", true));
        assertThat(alignment.divergences()).extracting(Divergence::kind).containsExactly(Kind.FORMAT);
        assertThat(alignment.first().orElseThrow().candidateStep()).isEqualTo(1);
        assertThat(alignment.turnOverhead()).isEqualTo(1);
    }

    @Test
    void wordsInPlaceOfACallAreAFormatFault() {
        TraceAlignment alignment = against(episode().call("search", "{\"q\": \"ada\"}").words("the year is 1815"));
        assertThat(alignment.first().orElseThrow().kind()).isEqualTo(Kind.FORMAT);
    }

    @Test
    void oneStepMoreIsExtra() {
        TraceAlignment alignment = against(episode()
                .call("search", "{\"q\": \"ada\"}")
                .call("help", "{}")
                .call("details", "{\"id\": 7}")
                .call("year", "{\"id\": 7}")
                .finish("1815", true));
        assertThat(alignment.divergences())
                .containsExactly(new Divergence(Kind.EXTRA, 1, 1, "", "help{}"));
    }

    @Test
    void goingOnWhereTheReferenceStoppedIsExtra() {
        TraceAlignment alignment =
                align(episode().words("take key"), episode().words("take key").words("drop key"));
        assertThat(alignment.divergences()).containsExactly(new Divergence(Kind.EXTRA, 1, 1, "", "drop key"));
        assertThat(alignment.recovery()).isEqualTo(Recovery.LOST);
    }

    @Test
    void oneStepFewerIsMissingAndMayStillSucceed() {
        TraceAlignment alignment = against(
                episode().call("search", "{\"q\": \"ada\"}").call("year", "{\"id\": 7}").finish("1815", true));
        assertThat(alignment.divergences())
                .containsExactly(new Divergence(Kind.MISSING, 1, 1, "details{\"id\":7}", ""));
        assertThat(alignment.recovery()).isEqualTo(Recovery.SUCCEEDED);
        assertThat(alignment.turnOverhead()).isEqualTo(-1);
    }

    @Test
    void leavingStepsOutAndSucceedingAtOnceIsMissingNotStop() {
        TraceAlignment alignment = against(episode().call("search", "{\"q\": \"ada\"}").finish("1815", true));
        assertThat(alignment.divergences()).extracting(Divergence::kind).containsOnly(Kind.MISSING);
    }

    @Test
    void handingInAWrongAnswerTooEarlyIsStop() {
        TraceAlignment alignment = against(episode().call("search", "{\"q\": \"ada\"}").finish("1900", false));
        assertThat(alignment.divergences())
                .extracting(Divergence::kind)
                .containsExactly(Kind.STOP, Kind.STOP, Kind.ARGUMENT);
        assertThat(alignment.recovery()).isEqualTo(Recovery.LOST);
    }

    @Test
    void doingNothingMoreIsStop() {
        TraceAlignment alignment = against(episode().call("search", "{\"q\": \"ada\"}"));
        Divergence first = alignment.first().orElseThrow();
        assertThat(first.kind()).isEqualTo(Kind.STOP);
        assertThat(first.referenceStep()).isEqualTo(1);
        assertThat(first.candidateStep()).isEqualTo(1);
        assertThat(first.detail()).isEqualTo("stopped before details{\"id\":7}");
    }

    @Test
    void anEpisodeWithoutAStepStoppedAtOnce() {
        assertThat(against(episode()).first().orElseThrow().kind()).isEqualTo(Kind.STOP);
    }

    @Test
    void repeatsWithTheSameAnswerAreRedundant() {
        TraceAlignment alignment = against(episode()
                .call("search", "{\"q\": \"ada\"}")
                .call("search", "{\"q\": \"ada\"}")
                .call("search", "{\"q\": \"bob\"}")
                .call("search", "{\"q\": \"ada\"}"));
        assertThat(alignment.redundantCalls()).isEqualTo(2);
    }

    @Test
    void differentSamplesAreRefused() {
        assertThatThrownBy(() -> TraceAlignment.of(
                        threeCalls().as("dense", "s1"), threeCalls().as("q2_k", "s2")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("trajectories of different samples");
    }

    @Test
    void anEpisodeCutShortByItsEngineIsRefused() {
        assertThatThrownBy(() -> TraceAlignment.of(
                        threeCalls().as("dense", "s1"),
                        threeCalls().as(new EpisodeKey("q2_k", "tools", "s1", 0), Ending.engineError("aborted"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ended by ENGINE_ERROR: aborted");
    }

    @Test
    void summariesCountFirstDifferencesAndRecoveries() {
        TraceSummary summary = TraceSummary.of(List.of(
                against(threeCalls().finish("1815", true)),
                against(threeCalls().finish("1816", false)),
                against(episode().call("search", "{\"q\": \"ada\"}").call("year", "{\"id\": 7}").finish("1815", true))));
        assertThat(summary.pairs()).isEqualTo(3);
        assertThat(summary.identical()).isEqualTo(1);
        assertThat(summary.first()).containsEntry(Kind.ARGUMENT, 1).containsEntry(Kind.MISSING, 1);
        assertThat(summary.recovered()).containsEntry(Kind.ARGUMENT, 0).containsEntry(Kind.MISSING, 1);
        assertThat(summary.meanTurnOverhead()).isEqualTo(-1.0 / 3);
    }
}

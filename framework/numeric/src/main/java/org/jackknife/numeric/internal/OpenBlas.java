package org.jackknife.numeric.internal;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import org.jackknife.numeric.NativeLibraryException;

/**
 * Calls OpenBLAS, one thread per call, on rectangles of row-major matrices. Nothing is checked here.
 *
 * <p>OpenBLAS' own threads are switched off: how it cuts a product depends on their number, and with that the order of
 * additions. Several Java threads may call it at once.
 */
final class OpenBlas {

    private static final int ROW_MAJOR = 101;
    private static final int NO_TRANSPOSE = 111;
    private static final int TRANSPOSE = 112;
    private static final int UPPER = 121;
    private static final int LOWER = 122;
    private static final int NON_UNIT = 131;
    private static final int LEFT = 141;
    private static final int RIGHT = 142;

    private final MethodHandle sgemm;
    private final MethodHandle ssyrk;
    private final MethodHandle strsm;
    private final MethodHandle spotrf;
    private final MethodHandle strtri;

    private OpenBlas(SymbolLookup library) {
        sgemm = bind(library, "cblas_sgemm", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_FLOAT,
                ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_FLOAT, ADDRESS, JAVA_INT);
        ssyrk = bind(library, "cblas_ssyrk", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_FLOAT, ADDRESS, JAVA_INT,
                JAVA_FLOAT, ADDRESS, JAVA_INT);
        strsm = bind(library, "cblas_strsm", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT,
                JAVA_FLOAT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT);
        spotrf = bind(library, "spotrf_", ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
        strtri = bind(library, "strtri_", ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
    }

    /** Loads on first use; the class loader's lock makes it once. */
    private static final class Loaded {
        static final Attempt ATTEMPT = Attempt.make();
    }

    /** What came of loading: a failure is kept, or every later use would end in a NoClassDefFoundError that says nothing. */
    private record Attempt(OpenBlas library, NativeLibraryException failure) {

        static Attempt make() {
            try {
                return new Attempt(load(), null);
            } catch (NativeLibraryException e) {
                return new Attempt(null, e);
            }
        }
    }

    /**
     * The library, which stays loaded for the life of the process.
     *
     * @throws NativeLibraryException if it cannot be loaded, the same each time
     */
    static OpenBlas library() {
        NativeLibraryException failure = Loaded.ATTEMPT.failure();
        if (failure != null) {
            throw new NativeLibraryException(failure.getMessage(), failure);
        }
        return Loaded.ATTEMPT.library();
    }

    /** Whether the library can be loaded here; tries it. */
    static boolean available() {
        return Loaded.ATTEMPT.failure() == null;
    }

    /** {@code c = alpha·a·b + beta·c}, where {@code a} and {@code b} may be transposed. */
    void multiply(float alpha, Block a, Block b, float beta, Block c) {
        int inner = a.width();
        run(() -> {
            sgemm.invokeExact(ROW_MAJOR, operation(a), operation(b), c.rows(), c.columns(), inner, alpha,
                    a.address(), a.stride(), b.address(), b.stride(), beta, c.address(), c.stride());
        });
    }

    /** Adds {@code xᵀx} to the upper triangle of {@code c}. */
    void addGram(Block x, Block c) {
        run(() -> {
            ssyrk.invokeExact(ROW_MAJOR, UPPER, TRANSPOSE, c.rows(), x.rows(), 1f, x.address(), x.stride(), 1f,
                    c.address(), c.stride());
        });
    }

    /** Subtracts {@code xxᵀ} from the lower triangle of {@code c}. */
    void subtractOuter(Block x, Block c) {
        run(() -> {
            ssyrk.invokeExact(ROW_MAJOR, LOWER, NO_TRANSPOSE, c.rows(), x.columns(), -1f, x.address(), x.stride(), 1f,
                    c.address(), c.stride());
        });
    }

    /** {@code b = b·L⁻ᵀ} with the lower triangle of {@code l}. */
    void solveRight(Block l, Block b) {
        run(() -> {
            strsm.invokeExact(ROW_MAJOR, RIGHT, LOWER, TRANSPOSE, NON_UNIT, b.rows(), b.columns(), 1f,
                    l.address(), l.stride(), b.address(), b.stride());
        });
    }

    /** {@code b = -L⁻¹·b} with the lower triangle of {@code l}. */
    void solveLeftNegated(Block l, Block b) {
        run(() -> {
            strsm.invokeExact(ROW_MAJOR, LEFT, LOWER, NO_TRANSPOSE, NON_UNIT, b.rows(), b.columns(), -1f,
                    l.address(), l.stride(), b.address(), b.stride());
        });
    }

    /** Replaces the lower triangle of {@code a} by its Cholesky factor; returns 0, or the number of the bad pivot from 1. */
    int cholesky(Block a) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = arena.allocate(JAVA_INT);
            run(() -> {
                spotrf.invokeExact(columnMajorUpper(arena), integer(arena, a.rows()), a.address(),
                        integer(arena, a.stride()), info);
            });
            return info.get(JAVA_INT, 0);
        }
    }

    /** Replaces the lower triangle of {@code a}, whose diagonal has no zero, by its inverse. */
    void invert(Block a) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = arena.allocate(JAVA_INT);
            run(() -> {
                strtri.invokeExact(columnMajorUpper(arena), arena.allocateFrom("N"), integer(arena, a.rows()),
                        a.address(), integer(arena, a.stride()), info);
            });
        }
    }

    /** LAPACK counts column by column; the lower triangle of rows is its upper triangle of columns. */
    private static MemorySegment columnMajorUpper(Arena arena) {
        return arena.allocateFrom("U");
    }

    private static MemorySegment integer(Arena arena, int value) {
        return arena.allocateFrom(JAVA_INT, value);
    }

    private static int operation(Block block) {
        return block.transposed() ? TRANSPOSE : NO_TRANSPOSE;
    }

    private static OpenBlas load() {
        startNoThreads();
        SymbolLookup library = null;
        for (Path file : LibraryFiles.unpacked()) {
            library = open(file);
        }
        MethodHandle setThreads = bind(library, "openblas_set_num_threads", JAVA_INT);
        run(() -> {
            setThreads.invokeExact(1);
        });
        return new OpenBlas(library);
    }

    /**
     * OpenBLAS starts a thread for every further processor as soon as it is loaded, unless the environment says
     * otherwise. They would wait for ever.
     */
    private static void startNoThreads() {
        Linker linker = Linker.nativeLinker();
        MethodHandle setenv = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("setenv"), FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocateFrom("OPENBLAS_NUM_THREADS");
            MemorySegment value = arena.allocateFrom("1");
            run(() -> {
                int result = (int) setenv.invokeExact(name, value, 1);
            });
        }
    }

    private static SymbolLookup open(Path file) {
        try {
            return SymbolLookup.libraryLookup(file, Arena.global());
        } catch (IllegalArgumentException e) {
            throw new NativeLibraryException("the library %s cannot be loaded: %s; is the folder mounted without the right to execute?"
                    .formatted(file.toAbsolutePath(), e.getMessage()), e);
        }
    }

    private static MethodHandle bind(SymbolLookup library, String name, MemoryLayout... arguments) {
        MemorySegment symbol = library.find(name)
                .orElseThrow(() -> new NativeLibraryException("the OpenBLAS library lacks the function " + name));
        return Linker.nativeLinker().downcallHandle(symbol, FunctionDescriptor.ofVoid(arguments));
    }

    @FunctionalInterface
    private interface Call {
        void run() throws Throwable;
    }

    /** C functions throw nothing; what arrives here is a wrong type in a binding, or an error of the JVM itself. */
    private static void run(Call call) {
        try {
            call.run();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable t) {
            throw new IllegalStateException(t);
        }
    }
}

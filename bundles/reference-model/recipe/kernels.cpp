// Training kernels for the reference model, called from kernels.py through ctypes.
//
// Activations between kernels are bfloat16 (bf16), sums and statistics are float. Matrices are row-major.
// Attention reads a *pack*: several groups of token rows, each group a shared prefix followed by documents that
// attend to that prefix and to themselves, never to each other. Sharing computes the system message once per
// group instead of once per episode, and is exact: the gradients of all documents meet in the prefix.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <vector>
#if defined(__AVX512BF16__)
#include <immintrin.h>
#endif

typedef uint16_t bf16;

static inline float to_float(bf16 v) {
    uint32_t bits = uint32_t(v) << 16;
    float f;
    std::memcpy(&f, &bits, 4);
    return f;
}

// Round to nearest even; NaN is not expected here.
static inline bf16 to_bf16(float f) {
    uint32_t bits;
    std::memcpy(&bits, &f, 4);
    return bf16((bits + 0x7fff + ((bits >> 16) & 1)) >> 16);
}

// exp by 2^n * polynomial (Cephes expf coefficients), written so that compilers vectorise it; below 2e-7 relative.
static inline float fast_exp(float x) {
    x = std::min(std::max(x, -87.0f), 88.0f);
    float n = __builtin_rintf(x * 1.44269504f);
    float r = (x - n * 0.693359375f) + n * 2.12194440e-4f;
    float p = 1.9875691500e-4f;
    p = p * r + 1.3981999507e-3f;
    p = p * r + 8.3334519073e-3f;
    p = p * r + 4.1665795894e-2f;
    p = p * r + 1.6666665459e-1f;
    p = p * r + 5.0000001201e-1f;
    p = p * r * r + r + 1.0f;
    uint32_t bits = uint32_t(int(n) + 127) << 23;
    float scale;
    std::memcpy(&scale, &bits, 4);
    return p * scale;
}

// ---- small matrix products -----------------------------------------------------------------------------------
// C[rows][16*NV] = (C +) A[rows][2*pairs] * B, with B laid out as [pairs][16*NV][2]: neighbours along the inner
// dimension sit together, as the bf16 dot-product instruction wants them.

template <int MR, int NV>
static inline void tile(const bf16* a, int lda, const bf16* b, int pairs, float* c, bool add) {
    constexpr int N = 16 * NV;
#if defined(__AVX512BF16__)
    __m512 acc[MR][NV];
    for (int r = 0; r < MR; r++)
        for (int v = 0; v < NV; v++) acc[r][v] = add ? _mm512_loadu_ps(c + r * N + 16 * v) : _mm512_setzero_ps();
    for (int p = 0; p < pairs; p++) {
        __m512bh bv[NV];
        for (int v = 0; v < NV; v++) bv[v] = (__m512bh)_mm512_loadu_si512(b + (size_t(p) * N + 16 * v) * 2);
        for (int r = 0; r < MR; r++) {
            int32_t pair;
            std::memcpy(&pair, a + size_t(r) * lda + 2 * p, 4);
            __m512bh av = (__m512bh)_mm512_set1_epi32(pair);
            for (int v = 0; v < NV; v++) acc[r][v] = _mm512_dpbf16_ps(acc[r][v], av, bv[v]);
        }
    }
    for (int r = 0; r < MR; r++)
        for (int v = 0; v < NV; v++) _mm512_storeu_ps(c + r * N + 16 * v, acc[r][v]);
#else
    for (int r = 0; r < MR; r++) {
        float acc[N];
        for (int n = 0; n < N; n++) acc[n] = add ? c[r * N + n] : 0.0f;
        for (int p = 0; p < pairs; p++) {
            float a0 = to_float(a[size_t(r) * lda + 2 * p]), a1 = to_float(a[size_t(r) * lda + 2 * p + 1]);
            const bf16* row = b + size_t(p) * N * 2;
            for (int n = 0; n < N; n++) acc[n] += a0 * to_float(row[2 * n]) + a1 * to_float(row[2 * n + 1]);
        }
        for (int n = 0; n < N; n++) c[r * N + n] = acc[n];
    }
#endif
}

template <int NV>
static void multiply(int rows, const bf16* a, int lda, const bf16* b, int pairs, float* c, bool add) {
    constexpr int MR = NV == 2 ? 8 : 6;
    int r = 0;
    for (; r + MR <= rows; r += MR) tile<MR, NV>(a + size_t(r) * lda, lda, b, pairs, c + size_t(r) * 16 * NV, add);
    for (; r < rows; r++) tile<1, NV>(a + size_t(r) * lda, lda, b, pairs, c + size_t(r) * 16 * NV, add);
}

// ---- attention -----------------------------------------------------------------------------------------------

static const int HEAD = 64;    // width of a head
static const int BLOCK = 16;   // query tokens per block; times the two query heads of a key head = 32 columns
static const int COLS = 2 * BLOCK;

struct Document { int prefix_start, prefix_len, start, len; };

// One row of q, k or v out of the fused qkv matrix, rotated by its position (interleaved pairs) and scaled.
static inline void load_rotated(const bf16* src, const float* table, int position, float scale, bf16* dst) {
    const float* cs = table + size_t(position) * HEAD;   // cos, sin of pair 0, cos, sin of pair 1, ...
    for (int i = 0; i < HEAD; i += 2) {
        float x = to_float(src[i]) * scale, y = to_float(src[i + 1]) * scale;
        dst[i] = to_bf16(x * cs[i] - y * cs[i + 1]);
        dst[i + 1] = to_bf16(x * cs[i + 1] + y * cs[i]);
    }
}

// The transpose of the rotation: gradients with regard to the unrotated row.
static inline void store_unrotated(const float* src, int stride, const float* table, int position, float scale,
                                   bf16* dst) {
    const float* cs = table + size_t(position) * HEAD;
    for (int i = 0; i < HEAD; i += 2) {
        float x = src[size_t(i) * stride] * scale, y = src[size_t(i + 1) * stride] * scale;
        dst[i] = to_bf16(x * cs[i] + y * cs[i + 1]);
        dst[i + 1] = to_bf16(y * cs[i] - x * cs[i + 1]);
    }
}

// Everything one thread needs for one document and one key-value head.
struct Workspace {
    int keys = 0, stride = 0;                       // keys = prefix + own; stride = keys rounded up to even
    std::vector<bf16> k, v, kt, vt;                 // [keys][64] and transposed [64][stride]
    std::vector<bf16> weights, packed;              // [keys][32] and interleaved [stride/2][32][2]
    std::vector<float> scores, dscores, dk, dv;     // [keys][32], [keys][32], [keys][64], [keys][64]

    void load(const bf16* qkv, int width, int koff, int voff, const float* table, const Document& d) {
        keys = d.prefix_len + d.len;
        stride = (keys + 1) & ~1;
        k.resize(size_t(keys) * HEAD);
        v.resize(size_t(keys) * HEAD);
        kt.assign(size_t(HEAD) * stride, 0);
        vt.assign(size_t(HEAD) * stride, 0);
        scores.resize(size_t(keys) * COLS);
        weights.resize(size_t(keys) * COLS);
        packed.resize(size_t(stride) * COLS);
        for (int j = 0; j < keys; j++) {
            int row = j < d.prefix_len ? d.prefix_start + j : d.start + j - d.prefix_len;
            load_rotated(qkv + size_t(row) * width + koff, table, j, 1.0f, &k[size_t(j) * HEAD]);
            std::memcpy(&v[size_t(j) * HEAD], qkv + size_t(row) * width + voff, HEAD * sizeof(bf16));
        }
        for (int j = 0; j < keys; j++)
            for (int i = 0; i < HEAD; i++) {
                kt[size_t(i) * stride + j] = k[size_t(j) * HEAD + i];
                vt[size_t(i) * stride + j] = v[size_t(j) * HEAD + i];
            }
    }

    void prepare_gradients() {
        dscores.resize(size_t(keys) * COLS);
        dk.assign(size_t(keys) * HEAD, 0.0f);
        dv.assign(size_t(keys) * HEAD, 0.0f);
    }
};

// A block of 32 query columns in the two layouts the products need.
struct Columns {
    bf16 by_dim[HEAD / 2][COLS][2];     // right operand when the inner dimension is the head width
    bf16 by_col[COLS / 2][HEAD][2];     // right operand when the inner dimension is the column
    void clear() { std::memset(this, 0, sizeof *this); }
    void put(int column, const bf16* row) {
        for (int i = 0; i < HEAD; i++) {
            by_dim[i / 2][column][i & 1] = row[i];
            by_col[column / 2][i][column & 1] = row[i];
        }
    }
};

// scores[keys][32] of one query block, future keys masked; returns the number of keys in sight.
static int score_block(Workspace& w, const Columns& q, const Document& d, int first, int rows) {
    int seen = d.prefix_len + first + rows;
    multiply<2>(seen, w.k.data(), HEAD, &q.by_dim[0][0][0], HEAD / 2, w.scores.data(), false);
    for (int j = 1; j < rows; j++) {
        float* line = &w.scores[size_t(d.prefix_len + first + j) * COLS];
        for (int r = 0; r < j; r++) line[r] = line[BLOCK + r] = -1e30f;
    }
    return seen;
}

// Interleaves weights[seen][32] into packed, with a row of zeros after an odd count.
static void pack_weights(Workspace& w, int seen) {
    if (seen & 1) std::memset(&w.packed[size_t(seen - 1) * COLS], 0, 2 * COLS * sizeof(bf16));
    for (int j = 0; j < seen; j++) {
        bf16* out = &w.packed[size_t(j / 2) * COLS * 2];
        for (int c = 0; c < COLS; c++) out[2 * c + (j & 1)] = w.weights[size_t(j) * COLS + c];
    }
}

static void load_queries(Columns& q, const bf16* qkv, int width, int head, const float* table, const Document& d,
                         int first, int rows) {
    bf16 row[HEAD];
    q.clear();
    for (int h = 0; h < 2; h++)
        for (int r = 0; r < rows; r++) {
            const bf16* src = qkv + size_t(d.start + first + r) * width + (head + h) * HEAD;
            load_rotated(src, table, d.prefix_len + first + r, 0.125f, row);   // 1 / sqrt(64)
            q.put(h * BLOCK + r, row);
        }
}

static void forward_block(Workspace& w, const Columns& q, const Document& d, int first, int rows, int head, int heads,
                          bf16* out, float* lse) {
    int seen = score_block(w, q, d, first, rows);
    float top[COLS], sum[COLS], result[HEAD * COLS];
    for (int c = 0; c < COLS; c++) { top[c] = -1e30f; sum[c] = 0.0f; }
    for (int j = 0; j < seen; j++)
        for (int c = 0; c < COLS; c++) top[c] = std::max(top[c], w.scores[size_t(j) * COLS + c]);
    for (int j = 0; j < seen; j++)
        for (int c = 0; c < COLS; c++) {
            float e = fast_exp(w.scores[size_t(j) * COLS + c] - top[c]);
            sum[c] += e;
            w.weights[size_t(j) * COLS + c] = to_bf16(e);
        }
    pack_weights(w, seen);
    multiply<2>(HEAD, w.vt.data(), w.stride, w.packed.data(), (seen + 1) / 2, result, false);
    for (int h = 0; h < 2; h++)
        for (int r = 0; r < rows; r++) {
            int c = h * BLOCK + r;
            size_t token = d.start + first + r;
            bf16* dst = out + (token * heads + head + h) * HEAD;
            for (int i = 0; i < HEAD; i++) dst[i] = to_bf16(result[i * COLS + c] / sum[c]);
            lse[token * heads + head + h] = top[c] + std::log(sum[c]);
        }
}

extern "C" void attention_forward(const bf16* qkv, const float* table, const int* docs, const int* groups,
                                  int group_count, int heads, bf16* out, float* lse) {
    int kv_heads = heads / 2, width = (heads + 2 * kv_heads) * HEAD;
#pragma omp parallel for schedule(dynamic, 1)
    for (int task = 0; task < group_count * kv_heads; task++) {
        int group = task / kv_heads, g = task % kv_heads;
        Workspace w;
        Columns q;
        for (int n = groups[group]; n < groups[group + 1]; n++) {
            const Document& d = reinterpret_cast<const Document*>(docs)[n];
            w.load(qkv, width, (heads + g) * HEAD, (heads + kv_heads + g) * HEAD, table, d);
            for (int first = 0; first < d.len; first += BLOCK) {
                int rows = std::min(BLOCK, d.len - first);
                load_queries(q, qkv, width, 2 * g, table, d, first, rows);
                forward_block(w, q, d, first, rows, 2 * g, heads, out, lse);
            }
        }
    }
}

// Arguments of the backward pass, so that the block function stays readable.
struct Backward {
    const bf16* qkv; const float* table; const bf16* out; const float* lse; const bf16* dout; int heads; bf16* dqkv;
    int width() const { return (heads + heads / 2 * 2) * HEAD; }
};

// dK += dS^T Q, dV += P^T dO, dQ = dS K for one block (derivation: softmax attention, dS = P * (dP - sum(dO * O))).
static void backward_block(const Backward& b, Workspace& w, const Document& d, int first, int rows, int head) {
    Columns q, g;
    float lse[COLS] = {0}, delta[COLS] = {0}, dq[HEAD * COLS];
    load_queries(q, b.qkv, b.width(), head, b.table, d, first, rows);
    g.clear();
    for (int h = 0; h < 2; h++)
        for (int r = 0; r < rows; r++) {
            size_t at = size_t(d.start + first + r) * b.heads + head + h;
            float sum = 0.0f;
            for (int i = 0; i < HEAD; i++) sum += to_float(b.out[at * HEAD + i]) * to_float(b.dout[at * HEAD + i]);
            delta[h * BLOCK + r] = sum;
            lse[h * BLOCK + r] = b.lse[at];
            g.put(h * BLOCK + r, b.dout + at * HEAD);
        }
    int seen = score_block(w, q, d, first, rows);
    for (int j = 0; j < seen; j++)
        for (int c = 0; c < COLS; c++) {
            float p = fast_exp(w.scores[size_t(j) * COLS + c] - lse[c]);
            w.scores[size_t(j) * COLS + c] = p;
            w.weights[size_t(j) * COLS + c] = to_bf16(p);
        }
    multiply<4>(seen, w.weights.data(), COLS, &g.by_col[0][0][0], COLS / 2, w.dv.data(), true);
    multiply<2>(seen, w.v.data(), HEAD, &g.by_dim[0][0][0], HEAD / 2, w.dscores.data(), false);
    for (int j = 0; j < seen; j++)
        for (int c = 0; c < COLS; c++) {
            size_t at = size_t(j) * COLS + c;
            w.weights[at] = to_bf16(w.scores[at] * (w.dscores[at] - delta[c]));
        }
    multiply<4>(seen, w.weights.data(), COLS, &q.by_col[0][0][0], COLS / 2, w.dk.data(), true);
    pack_weights(w, seen);
    multiply<2>(HEAD, w.kt.data(), w.stride, w.packed.data(), (seen + 1) / 2, dq, false);
    for (int h = 0; h < 2; h++)
        for (int r = 0; r < rows; r++) {
            int position = d.prefix_len + first + r;
            bf16* dst = b.dqkv + size_t(d.start + first + r) * b.width() + (head + h) * HEAD;
            store_unrotated(dq + h * BLOCK + r, COLS, b.table, position, 0.125f, dst);
        }
}

// One document's gradients; those of its prefix go to the sums, which the prefix itself (taken last) starts from.
static void backward_document(const Backward& b, Workspace& w, const Document& d, int g, std::vector<float>& dk_prefix,
                              std::vector<float>& dv_prefix) {
    int kv_heads = b.heads / 2, koff = (b.heads + g) * HEAD, voff = (b.heads + kv_heads + g) * HEAD;
    w.load(b.qkv, b.width(), koff, voff, b.table, d);
    w.prepare_gradients();
    for (int first = 0; first < d.len; first += BLOCK)
        backward_block(b, w, d, first, std::min(BLOCK, d.len - first), 2 * g);
    size_t shared = size_t(d.prefix_len) * HEAD;
    for (size_t i = 0; i < shared; i++) {
        dk_prefix[i] += w.dk[i];
        dv_prefix[i] += w.dv[i];
    }
    if (d.prefix_len == 0)
        for (size_t i = 0; i < size_t(d.len) * HEAD && i < dk_prefix.size(); i++) {
            w.dk[i] += dk_prefix[i];
            w.dv[i] += dv_prefix[i];
        }
    for (int j = d.prefix_len; j < w.keys; j++) {
        bf16* row = b.dqkv + size_t(d.start + j - d.prefix_len) * b.width();
        store_unrotated(&w.dk[size_t(j) * HEAD], 1, b.table, j, 1.0f, row + koff);
        for (int i = 0; i < HEAD; i++) row[voff + i] = to_bf16(w.dv[size_t(j) * HEAD + i]);
    }
}

extern "C" void attention_backward(const bf16* qkv, const float* table, const int* docs, const int* groups,
                                   int group_count, int heads, const bf16* out, const float* lse, const bf16* dout,
                                   bf16* dqkv) {
    Backward b{qkv, table, out, lse, dout, heads, dqkv};
    int kv_heads = heads / 2;
#pragma omp parallel for schedule(dynamic, 1)
    for (int task = 0; task < group_count * kv_heads; task++) {
        int group = task / kv_heads, g = task % kv_heads;
        const Document* all = reinterpret_cast<const Document*>(docs);
        size_t prefix = groups[group + 1] - groups[group] > 1 ? size_t(all[groups[group]].len) * HEAD : 0;
        std::vector<float> dk_prefix(prefix, 0.0f), dv_prefix(prefix, 0.0f);
        Workspace w;
        for (int n = groups[group + 1] - 1; n >= groups[group]; n--)
            backward_document(b, w, all[n], g, dk_prefix, dv_prefix);
    }
}

// ---- row-wise kernels ----------------------------------------------------------------------------------------

// sum = x + delta; y = sum / rms(sum) * weight. RMSNorm as in arXiv 1910.07467.
extern "C" void add_rmsnorm_forward(const float* x, const bf16* delta, const float* weight, int rows, int width,
                                    float eps, float* sum, bf16* y, float* inverse) {
#pragma omp parallel for
    for (int r = 0; r < rows; r++) {
        const float* xr = x + size_t(r) * width;
        const bf16* dr = delta + size_t(r) * width;
        float* sr = sum + size_t(r) * width;
        bf16* yr = y + size_t(r) * width;
        float squares = 0.0f;
#pragma omp simd reduction(+ : squares)
        for (int i = 0; i < width; i++) {
            sr[i] = xr[i] + to_float(dr[i]);
            squares += sr[i] * sr[i];
        }
        float inv = 1.0f / std::sqrt(squares / width + eps);
        inverse[r] = inv;
        for (int i = 0; i < width; i++) yr[i] = to_bf16(sr[i] * inv * weight[i]);
    }
}

// dx = dsum + gradient through the norm; dweight is summed per thread and added at the end.
extern "C" void add_rmsnorm_backward(const float* sum, const float* weight, const float* inverse, const float* dsum,
                                     const bf16* dy, int rows, int width, float* dx, bf16* ddelta, float* dweight) {
#pragma omp parallel
    {
        std::vector<float> local(width, 0.0f);
        float* lw = local.data();
#pragma omp for
        for (int r = 0; r < rows; r++) {
            const float* sr = sum + size_t(r) * width;
            const float* gr = dsum + size_t(r) * width;
            const bf16* yr = dy + size_t(r) * width;
            float inv = inverse[r], dot = 0.0f;
#pragma omp simd reduction(+ : dot)
            for (int i = 0; i < width; i++) dot += to_float(yr[i]) * weight[i] * sr[i];
            float share = dot * inv * inv * inv / width;
            for (int i = 0; i < width; i++) {
                float g = to_float(yr[i]);
                lw[i] += g * sr[i] * inv;
                float total = gr[i] + g * weight[i] * inv - sr[i] * share;
                dx[size_t(r) * width + i] = total;
                ddelta[size_t(r) * width + i] = to_bf16(total);
            }
        }
#pragma omp critical
        for (int i = 0; i < width; i++) dweight[i] += lw[i];
    }
}

// out = silu(gate) * up, with gate and up side by side in one row. SwiGLU as in arXiv 2002.05202.
extern "C" void swiglu_forward(const bf16* gate_up, int rows, int width, bf16* out) {
#pragma omp parallel for
    for (int r = 0; r < rows; r++) {
        const bf16 *g = gate_up + size_t(r) * 2 * width, *u = g + width;
        for (int i = 0; i < width; i++) {
            float x = to_float(g[i]);
            out[size_t(r) * width + i] = to_bf16(x / (1.0f + fast_exp(-x)) * to_float(u[i]));
        }
    }
}

extern "C" void swiglu_backward(const bf16* gate_up, const bf16* dout, int rows, int width, bf16* dgate_up) {
#pragma omp parallel for
    for (int r = 0; r < rows; r++) {
        const bf16 *g = gate_up + size_t(r) * 2 * width, *u = g + width;
        bf16 *dg = dgate_up + size_t(r) * 2 * width, *du = dg + width;
        for (int i = 0; i < width; i++) {
            float x = to_float(g[i]), s = 1.0f / (1.0f + fast_exp(-x)), d = to_float(dout[size_t(r) * width + i]);
            dg[i] = to_bf16(d * to_float(u[i]) * s * (1.0f + x * (1.0f - s)));
            du[i] = to_bf16(d * x * s);
        }
    }
}

// loss[r] = logsumexp(logits) - logits[target]; the logits are overwritten by the gradient of scale[r] * loss[r].
// right[r] tells whether the target was the greedy choice.
extern "C" void cross_entropy(bf16* logits, const int64_t* targets, const float* scale, int rows, int vocabulary,
                              float* loss, uint8_t* right) {
#pragma omp parallel for
    for (int r = 0; r < rows; r++) {
        bf16* line = logits + size_t(r) * vocabulary;
        float top = -1e30f, sum = 0.0f, wanted = to_float(line[targets[r]]);
#pragma omp simd reduction(max : top)
        for (int i = 0; i < vocabulary; i++) top = std::max(top, to_float(line[i]));
#pragma omp simd reduction(+ : sum)
        for (int i = 0; i < vocabulary; i++) sum += fast_exp(to_float(line[i]) - top);
        loss[r] = top + std::log(sum) - wanted;
        right[r] = wanted == top;
        float factor = scale[r] / sum;
        for (int i = 0; i < vocabulary; i++) {
            float g = fast_exp(to_float(line[i]) - top) * factor - (i == targets[r] ? scale[r] : 0.0f);
            line[i] = to_bf16(g);
        }
    }
}

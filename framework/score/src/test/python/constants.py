#!/usr/bin/python3
"""Prints the expected values of the statistics tests, from SciPy and statsmodels.

    python3 constants.py            (Debian: python3-scipy python3-statsmodels)

The tests quote this output. The only thing written here and not taken from those libraries is Java's
SplittableRandom, so that SciPy computes its bootstrap intervals from the very same resamples.
"""
import numpy as np
import scipy
import scipy.special
import scipy.stats
import statsmodels
import statsmodels.api as sm
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.weightstats import DescrStatsW, ttost_paired

# differences of a graded score on twelve samples, in four clusters of unequal size; in 1024ths, whose sums are exact in
# any order, because SciPy compares resampled means with the mean by plain equality
DIFFERENCES = np.array([-317, 123, -51, -451, 277, -645, -184, 92, -533, -72, 338, -215]) / 1024
CLUSTERS = np.array([0, 0, 0, 0, 1, 1, 2, 2, 2, 3, 3, 3])
BINARY = np.array([-1, 0, 0, 1, 0, -1, -1, 0, 0, 0, -1, 0.0])
SEED = 20260101
RESAMPLES = 10000


def show(name, *values):
    print(name, *(repr(float(v)) for v in values))


class SplittableRandom:
    """java.util.SplittableRandom(seed).nextInt(bound), after its published algorithm (SplitMix64)."""

    def __init__(self, seed):
        self.state = seed & 0xFFFFFFFFFFFFFFFF

    def next_int(self, bound):
        while True:
            self.state = (self.state + 0x9E3779B97F4A7C15) & 0xFFFFFFFFFFFFFFFF
            z = self.state
            z = ((z ^ (z >> 33)) * 0x62A9D9ED799705F5) & 0xFFFFFFFFFFFFFFFF
            z = (((z ^ (z >> 28)) * 0xCB24D0A5C88C35B3) & 0xFFFFFFFFFFFFFFFF) >> 32
            if bound & (bound - 1) == 0:
                return z & (bound - 1)
            u = z >> 1
            r = u % bound
            if u + bound - 1 - r < 2**31:
                return r


def resample_indices(units):
    random = SplittableRandom(SEED)
    return np.array([[random.next_int(units) for _ in range(units)] for _ in range(RESAMPLES)])


def bootstrap(name, values, statistic, means):
    prior = scipy.stats._resampling.BootstrapResult(
        confidence_interval=None, bootstrap_distribution=means, standard_error=None)
    for method in ("percentile", "BCa"):
        result = scipy.stats.bootstrap((values,), statistic, n_resamples=0, method=method,
                                       bootstrap_result=prior, vectorized=True)
        show(f"{name}.{method}", *result.confidence_interval)
    show(f"{name}.standard_error", result.standard_error)


print(f"# SciPy {scipy.__version__}, statsmodels {statsmodels.__version__}, NumPy {np.__version__}")

show("summary", DIFFERENCES.mean(), scipy.stats.sem(DIFFERENCES))
show("summary.interval", *DescrStatsW(DIFFERENCES).tconfint_mean(0.05))

fit = sm.OLS(DIFFERENCES, np.ones(len(DIFFERENCES))).fit(
    cov_type="cluster", cov_kwds={"groups": CLUSTERS, "df_correction": True}, use_t=True)
show("clustered.standard_error", fit.bse[0])
show("clustered.t_p", fit.tvalues[0], fit.pvalues[0])
show("clustered.interval", *fit.conf_int(0.05)[0])

for successes, samples in ((37, 60), (0, 20), (20, 20)):
    show(f"wilson.{successes}_of_{samples}", *proportion_confint(successes, samples, 0.05, "wilson"))

for lost, won in ((9, 2), (5, 0), (3, 3), (40, 22)):
    show(f"mcnemar.{lost}_{won}", mcnemar([[0, lost], [won, 0]], exact=True).pvalue)

show("paired_t", *scipy.stats.ttest_rel(DIFFERENCES, np.zeros(12)))
for margin in (0.05, 0.35):
    p, low, high = ttost_paired(DIFFERENCES, np.zeros(12), -margin, margin)
    show(f"tost.{margin}", low[1], high[1], p)
show("tost.interval", *DescrStatsW(DIFFERENCES).tconfint_mean(0.10))

show("holm", *multipletests([0.01, 0.04, 0.03, 0.005, 0.6], method="holm")[1])

show("z", scipy.stats.norm.ppf(0.975) + scipy.stats.norm.ppf(0.8))
# largest probability of change under which none of n samples changed with probability 0.05
for n in (20, 60):
    show(f"unseen.{n}", scipy.stats.beta.ppf(0.95, 1, n))

for c, n, k in ((3, 5, 2), (5, 8, 4), (2, 8, 3)):
    show(f"pass.{c}_{n}_{k}", scipy.special.comb(c, k) / scipy.special.comb(n, k))

bootstrap("bootstrap", DIFFERENCES, np.mean, DIFFERENCES[resample_indices(12)].mean(axis=1))
bootstrap("bootstrap.binary", BINARY, np.mean, BINARY[resample_indices(12)].mean(axis=1))

# SciPy resamples cluster numbers; the statistic looks the clusters up
sums = np.array([DIFFERENCES[CLUSTERS == c].sum() for c in range(4)])
sizes = np.array([(CLUSTERS == c).sum() for c in range(4)])


def cluster_mean(drawn, axis=-1):
    drawn = np.asarray(drawn, dtype=int)
    return sums[drawn].sum(axis=axis) / sizes[drawn].sum(axis=axis)


bootstrap("bootstrap.clustered", np.arange(4), cluster_mean, cluster_mean(resample_indices(4)))

# the share of resampled means that lie as far from the mean as 0 does, after Davison and Hinkley, section 4.4
resampled = DIFFERENCES[resample_indices(12)].mean(axis=1)
as_far = np.abs(resampled - DIFFERENCES.mean()) >= abs(DIFFERENCES.mean())
show("bootstrap.p", (1 + as_far.sum()) / (RESAMPLES + 1))

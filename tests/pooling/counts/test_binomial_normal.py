"""The random-intercept logistic model: its integrals, its maximum, its refusals."""

import warnings
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.special import expit, gammaln, logit
from scipy.stats import binom, norm

from ketaevidence.effects import effect_sizes
from ketaevidence.errors import PoolingError
from ketaevidence.pooling.counts import binomial_normal
from ketaevidence.pooling.counts.logit_normal import curve, distinct, log_constant

EVENTS, TOTALS = [0, 3, 8, 5, 14], [12, 20, 21, 30, 22]

#: Six small studies that differ and a large one: tau2 = 0 is a maximum too.
TWO_PEAKS = [0, 0, 0, 1, 5, 0, 17], [2, 6, 6, 7, 6, 4, 87]


def _study(x, n, mu, tau):
    """Integrate one study with scipy, around its own mode."""
    top = (logit((x + 0.5) / (n + 1)) - mu) / tau
    edges = np.unique([-12, *np.linspace(top - 4 / tau, top + 4 / tau, 9), 12])
    edges = edges[(edges >= -12) & (edges <= 12)]

    def density(z):
        return binom.pmf(x, n, expit(mu + tau * z)) * norm.pdf(z)

    parts = [
        quad(density, low, high, epsabs=0, epsrel=1e-12, limit=200)[0]
        for low, high in pairwise(edges)
    ]
    return np.log(sum(parts))


@pytest.mark.parametrize(
    ("x", "n", "mu", "tau"),
    [
        (0, 12, -1.5, 0.6),
        (3, 20, -1.5, 3.0),
        (0, 400, -4, 1.2),
        (60, 60, 2, 0.8),
        (5, 9, 0, 9),
    ],
)
def test_the_likelihood_is_the_integral(x, n, mu, tau):
    """Each study's probability equals adaptive integration to ten digits."""
    counts = distinct(np.array([x], float), np.array([n], float))
    ours = curve(counts, mu, tau).value[0] + log_constant(counts)
    assert ours == pytest.approx(_study(x, n, mu, tau), rel=1e-10)


@pytest.mark.parametrize(("mu", "tau"), [(-1.2, 0.7), (0.5, 2.5)])
def test_the_derivatives_are_those_of_the_likelihood(mu, tau):
    """First and second derivatives agree with differences of the likelihood."""
    counts = distinct(np.array(EVENTS, float), np.array(TOTALS, float))
    h = 1e-4
    at = curve(counts, [mu, mu + h, mu - h, mu, mu], [tau, tau, tau, tau + h, tau - h])
    slope = (at.value[1] - at.value[2]) / (2 * h), (at.value[3] - at.value[4]) / (2 * h)
    by_tau = at.over_tau * [tau, tau, tau, tau + h, tau - h]
    assert (at.mu[0], by_tau[0]) == pytest.approx(slope, rel=1e-6)
    bends = (at.mu[1] - at.mu[2], at.mu[3] - at.mu[4], by_tau[3] - by_tau[4])
    ours = (at.mu_mu[0], at.mu_tau[0], at.tau_tau[0])
    assert ours == pytest.approx([bend / (2 * h) for bend in bends], rel=1e-6)


def test_without_heterogeneity_it_is_the_binomial():
    """At tau = 0 the likelihood is the plain one, and its slope has a limit."""
    x, n = np.array(EVENTS, float), np.array(TOTALS, float)
    counts = distinct(x, n)
    at = curve(counts, -1.0, [0.0, 1e-5])
    plain = binom.logpmf(x, n, expit(-1.0)).sum()
    assert at.value[0] + log_constant(counts) == pytest.approx(plain, rel=1e-12)
    p = expit(-1.0)
    slope = ((x - n * p) ** 2 - n * p * (1 - p)).sum()
    assert at.over_tau == pytest.approx([slope, slope], rel=1e-6)


def _log_likelihood(x, n, mu, tau):
    """Compute it by plain sums over a fine grid of logits, many points at once."""
    z = np.linspace(-9, 9, 1501)
    eta = np.asarray(mu)[..., np.newaxis] + np.asarray(tau)[..., np.newaxis] * z
    total = np.zeros(eta.shape[:-1])
    for xi, ni in zip(x, n, strict=True):
        ways = gammaln(ni + 1) - gammaln(xi + 1) - gammaln(ni - xi + 1)
        terms = np.exp(ways + xi * eta - ni * np.logaddexp(0, eta))
        total += np.log((terms * norm.pdf(z)).sum(axis=-1) * (z[1] - z[0]))
    return total


@pytest.mark.parametrize("data", [(EVENTS, TOTALS), TWO_PEAKS])
def test_nothing_lies_above_the_maximum(data):
    """No point of a wide grid has a higher likelihood, and the value itself is right."""
    pooled = binomial_normal(*data)
    mu, tau = np.meshgrid(np.linspace(-4, 2, 25), np.geomspace(0.01, 5, 25))
    grid = _log_likelihood(*data, mu, tau)
    here = _log_likelihood(*data, pooled.estimate, pooled.tau2**0.5)
    assert pooled.log_likelihood == pytest.approx(float(here), rel=1e-10)
    assert grid.max() <= pooled.log_likelihood + 1e-9
    near = pooled.estimate + np.array([-1e-3, 1e-3]), pooled.tau2**0.5
    assert (_log_likelihood(*data, *near) < here).all()


def test_two_maxima_are_told():
    """Where tau2 = 0 is a maximum too, the higher one is taken and the other told."""
    pooled = binomial_normal(*TWO_PEAKS)
    assert any("2 maxima" in note for note in pooled.notes)


def test_the_standard_errors_are_those_of_the_information():
    """Both come from the curvature of the likelihood in mu and tau2."""
    pooled = binomial_normal(EVENTS, TOTALS)
    h, mu, tau2 = 1e-3, pooled.estimate, pooled.tau2
    i, j = np.meshgrid([-1, 0, 1], [-1, 0, 1], indexing="ij")
    f = _log_likelihood(EVENTS, TOTALS, mu + h * i, np.sqrt(tau2 + h * j))
    crossed = (f[2, 2] - f[2, 0] - f[0, 2] + f[0, 0]) / 4
    bends = np.array(
        [
            [f[2, 1] - 2 * f[1, 1] + f[0, 1], crossed],
            [crossed, f[1, 2] - 2 * f[1, 1] + f[1, 0]],
        ]
    )
    errors = np.sqrt(np.diag(np.linalg.inv(-bends / h**2)))
    assert (pooled.se, pooled.se_tau2) == pytest.approx(errors, rel=1e-4)


def test_one_proportion_for_all_has_a_closed_form():
    """EE is the proportion of all patients; both tests compare with the studies' own."""
    pooled = binomial_normal(EVENTS, TOTALS, method="EE")
    x, n = np.array(EVENTS, float), np.array(TOTALS, float)
    p = x.sum() / n.sum()
    assert pooled.estimate == pytest.approx(logit(p))
    assert pooled.se == pytest.approx((n.sum() * p * (1 - p)) ** -0.5)
    ratio = 2 * (binom.logpmf(x, n, x / n) - binom.logpmf(x, n, p)).sum()
    assert pytest.approx(ratio) == pooled.QE_LRT
    effects = effect_sizes("PLO", xi=EVENTS[1:], ni=TOTALS[1:])
    w = 1 / effects.vi
    mean = (w * effects.yi).sum() / w.sum()
    assert pooled.QE_Wld == pytest.approx((w * (effects.yi - mean) ** 2).sum())
    assert pooled.QE_df == 4
    assert pooled.pi_lb is pooled.se_tau2 is None


@settings(max_examples=20, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 15), st.integers(0, 15)), min_size=1, max_size=3),
    st.randoms(),
)
def test_order_and_direction_do_not_matter(pairs, random):
    """Shuffled studies give the same bits; events and non-events exchanged, -mu."""
    data = [(3, 9), (6, 4), *((x, y) for x, y in pairs if x + y)]
    shuffled = list(data)
    random.shuffle(shuffled)
    here, there = (
        binomial_normal([x for x, _ in part], [x + y for x, y in part])
        for part in (data, shuffled)
    )
    assert (here.estimate, here.tau2, here.se) == (there.estimate, there.tau2, there.se)
    other = binomial_normal([y for _, y in data], [x + y for x, y in data])
    assert other.estimate == pytest.approx(-here.estimate, abs=1e-7)
    assert other.tau2 == pytest.approx(here.tau2, rel=1e-6, abs=1e-9)
    assert here.tau2 >= 0


def test_studies_without_events_count():
    """0 of 60 lowers the proportion, 60 of 60 raises it, and nothing is added."""
    plain = binomial_normal(EVENTS, TOTALS)
    low = binomial_normal([*EVENTS, 0], [*TOTALS, 60])
    high = binomial_normal([*EVENTS, 60], [*TOTALS, 60])
    assert low.proportion < plain.proportion < high.proportion
    assert low.settings["continuity_correction"] == "none"


def test_the_mean_over_studies_is_the_expected_proportion():
    """It is the integral of the proportion over studies, nearer to one half."""
    pooled = binomial_normal(EVENTS, TOTALS)
    tau = pooled.tau2**0.5
    mean = quad(lambda z: expit(pooled.estimate + tau * z) * norm.pdf(z), -10, 10)[0]
    assert pooled.mean_proportion == pytest.approx(mean, rel=1e-10)
    assert pooled.proportion < pooled.mean_proportion < 0.5


def test_intervals_follow_the_test():
    """Normal and t(k - 1) multiply the same standard error; prediction adds tau2."""
    z, t = (binomial_normal(EVENTS, TOTALS, test=name) for name in "zt")
    assert (t.ci_ub - t.estimate) / t.se == pytest.approx(2.7764451052)
    assert (z.ci_ub - z.estimate) / z.se == pytest.approx(1.9599639845)
    assert (z.pi_ub - z.estimate) == pytest.approx(
        1.9599639845 * np.hypot(z.se, z.tau2**0.5)
    )
    assert z.pval == pytest.approx(2 * norm.sf(abs(z.estimate / z.se)))


def test_counts_may_come_as_effects_or_columns():
    """Effects of proportions, a table and plain numbers give the same result."""
    plain = binomial_normal(EVENTS, TOTALS)
    table = {"x": EVENTS, "n": TOTALS, "who": list("ABCDE")}
    named = binomial_normal("x", "n", data=table, slab="who")
    from_effects = binomial_normal(effect_sizes("PLO", xi=EVENTS, ni=TOTALS))
    assert plain == from_effects
    assert named.estimate == plain.estimate
    assert named.slab == tuple("ABCDE")


def test_one_study_is_no_pool():
    """One study comes back with its own proportion, and nothing on heterogeneity."""
    pooled = binomial_normal([3], [10], test="t")
    assert pooled.proportion == pytest.approx(0.3)
    assert pooled.tau2 is pooled.QE_LRT is pooled.pi_lb is None
    assert (pooled.test, pooled.settings["test_asked"]) == ("z", "t")
    assert "one study" in pooled.notes[0]


def test_tau2_of_zero_is_no_proof_of_agreement():
    """Equal proportions give tau2 = 0, without its standard error, and say what that is."""
    pooled = binomial_normal([2, 4, 6], [10, 20, 30])
    assert (pooled.tau2, pooled.se_tau2) == (0.0, None)
    assert any("no evidence" in note for note in pooled.notes)


REFUSED = [
    (([0, 0], [10, 20]), {}, "no patient of 30 in 2 studies.* 0.0000 to 0.1157"),
    (([5], [5]), {}, "every patient of 5 in one study"),
    (([0, 5, 0], [3, 5, 9]), {}, "either nobody or everybody"),
    (([3, 11], [10, 10]), {}, "'Study 2' .row 2.: xi is 11, more events"),
    (([3, 0.5], [10, 10]), {}, "not a whole number"),
    (([3, 2], [10, 0]), {}, "ni is 0, but must be 1 or more"),
    (([3, 2],), {}, "needs events and totals"),
    (([3, 2], [10, 10]), {"method": "REML"}, "choose ML or EE"),
    (([3, 2], [10, 10]), {"test": "knha"}, "choose z or t"),
    (([3, 2], [10, 10]), {"level": 0}, "between 0 and 1"),
    ((effect_sizes("GEN", yi=[1.0], vi=[1.0]),), {}, "do not hold events"),
    ((effect_sizes("PLO", xi=[1], ni=[3]), [3]), {}, "leave them out"),
]


@pytest.mark.parametrize(("given_data", "options", "why"), REFUSED)
def test_what_has_no_answer_is_refused(given_data, options, why):
    """One error says what, where and what is known; no numpy warning escapes."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(PoolingError, match=why):
            binomial_normal(*given_data, **options)


def test_table_and_text_are_complete():
    """One row per study with its exact interval, the pool, the prediction."""
    pooled = binomial_normal(EVENTS, TOTALS)
    frame = pooled.frame()
    assert list(frame["row"]) == ["study"] * 5 + ["pooled", "prediction"]
    assert frame["ci_lb"][0] == 0.0
    assert frame["proportion"][5] == pooled.proportion
    text = pooled.summary()
    for part in (
        "30 events in 105 participants",
        "Mean over studies",
        "Wald test",
        "0/12",
    ):
        assert part in text
    assert str(pooled) == text

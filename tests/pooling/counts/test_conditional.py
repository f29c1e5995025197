"""The conditional logistic model: its distribution, its maximum, its refusals."""

import warnings
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import fisher_exact, nchypergeom_fisher, norm

from ketaevidence.errors import PoolingError
from ketaevidence.pooling.counts.conditional import conditional_logistic
from ketaevidence.pooling.counts.conditional_likelihood import (
    conditional_curve,
    margins_of,
)

#: Events and patients of two groups in five invented studies, one with a zero.
COUNTS = {
    "ai": [2, 0, 12, 9, 3],
    "n1i": [30, 20, 40, 25, 24],
    "ci": [7, 3, 5, 14, 4],
    "n2i": [29, 21, 38, 26, 25],
}


def _exact(a, n1, c, n2, theta):
    """Give the probability of a table by scipy's noncentral hypergeometric."""
    return nchypergeom_fisher.pmf(a, n1 + n2, n1, a + c, np.exp(theta))


@pytest.mark.parametrize("table", [(2, 30, 7, 29), (0, 12, 5, 9), (40, 700, 80, 650)])
def test_moments_are_those_of_the_distribution(table):
    """Probability, mean and variance equal scipy's, also far from 0."""
    a, n1, c, n2 = table
    thetas = np.array([-2.0, 0.0, 1.3])
    value, r, variance = margins_of(*table).moments(thetas)
    shape = (n1 + n2, n1, a + c, np.exp(thetas))
    assert np.exp(value) == pytest.approx(_exact(*table, thetas), rel=1e-7)
    assert a - r == pytest.approx(nchypergeom_fisher.mean(*shape), rel=1e-7)
    assert variance == pytest.approx(nchypergeom_fisher.var(*shape), rel=1e-6)


@pytest.mark.parametrize(
    ("table", "mu", "tau"),
    [((2, 30, 7, 29), -0.5, 0.6), ((0, 12, 5, 9), -1, 3.0), ((60, 90, 20, 80), 2, 0.8)],
)
def test_the_likelihood_is_the_integral(table, mu, tau):
    """Each study's probability equals adaptive integration to ten digits."""
    study = margins_of(*table)

    def density(z):
        value = study.moments(np.array([mu + tau * z]))[0, 0]
        return float(np.exp(value)) * norm.pdf(z)

    parts = [
        quad(density, low, high, epsabs=0, epsrel=1e-12)[0]
        for low, high in pairwise(np.linspace(-9, 9, 10))
    ]
    ours = conditional_curve([study], mu, tau).value[0]
    assert ours == pytest.approx(np.log(sum(parts)), rel=1e-10)


@pytest.mark.parametrize(("mu", "tau"), [(-0.7, 0.6), (0.5, 2.5)])
def test_the_derivatives_are_those_of_the_likelihood(mu, tau):
    """First and second derivatives agree with differences of the likelihood."""
    studies = [margins_of(*row) for row in zip(*COUNTS.values(), strict=True)]
    h = 1e-4
    at = conditional_curve(
        studies, [mu, mu + h, mu - h, mu, mu], [tau, tau, tau, tau + h, tau - h]
    )
    slope = (at.value[1] - at.value[2]) / (2 * h), (at.value[3] - at.value[4]) / (2 * h)
    by_tau = at.over_tau * [tau, tau, tau, tau + h, tau - h]
    assert (at.mu[0], by_tau[0]) == pytest.approx(slope, rel=1e-6)
    bends = (at.mu[1] - at.mu[2], at.mu[3] - at.mu[4], by_tau[3] - by_tau[4])
    ours = (at.mu_mu[0], at.mu_tau[0], at.tau_tau[0])
    assert ours == pytest.approx([bend / (2 * h) for bend in bends], rel=1e-6)
    near = conditional_curve(studies, mu, [0.0, 1e-5])
    assert near.over_tau[0] == pytest.approx(near.over_tau[1], rel=1e-6)


def _log_likelihood(mu, tau):
    """Compute it by plain sums over a grid of z, apart from the package."""
    z = np.linspace(-8, 8, 401)
    total = 0.0
    for row in zip(*COUNTS.values(), strict=True):
        terms = _exact(*row, mu + tau * z) * norm.pdf(z)
        total += np.log(terms.sum() * (z[1] - z[0]))
    return float(total)


@pytest.fixture(scope="module")
def pooled():
    """Give the model with random effects."""
    return conditional_logistic(**COUNTS)


def test_nothing_lies_above_the_maximum(pooled):
    """No point around it has a higher likelihood, and the value itself is right."""
    tau = pooled.tau2**0.5
    here = _log_likelihood(pooled.estimate, tau)
    assert tau > 0
    assert pooled.log_likelihood == pytest.approx(here, rel=1e-8)
    for mu in (-1.5, -0.5, 0.5):
        for other in (0.2, 0.8, 2.0):
            assert _log_likelihood(mu, other) < here
    assert _log_likelihood(pooled.estimate + 0.02, tau) < here
    assert _log_likelihood(pooled.estimate, tau + 0.02) < here


def test_one_odds_ratio_makes_observed_and_expected_events_equal():
    """EE solves sum(a) = sum(E), with the exact variance of the events."""
    found = conditional_logistic(**COUNTS, method="EE")
    a, n1, c, n2 = (np.array(column) for column in COUNTS.values())
    shape = (n1 + n2, n1, a + c, found.odds_ratio)
    assert nchypergeom_fisher.mean(*shape).sum() == pytest.approx(a.sum(), rel=1e-8)
    variance = nchypergeom_fisher.var(*shape).sum()
    assert found.se == pytest.approx(variance**-0.5, rel=1e-7)
    assert found.pi_lb is found.se_tau2 is None
    assert found.tau2 == 0


def test_heterogeneity_is_against_an_odds_ratio_for_each_study():
    """The likelihood ratio compares with each study at its own odds ratio."""
    found = conditional_logistic(**COUNTS, method="EE")
    frame = found.frame()
    rows = list(zip(*COUNTS.values(), strict=True))
    own = frame["odds_ratio"][:5]
    alone = sum(
        0.0 if ratio == 0 else np.log(_exact(*row, np.log(ratio)))
        for row, ratio in zip(rows, own, strict=True)
    )
    ratio = 2 * (alone - found.log_likelihood)
    assert pytest.approx(ratio, rel=1e-7) == found.QE_LRT
    assert found.QE_df == 4


def test_exact_intervals_of_studies_are_fishers():
    """A bound of a study is the odds ratio at which a one-sided test gives 2.5 %."""
    frame = conditional_logistic(**COUNTS, method="EE").frame()
    for row, lb, ub in zip(
        zip(*COUNTS.values(), strict=True), frame["ci_lb"], frame["ci_ub"], strict=False
    ):
        a, n1, c, n2 = row
        shape = (n1 + n2, n1, a + c)
        assert nchypergeom_fisher.cdf(a, *shape, ub) == pytest.approx(0.025, rel=1e-6)
        if a:
            tail = nchypergeom_fisher.sf(a - 1, *shape, lb)
            assert tail == pytest.approx(0.025, rel=1e-6)
    # At no effect the tail is that of Fisher's exact test.
    study = margins_of(2, 30, 7, 29)
    one_sided = fisher_exact([[2, 28], [7, 22]], alternative="less").pvalue
    assert study.tail(0.0, upper=False) == pytest.approx(one_sided, rel=1e-10)


TABLE = st.tuples(
    st.integers(0, 8), st.integers(0, 6), st.integers(0, 8), st.integers(0, 6)
)


@settings(max_examples=4, deadline=None)
@given(st.lists(TABLE, min_size=1, max_size=2), st.randoms())
def test_order_and_direction_do_not_matter(tables, random):
    """Shuffled studies give the same bits; groups or outcomes exchanged, -mu."""
    data = [
        (2, 9, 6, 5),
        (7, 4, 3, 6),
        *(t for t in tables if t[0] + t[1] and t[2] + t[3]),
    ]
    shuffled = list(data)
    random.shuffle(shuffled)

    def fit(rows, names=("ai", "bi", "ci", "di")):
        return conditional_logistic(
            **dict(zip(names, zip(*rows, strict=True), strict=True))
        )

    here, there = fit(data), fit(shuffled)
    numbers = ("estimate", "tau2", "se", "log_likelihood")
    assert [getattr(here, n) for n in numbers] == [getattr(there, n) for n in numbers]
    for names in (("ci", "di", "ai", "bi"), ("bi", "ai", "di", "ci")):
        other = fit(data, names)
        assert other.estimate == pytest.approx(-here.estimate, abs=1e-7)
        assert other.tau2 == pytest.approx(here.tau2, rel=1e-5, abs=1e-7)
    assert here.tau2 >= 0


#: The edge case with events in neither group of one study, and rma.glmm of metafor
#: 5.1.12 under R 4.2.2 (model "CM.EL", method "EE"); its Wald test and errors rest on a
#: curvature by differences, and are given to that.
EDGE = {
    "ai": [0, 2, 0, 5, 1],
    "n1i": [50, 60, 40, 80, 55],
    "ci": [0, 1, 3, 9, 0],
    "n2i": [48, 61, 42, 79, 50],
}


def test_an_edge_case_agrees_with_metafor():
    """One odds ratio: estimate, likelihood and both tests; none above it with tau2."""
    ours = conditional_logistic(**EDGE, method="EE")
    assert ours.estimate == pytest.approx(-0.5203597525718523, rel=1e-7)
    assert ours.log_likelihood == pytest.approx(-5.160149061987627, rel=1e-10)
    assert pytest.approx(5.760053177115511, rel=1e-9) == ours.QE_LRT
    assert ours.se == pytest.approx(0.46292341342088505, rel=2e-3)
    assert pytest.approx(1.0098759089006535, rel=1e-2) == ours.QE_Wld
    free = conditional_logistic(**EDGE)
    assert free.tau2 == 0
    # metafor stops at tau2 = 2.2e-5, where the likelihood is lower.
    assert free.log_likelihood > -5.16017327059089


def test_studies_without_events_say_nothing_and_are_named(pooled):
    """Nobody or everybody with the event changes no number but the counts."""
    more = {
        name: [*values, 0 if name in {"ai", "ci"} else 9]
        for name, values in COUNTS.items()
    }
    other = conditional_logistic(**more)
    assert (other.estimate, other.se, other.tau2) == (
        pooled.estimate,
        pooled.se,
        pooled.tau2,
    )
    assert (other.k, other.informative, other.QE_df) == (6, 5, 4)
    assert "Study 6" in other.notes[0]
    assert other.settings["without_information"] == ["Study 6"]
    assert other.frame()["odds_ratio"].isna()[5]


def test_intervals_follow_the_test(pooled):
    """Normal and t(k - 1) multiply the same standard error; prediction adds tau2."""
    t = conditional_logistic(**COUNTS, test="t")
    assert (t.ci_ub - t.estimate) / t.se == pytest.approx(2.7764451052)
    assert (pooled.ci_ub - pooled.estimate) / pooled.se == pytest.approx(1.9599639845)
    spread = np.hypot(pooled.se, pooled.tau2**0.5)
    assert pooled.pi_ub - pooled.estimate == pytest.approx(1.9599639845 * spread)


def test_one_informative_study_is_no_pool():
    """It comes back as it is, and nothing is said of heterogeneity."""
    found = conditional_logistic(ai=[3, 0], n1i=[10, 8], ci=[5, 0], n2i=[10, 8])
    assert found.tau2 is found.QE_LRT is found.pi_lb is None
    assert "one informative study (Study 1)" in found.notes[0]
    assert list(found.frame()["row"]) == ["study", "study"]


def counts(*rows):
    """Name the columns of tables."""
    return dict(zip(COUNTS, zip(*rows, strict=True), strict=True))


REFUSED = [
    (counts((0, 5, 2, 5), (0, 6, 1, 5)), {}, "odds ratio is 0.*association_test"),
    (counts((5, 5, 2, 5), (6, 6, 1, 5)), {}, "odds ratio is infinite"),
    (counts((0, 3, 3, 3), (3, 3, 0, 3)), {}, "no tau2 has the highest"),
    (counts((0, 3, 0, 3), (4, 4, 3, 3)), {}, "nobody of either group"),
    (
        counts((3, 20, 5, 20), (10**9, 3 * 10**9, 10**9, 2 * 10**9)),
        {},
        "exactly.*Study 2",
    ),
    (counts((3, 2, 5, 20)), {}, "Study 1"),
    (counts((1.5, 10, 5, 20)), {}, "not a whole number"),
    (COUNTS, {"method": "REML"}, "choose ML or EE"),
    (COUNTS, {"test": "knha"}, "choose z or t"),
    (COUNTS, {"level": 95}, "between 0 and 1"),
    (
        COUNTS,
        {"alike": {"timing": ["early"] * 4 + ["late"]}},
        "differ in timing.*Study 5",
    ),
    (COUNTS, {"alike": {"timing": ["early"] * 4 + [None]}}, "not known for Study 5"),
]


@pytest.mark.parametrize(("data", "options", "why"), REFUSED)
def test_what_has_no_answer_is_refused(data, options, why):
    """One error says what, where and what to do; no numpy warning escapes."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(PoolingError, match=why):
            conditional_logistic(**data, **options)


def test_words_and_table_are_complete(pooled):
    """Summary, notebook and table hold the model, the studies and the caveats."""
    text = pooled.summary()
    for part in (
        "59 events in 278 participants",
        "0/20",
        "Likelihood ratio",
        "% exact",
    ):
        assert part in text
    assert "noncentral" in text
    assert pooled._repr_html_().count("<tr>") > 5
    assert list(pooled.frame()["row"]) == ["study"] * 5 + ["pooled", "prediction"]
    assert pooled == conditional_logistic(**COUNTS)
    assert pooled != conditional_logistic(**COUNTS, level=0.9)

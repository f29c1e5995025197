"""The Bayesian model: exact integrals, limits, laws and refusals."""

import warnings
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.polynomial.legendre import leggauss
from scipy.stats import halfcauchy, halfnorm, norm, t

from ketaevidence.effects import effect_sizes
from ketaevidence.errors import PoolingError
from ketaevidence.pooling import pool
from ketaevidence.pooling.bayes import bayes

YI, VI = [-1.2, -0.4, 0.1, -2.0], [0.25, 0.16, 0.2, 0.4]

HALF_NORMAL = ("half-normal", 0.5)

#: Data, prior of tau and prior of mu: few and disagreeing studies, one, unequal ones.
CASES = [
    (YI, VI, HALF_NORMAL, "flat"),
    (YI[:2], VI[:2], ("half-t", 0.5, 1), ("normal", 0.0, 4.0)),
    (YI[:1], VI[:1], ("half-t", 1.0, 4), "flat"),
    ([0.0, 3.0, 0.1], [1e-4, 0.01, 4.0], ("half-normal", 1.0), "flat"),
    ([5.0, 5.1, 9.0, 5.2], [0.01] * 4, ("half-t", 0.2, 3), ("normal", 5.0, 0.5)),
]


def _brute(yi, vi, prior, about, borders):
    """Give expect(f), the posterior expectation of f(tau, m, s), by many panels.

    Covariance matrices and Gauss-Legendre panels over tau, up to where a heavy tail
    holds less than 1e-12; nothing of it is shared with the package.
    """
    yi, vi = np.array(yi), np.array(vi)
    last = 1e13 if prior[0] == "half-t" else 30.0
    edges = np.unique([0, *np.geomspace(vi.min() ** 0.5 / 50, last, 130), *borders])
    at, share = leggauss(16)
    half = np.diff(edges)[:, np.newaxis] / 2
    tau = (edges[:-1, np.newaxis] + half * (1 + at)).ravel()
    cover = np.einsum("ij,tj->tij", np.eye(len(yi)), vi + tau[:, np.newaxis] ** 2)
    inverse = np.linalg.inv(cover)
    information, score = inverse.sum(axis=(1, 2)), (inverse @ yi).sum(axis=1)
    square = yi @ (inverse @ yi).T
    if about != "flat":
        _, centre, sd = about
        information = information + sd**-2.0
        score, square = score + centre / sd**2, square + (centre / sd) ** 2
    log_density = -0.5 * (
        np.linalg.slogdet(cover)[1]
        + np.log(information)
        + square
        - score**2 / information
    )
    if prior[0] == "half-normal":
        log_density += norm.logpdf(tau / prior[1])
    else:
        log_density += t.logpdf(tau / prior[1], prior[2])
    weights = np.exp(log_density - log_density.max()) * (half * share).ravel()
    weights /= weights.sum()
    mean, sd = score / information, information**-0.5
    return lambda f: float(weights @ f(tau, mean, sd))


@pytest.mark.parametrize(("yi", "vi", "prior", "about"), CASES)
def test_every_integral_agrees_with_brute_force(yi, vi, prior, about):
    """Means, probabilities and intervals equal a brute-force integral to nine digits."""
    after = bayes(yi, vi, tau_prior=prior, mu_prior=about, threshold=-0.5)
    tau_ends = [after.tau.lb, after.tau.median, after.tau.ub]
    expect = _brute(yi, vi, prior, about, tau_ends)
    same = {"rel": 1e-9, "abs": 1e-12}

    def below(x, mean, sd):
        return norm.cdf((x - mean) / sd)

    def held(marginal, mean, sd):
        return below(marginal.ub, mean, sd) - below(marginal.lb, mean, sd)

    def new(tau, _, s):
        return np.hypot(tau, s)

    assert expect(lambda _, m, s: below(-0.5, m, s)) == pytest.approx(
        after.beyond.mu_below, **same
    )
    assert expect(lambda *x: 1 - below(-0.5, x[1], new(*x))) == pytest.approx(
        after.beyond.new_above, **same
    )
    assert expect(lambda _, m, s: held(after.mu, m, s)) == pytest.approx(0.95, **same)
    assert expect(lambda *x: held(after.new, x[1], new(*x))) == pytest.approx(
        0.95, **same
    )
    assert expect(lambda tau, *_: tau < after.tau.median) == pytest.approx(0.5, **same)
    low, high = after.tau.lb, after.tau.ub
    inside = expect(lambda tau, *_: (tau > low) & (tau < high))
    assert inside == pytest.approx(0.95, **same)
    if after.tau.sd is not None:
        moments = [expect(lambda tau, *_, r=r: tau**r) for r in (1, 2)]
        assert after.tau.mean == pytest.approx(moments[0], **same)
        assert after.tau.sd**2 == pytest.approx(moments[1] - moments[0] ** 2, rel=1e-8)
    if after.mu.mean is not None:
        assert after.mu.mean == pytest.approx(expect(lambda _, m, __: m), **same)

    def theta(tau, m, s):
        share = tau**2 / (tau**2 + vi[0])
        mean = share * yi[0] + (1 - share) * m
        sd = np.sqrt(share * vi[0] + ((1 - share) * s) ** 2)
        low, high = after.study_lb[0], after.study_ub[0]
        return below(high, mean, sd) - below(low, mean, sd)

    assert expect(theta) == pytest.approx(0.95, **same)


@pytest.mark.parametrize(("yi", "vi", "prior", "about"), CASES)
def test_the_density_of_tau_adds_up_to_its_probabilities(yi, vi, prior, about):
    """Quantiles of tau cut its density into the parts that they name."""
    after = bayes(yi, vi, tau_prior=prior, mu_prior=about)
    edges = [0.0, *after.quantile([0.1, 0.5, 0.9], "tau")]
    at, share = leggauss(60)
    for (low, high), part in zip(pairwise(edges), (0.1, 0.4, 0.4), strict=True):
        half = (high - low) / 2
        held = half * share @ after.density(low + half * (1 + at), "tau")
        assert held == pytest.approx(part, rel=1e-9)
    assert float(after.density(-0.1, "tau")) == 0.0
    assert list(after.probability_below([-0.1, 0.0, np.inf], "tau")) == [0, 0, 1]
    assert list(after.probability_below([-np.inf, np.inf])) == [0, 1]


@pytest.mark.parametrize("of", ["mu", "new"])
def test_densities_are_slopes_of_probabilities(of):
    """The density is the derivative of the probability below."""
    after = bayes(YI, VI, tau_prior=HALF_NORMAL)
    x, h = np.array([-2.0, -0.8, 0.3]), 1e-5
    rise = after.probability_below(x + h, of) - after.probability_below(x - h, of)
    assert after.density(x, of) == pytest.approx(rise / (2 * h), rel=1e-8)


def test_without_room_for_heterogeneity_it_is_equal_effects():
    """As the prior of tau shrinks to 0, the posterior becomes the EE model."""
    after = bayes(YI, VI, tau_prior=("half-normal", 1e-9), interval="equal-tailed")
    plain = pool(YI, VI, method="EE", test="z")
    ours = (after.mu.mean, after.mu.sd, after.mu.lb, after.mu.ub, after.new.ub)
    theirs = (plain.estimate, plain.se, plain.ci_lb, plain.ci_ub, plain.ci_ub)
    assert ours == pytest.approx(theirs, rel=1e-9)
    assert after.study_median == pytest.approx(plain.estimate)


def test_one_study_leaves_the_prior_of_tau_as_it_was():
    """With one study and a flat mu, tau is the prior and mu is y, twice as unsure."""
    after = bayes([-1.0], [0.3], tau_prior=HALF_NORMAL)
    assert after.tau.mean == pytest.approx(halfnorm.mean(scale=0.5))
    assert after.tau.sd == pytest.approx(halfnorm.std(scale=0.5))
    assert after.tau.ub == pytest.approx(halfnorm.ppf(0.95, scale=0.5))
    assert after.mu.mean == pytest.approx(-1.0)
    assert after.mu.sd == pytest.approx(np.sqrt(0.3 + 0.25))
    assert after.new.sd == pytest.approx(np.sqrt(0.3 + 2 * 0.25))
    assert (after.study_mean[0], after.study_sd[0]) == pytest.approx((-1, np.sqrt(0.3)))
    assert "comes from the prior alone" in after.notes[0]


def test_infinite_moments_are_missing():
    """One study and a half-Cauchy: no mean of tau or mu exists, but their medians do."""
    after = bayes([-1.0], [0.3], tau_prior=("half-t", 0.5, 1))
    assert after.mu.mean is after.mu.sd is after.tau.mean is after.new.sd is None
    assert after.tau.median == pytest.approx(halfcauchy.ppf(0.5, scale=0.5))
    assert after.mu.median == pytest.approx(-1.0)
    assert "heavy" in after.notes[-1]
    assert np.isnan(after.frame()["mean"].iloc[1])
    informed = bayes(
        [-1.0], [0.3], tau_prior=("half-t", 0.5, 1), mu_prior=("normal", 0, 2)
    )
    assert informed.mu.sd < 2.0
    assert informed.tau.sd is None


studies = st.lists(
    st.tuples(st.floats(-5, 5), st.floats(0.05, 4)), min_size=1, max_size=4
)


@settings(max_examples=20, deadline=None)
@given(studies, st.floats(-6, 6), st.floats(-100, 100), st.randoms())
def test_order_scale_and_origin_do_not_matter(pairs, power, shift, random):
    """Shuffled, in other units and counted from elsewhere: the same answer there."""
    yi, vi = np.array(pairs).T
    rows = list(range(len(yi)))
    random.shuffle(rows)
    unit = 10.0**power
    here = bayes(yi, vi, tau_prior=("half-normal", 0.7), mu_prior=("normal", 1, 3))
    there = bayes(
        (yi[rows] + shift) * unit,
        vi[rows] * unit**2,
        tau_prior=("half-normal", 0.7 * unit),
        mu_prior=("normal", (1 + shift) * unit, 3 * unit),
    )
    for name in ("mean", "median", "lb", "ub"):
        expected = (getattr(here.mu, name) + shift) * unit
        value = getattr(there.mu, name)
        assert value == pytest.approx(expected, rel=1e-9, abs=1e-9 * unit)
        of_tau = getattr(here.tau, name) * unit
        assert getattr(there.tau, name) == pytest.approx(
            of_tau, rel=1e-8, abs=1e-9 * unit
        )
    moved = (here.study_median[rows] + shift) * unit
    assert there.study_median == pytest.approx(moved, rel=1e-9, abs=1e-9 * unit)


@settings(max_examples=20, deadline=None)
@given(studies, st.floats(0.5, 0.99))
def test_the_shortest_interval_is_the_shortest(pairs, level):
    """It holds its probability, and no interval with another lower tail is shorter."""
    after = bayes(*np.array(pairs).T, tau_prior=("half-t", 0.7, 3), level=level)
    for of, marginal in (("mu", after.mu), ("tau", after.tau), ("new", after.new)):
        low, high = after.probability_below([marginal.lb, marginal.ub], of)
        assert high - low == pytest.approx(level, abs=1e-12)
        tails = (1 - level) * np.array([0.01, 0.2, 0.4, 0.5, 0.7, 0.95])
        others = after.quantile(tails + level, of) - after.quantile(tails, of)
        width = marginal.ub - marginal.lb
        assert width <= others.min() * (1 + 1e-9)
    assert after.tau.lb >= 0


def test_two_hills_have_their_shortest_interval():
    """A study that is pulled between itself and the others has two hills; both count."""
    after = bayes(
        [0.0] * 4 + [6.0], [0.01] * 4 + [1.0], tau_prior=("half-t", 0.05, 1), level=0.6
    )
    low, high = after.study_lb[-1], after.study_ub[-1]
    central = bayes(
        [0.0] * 4 + [6.0],
        [0.01] * 4 + [1.0],
        tau_prior=("half-t", 0.05, 1),
        level=0.6,
        interval="equal-tailed",
    )
    assert high - low <= central.study_ub[-1] - central.study_lb[-1]


def test_more_room_for_heterogeneity_makes_everything_less_sure():
    """A wider prior of tau gives a wider interval of the mean and of a new study."""
    widths = []
    for scale in (0.1, 0.5, 1.0, 5.0):
        after = bayes(YI[:2], VI[:2], tau_prior=("half-normal", scale))
        widths.append((after.mu.ub - after.mu.lb, after.new.ub - after.new.lb))
    assert (np.diff(widths, axis=0) > 0).all()


def test_extreme_scales_still_have_an_answer():
    """Variances 60 powers of ten apart, priors far from the data: exact limits."""
    apart = bayes([0.0, 1.0], [1e-30, 1e30], tau_prior=("half-normal", 1.0))
    assert apart.mu.median == pytest.approx(0.0, abs=1e-9)
    torn = bayes([0.0, 1e4], [1.0, 1.0], tau_prior=("half-normal", 0.1))
    # The prior gives way only as far as tau^4 = (sum of squares) scale^2.
    assert torn.tau.mean == pytest.approx((0.5e8 * 0.01) ** 0.25, rel=1e-3)
    many = bayes(np.tile(YI, 25), np.tile(VI, 25), tau_prior=HALF_NORMAL)
    frequentist = pool(np.tile(YI, 25), np.tile(VI, 25), test="z")
    assert many.tau.mean == pytest.approx(frequentist.tau, rel=0.02)


REFUSED = [
    ((YI, VI), {"tau_prior": "half-normal"}, "is no prior"),
    ((YI, VI), {"tau_prior": ("half-normal",)}, "is no prior"),
    ((YI, VI), {"tau_prior": ("half-normal", -1)}, "must be above 0"),
    ((YI, VI), {"tau_prior": ("half-t", 1, 2.5)}, "whole number"),
    ((YI, VI), {"tau_prior": ("half-normal", "wide")}, "must be a number"),
    ((YI, VI), {"mu_prior": ("normal", 0)}, "is no prior"),
    ((YI, VI), {"mu_prior": ("normal", 0, 0)}, "must be above 0"),
    ((YI, VI), {"mu_prior": ("normal", 0, 1e-30)}, "too far from the effects"),
    ((YI, VI), {"tau_prior": ("half-normal", 1e-300)}, "too far from the effects"),
    (([0, 1e12], [1, 1]), {"tau_prior": ("half-normal", 0.1)}, "too narrow"),
    ((YI, VI), {"interval": "hpd"}, "not on offer"),
    ((YI, VI), {"level": 95}, "between 0 and 1"),
    ((YI, VI), {"threshold": "MCID"}, "must be a number"),
    ((YI,), {}, "with their variances"),
    (([], []), {}, "no studies"),
    (([1.0, 2.0], [0.1, 0.0]), {}, "row 2"),
    (
        (effect_sizes("GEN", yi=[1, 2], vi=[1, 1], alike={"when": ["on", "off"]}),),
        {},
        "when",
    ),
]


@pytest.mark.parametrize(("data", "options", "why"), REFUSED)
def test_what_cannot_be_pooled_is_refused(data, options, why):
    """One error names what is wrong; no numpy warning escapes."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(PoolingError, match=why):
            bayes(*data, **({"tau_prior": HALF_NORMAL} | options))


def test_there_is_no_default_prior():
    """A prior of tau must be given: none is usual for every scale."""
    with pytest.raises(TypeError, match="tau_prior"):
        bayes(YI, VI)


def test_questions_that_have_no_answer_are_refused():
    """Unknown names, levels and probabilities beyond 0 and 1 are refused."""
    after = bayes(YI, VI, tau_prior=HALF_NORMAL)
    for ask in (
        lambda: after.density(0.0, "sigma"),
        lambda: after.quantile(1.0),
        lambda: after.credible(2.0),
        lambda: after.probability_below(np.nan),
    ):
        with pytest.raises(PoolingError):
            ask()


def test_every_choice_is_in_the_settings_and_the_text():
    """Priors, interval and threshold are told, and few studies are warned of."""
    effects = effect_sizes("OR", ai=[4, 0], n1i=[20, 30], ci=[9, 4], n2i=[21, 29])
    after = bayes(effects, tau_prior=("half-t", 0.5, 3), threshold=np.log(0.8))
    assert after.settings["tau_prior"] == "half-t with 3 df, scale 0.5"
    assert after.settings["mu_prior"] == "flat"
    assert after.settings["threshold"] == np.log(0.8)
    assert any("With 2 studies the prior of tau" in note for note in after.notes)
    text = after.summary()
    for part in ("half-t with 3 df", "New study", "On the scale that people read"):
        assert part in text
    frame = after.frame()
    assert list(frame["row"]) == ["study"] * 2 + [
        "pooled",
        "prediction",
        "heterogeneity",
    ]
    assert frame["median"].iloc[2] == after.mu.median
    again = bayes(effects, tau_prior=("half-t", 0.5, 3), threshold=np.log(0.8))
    assert after == again
    assert after != bayes(effects, tau_prior=("half-t", 0.6, 3))

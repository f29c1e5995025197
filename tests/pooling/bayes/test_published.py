"""Posteriors that articles print."""

import numpy as np
import pytest

from ketaevidence.effects import effect_sizes
from ketaevidence.pooling.bayes import bayes

#: Acute rejection after liver transplantation in children with and without interleukin-2
#: receptor antibodies (Roever 2020, doi 10.18637/jss.v093.i06, table 3, page 20).
REJECTION = {
    "ai": [14, 16, 3, 9, 4, 0],
    "n1i": [61, 28, 18, 54, 36, 50],
    "ci": [15, 19, 8, 29, 11, 3],
    "n2i": [20, 28, 12, 54, 36, 34],
    "slab": ["Heffron", "Gibelli", "Schuller", "Ganschow", "Spada", "Gras"],
}

#: Coaching in eight schools: effect and standard error (Rubin 1981,
#: doi 10.3102/10769986006004377, table 1).
SCHOOLS = [28.39, 7.94, -2.75, 6.82, -0.64, 0.63, 18.01, 12.16]
SCHOOLS_SE = [14.9, 10.2, 16.3, 11.0, 9.4, 11.4, 10.4, 17.6]

#: bayesmeta replaces the integral over tau by a sum over a few values of it, which
#: keeps mixtures of normals to about 0.001; what it says of tau is exact.
MIXTURE = 1.2e-3


def _rejection(rows=slice(None)):
    effects = effect_sizes("OR", **REJECTION)
    return bayes(
        effects.take(np.arange(6)[rows]),
        tau_prior=("half-normal", 0.5),
        mu_prior=("normal", 0.0, 4.0),
    )


def test_tau_of_roever_2020_is_reproduced():
    """Median, mean, sd, intervals and tail of tau as printed on pages 22 to 27."""
    after = _rejection()
    numbers = (
        after.tau.median,
        after.tau.mean,
        after.tau.sd,
        after.tau.lb,
        after.tau.ub,
    )
    shown = [f"{x:.7f}" for x in numbers]
    assert shown == ["0.3445023", "0.3810562", "0.2593672", "0.0000000", "0.8607193"]
    assert f"{1 - float(after.probability_below(1.0, 'tau')):.8f}" == "0.02097488"
    assert f"{float(after.quantile(0.99, 'tau')):.5f}" == "1.10919"
    central = after.credible(0.99, "equal-tailed", "tau")
    assert [f"{x:.6f}" for x in central] == ["0.003548", "1.205401"]


def test_effects_of_roever_2020_are_reproduced():
    """Mean effect, new study and two shrunken studies as printed on pages 22 to 28."""
    after = _rejection()
    printed = [
        (after.mu, (-1.5734819, -1.5764365, 0.3295301, -2.2311251, -0.9263075)),
        (after.new, (-1.5701653, -1.5764365, 0.5671855, -2.7661319, -0.4072970)),
    ]
    for ours, (median, mean, sd, lb, ub) in printed:
        assert (ours.median, ours.mean, ours.sd, ours.lb, ours.ub) == pytest.approx(
            (median, mean, sd, lb, ub), abs=2 * MIXTURE
        )
    names = ("study_median", "study_mean", "study_sd", "study_lb", "study_ub")
    heffron = (-1.7411356, -1.7778965, 0.4229425, -2.6561049, -0.9920023)
    gibelli = (-1.2821722, -1.2339736, 0.4488759, -2.0455088, -0.3089461)
    for row, printed in enumerate((heffron, gibelli)):
        ours = [getattr(after, name)[row] for name in names]
        assert ours == pytest.approx(printed, abs=MIXTURE)
    assert f"{after.mu.median:.2f} [{after.mu.lb:.2f}, {after.mu.ub:.2f}]" == (
        "-1.57 [-2.23, -0.93]"
    )


def test_two_trials_of_roever_2020_are_reproduced():
    """The two randomised trials alone, as printed on page 33 (figure 6)."""
    after = _rejection([0, 4])
    shown = [f"{x:.2f}" for x in (after.mu.median, after.mu.lb, after.mu.ub)]
    assert shown == ["-1.78", "-2.86", "-0.69"]
    shown = [f"{x:.2f}" for x in (after.new.median, after.new.lb, after.new.ub)]
    assert shown == ["-1.78", "-3.25", "-0.28"]
    assert float(after.probability_below(0.0)) == pytest.approx(0.9974968, abs=1e-4)


def test_eight_schools_are_reproduced():
    """The vignette of bayesmeta: half-Cauchy 25 for tau, normal(0, 50) for mu."""
    after = bayes(
        SCHOOLS,
        np.square(SCHOOLS_SE),
        tau_prior=("half-t", 25.0, 1),
        mu_prior=("normal", 0.0, 50.0),
    )
    tau = (after.tau.median, after.tau.mean, after.tau.sd, after.tau.ub)
    assert [f"{x:.5f}" for x in tau] == ["4.75854", "5.88451", "4.86990", "15.16589"]
    mu = (after.mu.median, after.mu.mean, after.mu.sd, after.mu.lb, after.mu.ub)
    printed = (7.962961, 7.985729, 4.995762, -1.823353, 17.824562)
    assert mu == pytest.approx(printed, abs=MIXTURE * 5)

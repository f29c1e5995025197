"""Harbord's and Peters' tests."""

import numpy as np
import pytest
from scipy.special import stdtr
from tests.pooling.published.builders import BCG
from tests.pooling.small_studies.builders import bcg

import ketaevidence as ke
from ketaevidence.errors import PoolingError
from ketaevidence.pooling.small_studies import (
    harbord_test,
    peters_test,
    regression_test,
)


def regressed(y, x, w):
    """Fit y on a line over x with weights w, by the textbook; give slope, SE, t, p."""
    x = np.column_stack((np.ones(len(x)), x))
    inverse = np.linalg.inv(x.T @ (x * w[:, None]))
    b = inverse @ (x.T @ (w * y))
    df = len(y) - 2
    se = np.sqrt(w @ (y - x @ b) ** 2 / df * inverse[1, 1])
    return b[1], se, b[1] / se, 2 * stdtr(df, -abs(b[1] / se)), b[0]


def test_harbord_regresses_the_score_on_its_standard_error():
    """The slope is the intercept of Z/sqrt(V) over sqrt(V), computed as printed."""
    a, b, c, d = BCG.T
    n1, n0, n = a + b, c + d, a + b + c + d
    z = a - (a + c) * n1 / n
    v = n1 * n0 * (a + c) * (b + d) / (n**2 * (n - 1))
    x = np.column_stack((np.ones(13), np.sqrt(v)))
    bias, rss, *_ = np.linalg.lstsq(x, z / np.sqrt(v), rcond=None)
    se = np.sqrt(rss[0] / 11 * np.linalg.inv(x.T @ x)[0, 0])
    found = harbord_test(bcg("OR"))
    assert (found.slope, found.slope_se, found.stat) == pytest.approx(
        (bias[0], se, bias[0] / se)
    )
    assert found.limit == pytest.approx(bias[1])
    assert found.df == 11


def test_harbord_is_eggers_test_of_petos_odds_ratios():
    """Peto's log odds ratio is Z / V with variance 1 / V."""
    peto = regression_test(bcg("PETO"))
    found = harbord_test(bcg("PETO"))
    assert (found.slope, found.slope_se, found.pval, found.limit) == pytest.approx(
        (peto.slope, peto.slope_se, peto.pval, peto.limit), rel=1e-10)  # fmt: skip


def test_peters_regresses_the_odds_ratio_on_one_over_n():
    """Weights are the inverse of 1/events + 1/non-events, as printed."""
    a, b, c, d = BCG.T
    weights = 1 / (1 / (a + c) + 1 / (b + d))
    y = np.log(a * d / (b * c))
    wanted = regressed(y, 1 / (a + b + c + d), weights)
    found = peters_test(ke.pool(bcg("OR"), method="DL", test="z", level=0.9))
    ours = (found.slope, found.slope_se, found.stat, found.pval, found.limit)
    assert ours == pytest.approx(wanted)
    assert found.level == 0.9


COUNTS = {"ai": [0, 3, 5, 0, 9, 4, 20, 7, 2, 11, 6], "n1i": [8, 12, 30, 9, 40, 25, 90, 31, 10, 52, 28],
          "ci": [2, 4, 9, 0, 8, 9, 24, 6, 5, 10, 9], "n2i": [9, 12, 31, 10, 41, 24, 88, 30, 11, 50, 30]}  # fmt: skip


def test_zero_cells_need_nothing_added_for_harbord():
    """A count of zero enters as it is; nobody in both groups says nothing."""
    kept = np.delete(np.array(list(COUNTS.values()), float), 3, axis=1)
    a, n1, c, n2 = kept
    n, events = n1 + n2, a + c
    v = n1 * n2 * events * (n - events) / (n**2 * (n - 1))
    wanted = regressed((a - events * n1 / n) / v, v**-0.5, v)
    found = harbord_test(ke.effect_sizes("OR", **COUNTS))
    assert (found.k, found.slope) == (10, pytest.approx(wanted[0]))
    assert found.stat == pytest.approx(wanted[2])


def test_studies_without_information_are_left_out_and_named():
    """Kept on demand by effect_sizes, they still say nothing here."""
    es = ke.effect_sizes("OR", **COUNTS, drop00=False)
    for test in (harbord_test, peters_test):
        found = test(es)
        assert found.k == 10
        assert any("Study 4" in note and "Left out" in note for note in found.notes)


def test_cells_and_totals_give_the_same():
    """Counts may come as events and totals, or as four cells."""
    a, b, c, d = BCG.T
    totals = ke.effect_sizes("OR", ai=a, n1i=a + b, ci=c, n2i=c + d)
    for test in (harbord_test, peters_test):
        assert test(totals).stat == test(bcg("OR")).stat


@pytest.mark.parametrize("test", [harbord_test, peters_test])
def test_other_measures_and_missing_counts_are_refused(test):
    """Both tests are made for odds ratios from counts."""
    with pytest.raises(PoolingError, match="these effects are RR"):
        test(bcg("RR"))
    with pytest.raises(PoolingError, match="came without counts"):
        test(ke.effect_sizes("OR", yi=[0.1] * 10, vi=[0.2] * 10))
    with pytest.raises(PoolingError, match="needs an Effects"):
        test([0.1, 0.2])


@pytest.mark.parametrize("test", [harbord_test, peters_test])
def test_few_and_equal_studies_are_refused(test):
    """Below ten studies, and without differences in size, there is no test."""
    es = ke.effect_sizes(
        "OR", ai=[3, 4, 5], n1i=[9, 20, 30], ci=[4, 5, 6], n2i=[9, 20, 30]
    )
    with pytest.raises(PoolingError, match="not made for 3 studies"):
        test(es)
    assert test(es, few_studies="allow").k == 3
    same = ke.effect_sizes("OR", ai=[3, 4, 5], n1i=[9] * 3, ci=[5, 4, 3], n2i=[9] * 3)
    with pytest.raises(PoolingError, match="every study has the same"):
        test(same, few_studies="allow")


def test_the_summary_names_the_test_and_the_limit():
    """A terminal shows which test was made and what its limit stands for."""
    assert "Harbord's test" in str(harbord_test(bcg("OR")))
    assert "an infinitely large study" in str(peters_test(bcg("OR")))

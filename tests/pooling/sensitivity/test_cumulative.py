"""The pool as it grew."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from tests.pooling.builders import quiet
from tests.pooling.sensitivity.builders import SLAB, VI, YI, again, pooled

from ketaevidence.effects import effect_sizes
from ketaevidence.errors import PoolingError
from ketaevidence.pooling.batch import METHODS
from ketaevidence.pooling.sensitivity import cumulative


@pytest.mark.parametrize("method", METHODS)
def test_every_row_is_the_pool_of_the_first_studies(method):
    """Each row is what pool() says of the studies that have come in."""
    found = cumulative(pooled(method=method, test="t"), order="given")
    for last in range(1, 6):
        alone = again(range(last + 1), method=method, test="t")
        for name in (
            "estimate",
            "se",
            "pval",
            "ci_lb",
            "tau2",
            "I2",
            "H2",
            "QE",
            "QEp",
        ):
            mine, theirs = getattr(found, name)[last], getattr(alone, name)
            assert mine == pytest.approx(theirs, rel=1e-10, abs=1e-12), name
    assert found.k.tolist() == [1, 2, 3, 4, 5, 6]


def test_the_first_row_is_the_study_itself():
    """One study: its own effect and normal interval, and no heterogeneity."""
    found = cumulative(pooled(), order="given")
    half = 1.959963984540054 * np.sqrt(VI[0])
    assert (found.estimate[0], found.ci_ub[0]) == (YI[0], pytest.approx(YI[0] + half))
    assert np.isnan([found.tau2[0], found.I2[0], found.QE[0], found.QEp[0]]).all()
    assert "first row is one study" in found.notes[0]
    assert len(cumulative(pooled(1), order="given").k) == 1


@pytest.mark.parametrize(
    ("order", "slab"),
    [
        ("precision", ["Elm", "Oak", "Birch", "Cedar", "Ash", "Fir"]),
        ("yi", ["Fir", "Ash", "Elm", "Oak", "Birch", "Cedar"]),
        ([2001, 1999, 2010, 2005, 2003, 1990], ["Oak", "Birch", "Ash", "Fir", "Elm", "Cedar"]),
        ([date(2020, 1, day) for day in (6, 5, 4, 3, 2, 1)], list(reversed(SLAB))),
        (pd.Series(pd.to_datetime(["2020-02-01"] * 3 + ["2019-01-01"] * 3)), ["Elm", "Fir", "Oak", "Ash", "Birch", "Cedar"]),
        (np.array(["c", "b", "a", "f", "e", "d"]), ["Cedar", "Birch", "Ash", "Oak", "Fir", "Elm"]),
    ],
)  # fmt: skip
def test_studies_enter_in_any_order(order, slab):
    """By precision, a column, years, dates or names, small values first."""
    found = cumulative(pooled(), order=order)
    assert list(found.slab) == slab
    assert found.estimate[-1] == pytest.approx(pooled().estimate, rel=1e-12)


def test_a_column_of_the_effects_gives_the_order():
    """Participants, and what was given per study, by name."""
    es = effect_sizes("PLO", xi=[3, 8, 5], ni=[30, 20, 10], slab=["A", "B", "C"])
    whole = quiet(es, None)
    assert cumulative(whole, order="ni").slab == ("C", "B", "A")
    assert cumulative(whole, order="xi").slab == ("A", "C", "B")
    assert cumulative(whole, order="ni", descending=True).slab == ("A", "B", "C")
    assert cumulative(whole, order="given", descending=True).slab == ("C", "B", "A")


def test_the_order_is_in_the_settings_and_the_text():
    """The reader sees in which order, and that ties kept theirs."""
    found = cumulative(pooled(), order=[1, 1, 2, 2, 3, 3], descending=True)
    assert found.slab == ("Fir", "Oak", "Cedar", "Elm", "Ash", "Birch")
    assert found.settings["order"] == "by the values given, reversed"
    assert found.settings["descending"] is True
    assert "Studies with equal values enter in the order given." in found.notes
    assert "Order: by the values given, reversed" in str(found)
    assert found.frame()["k"].tolist() == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize(
    ("order", "told"),
    [
        ("year", "order='year' is no column of these effects; choose one of given, precision, yi, vi"),
        ([1, 2, 3], r"has the shape \(3,\), but there are 6 studies"),
        ([1, 2, None, 4, 5, np.nan], "missing for Cedar, Oak"),
        (pd.Series(pd.to_datetime(["2020-01-01"] * 5 + [None])), "missing for Oak"),
        ([1, 2, "c", 4, 5, 6], "do not compare"),
    ],
)  # fmt: skip
def test_an_order_that_cannot_be_followed_is_refused(order, told):
    """Unknown columns, wrong lengths, gaps and what does not compare."""
    if isinstance(order, list) and "c" in order:
        order = np.array(order, dtype=object)
    with pytest.raises(PoolingError, match=told):
        cumulative(pooled(), order=order)

"""How moderators come in."""

import numpy as np
import pandas as pd
import pytest

from ketaevidence.errors import PoolingError
from ketaevidence.pooling.regression.columns import make_design

SLAB = tuple("ABCDEF")
DOSE = [1, 2, 3, 4, 5, 7]
ROUTE = ["iv", "im", "iv", "sc", "im", "iv"]


def test_numbers_stay_numbers_and_categories_become_columns():
    """A category gets a column of 0 and 1 but for the reference, the first by name."""
    design = make_design({"dose": DOSE, "route": ROUTE}, SLAB)
    assert design.names == ("intercept", "dose", "route[iv]", "route[sc]")
    assert list(design.matrix[:, 1]) == DOSE
    assert list(design.matrix[:, 2]) == [1, 0, 1, 0, 0, 1]
    assert list(design.matrix[:, 3]) == [0, 0, 0, 1, 0, 0]


def test_the_reference_can_be_named():
    """reference= names the category that the others are compared with."""
    design = make_design({"route": ROUTE}, SLAB, reference={"route": "iv"})
    assert design.names == ("intercept", "route[im]", "route[sc]")


def test_a_categorical_brings_its_own_order():
    """A pandas Categorical orders its categories; unused ones are left out."""
    column = pd.Categorical(ROUTE, categories=["sc", "oral", "iv", "im"])
    design = make_design(pd.DataFrame({"route": column}), SLAB)
    assert design.names == ("intercept", "route[iv]", "route[im]")


def test_truth_values_are_categories():
    """True is compared with False."""
    design = make_design({"blind": [True, False, True, True, False, False]}, SLAB)
    assert design.names == ("intercept", "blind[True]")


@pytest.mark.parametrize(
    ("mods", "names"),
    [
        (pd.DataFrame({"dose": DOSE}), ("intercept", "dose")),
        (pd.Series(DOSE, name="dose"), ("intercept", "dose")),
        (np.array(DOSE, dtype=float), ("intercept", "x")),
        (DOSE, ("intercept", "x")),
        (np.column_stack([DOSE, DOSE[::-2] * 2]), ("intercept", "x1", "x2")),
        (
            np.array([(d,) for d in DOSE], dtype=[("dose", float)]),
            ("intercept", "dose"),
        ),
    ],
)
def test_every_kind_of_table_is_read(mods, names):
    """Frames, series, arrays, lists and dicts all give the same columns."""
    assert make_design(mods, SLAB).names == names


def test_without_an_intercept_every_category_has_a_column():
    """The first categorical moderator then gives one column for each category."""
    mods = {"route": ROUTE, "blind": ["no", "yes", "no", "no", "no", "yes"]}
    design = make_design(mods, SLAB, intercept=False)
    assert design.names == ("route[im]", "route[iv]", "route[sc]", "blind[yes]")
    assert not design.has_intercept


def test_centring_costs_no_digit():
    """Raw years are shifted by a year that occurs and scaled by a power of two."""
    design = make_design({"year": [1990, 1995, 2003, 2010, 2011, 2020]}, SLAB)
    shift, scale = design.centre[1], design.scale[1]
    assert shift == 2003
    assert np.log2(scale) == int(np.log2(scale))
    inner = design.inner(design.matrix)
    assert list(inner[:, 1] * scale + shift) == [1990, 1995, 2003, 2010, 2011, 2020]


@pytest.mark.parametrize(
    ("mods", "message"),
    [
        ({"dose": [1, 2, None, 4, 5, 6]}, r"'dose' is missing .*study 'C' \(row 3\)"),
        ({"dose": [1, 2, np.nan, 4, 5, 6]}, r"study 'C' \(row 3\)"),
        ({"route": ["iv", "im", " ", "iv", "im", "iv"]}, r"'route' is missing"),
        ({"dose": [1, 2, np.inf, 4, 5, 6]}, r"finite number .*study 'C' .* has inf"),
        ({"dose": ["1", "2", "3", "4", "5", "6"]}, "numbers not as text"),
        ({"dose": [1, "high", 3, 4, 5, 6]}, r"either numbers or names .*study 'A'"),
        ({"dose": [1, 2, 3]}, "'dose' has 3 values for 6 studies"),
        ({"dose": 3}, "'dose' must hold one value per study"),
        ({"dose": [3] * 6}, "'dose' is 3 in every study"),
        ({"year": [0.1 + 0.2, *[0.3] * 5]}, "in every study"),
        ({"route": ["iv"] * 6}, "one category 'iv' in all studies"),
        ({"a": DOSE, "b": [2 * d + 1 for d in DOSE]}, "'b' follows from 'a'"),
        (
            {"a": DOSE, "b": [3, 1, 4, 1, 5, 9], "c": [4, 3, 7, 5, 10, 16]},
            "'c' follows from 'a', 'b'; leave one of them out",
        ),
        (
            {"route": ROUTE, "twin": [r.upper() for r in ROUTE]},
            r"'twin\[IV\]' follows from 'route\[iv\]'",
        ),
        ({f"x{j}": np.eye(6)[j] for j in range(5)}, "6 studies cannot carry 6"),
        ({}, "no column"),
        ("dose", "must hold the moderators"),
        (7, "must hold the moderators"),
        (np.zeros((6, 1, 1)), "3 dimensions"),
        (pd.DataFrame([[1, 2]] * 6, columns=["a", "a"]), "names a column twice"),
        ({"intercept": DOSE}, "same name: 'intercept'"),
    ],
)
def test_bad_moderators_are_refused_by_name(mods, message):
    """What cannot be used is one error that names the column, the study and the cure."""
    with pytest.raises(PoolingError, match=message):
        make_design(mods, SLAB)


@pytest.mark.parametrize(
    ("reference", "message"),
    [({"route": "oral"}, "choose among"), ({"dose": "1"}, "no categorical moderator")],
)
def test_a_reference_that_does_not_exist_is_refused(reference, message):
    """reference= must name a category of a categorical moderator."""
    with pytest.raises(PoolingError, match=message):
        make_design({"route": ROUTE, "dose": DOSE}, SLAB, reference=reference)


def test_values_to_predict_for_are_checked():
    """Every moderator is needed, no other is known, and categories must have occurred."""
    design = make_design({"dose": DOSE, "route": ROUTE}, SLAB)
    rows = design.rows({"route": ["sc", "im"], "dose": 2})
    assert rows.tolist() == [[1, 2, 0, 1], [1, 2, 0, 0]]
    for new, message in (
        ({"dose": [1]}, r"missing: \['route'\]"),
        ({"dose": [1], "route": ["iv"], "age": [3]}, r"not in the model: \['age'\]"),
        ({"dose": [1], "route": ["oral"]}, r"no study had \['oral'\]"),
        ({"dose": [None], "route": ["iv"]}, "'dose' is missing"),
        ({"dose": [1, 2], "route": ["iv"]}, "'route' has 1 values for 2"),
    ):
        with pytest.raises(PoolingError, match=message):
            design.rows(new)

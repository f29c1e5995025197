"""How numbers come in."""

import numpy as np
import pandas as pd
import pytest

from ketaevidence.effects import effect_sizes
from ketaevidence.errors import EffectError

TABLE = {"study": ["A", "B"], "events": [3, 4], "n": [10, 12]}


@pytest.mark.parametrize("make", [dict, pd.DataFrame])
def test_columns_of_a_table_equal_the_numbers(make):
    """A table and its column names give what the numbers themselves give."""
    es = effect_sizes("PR", make(TABLE), slab="study", xi="events", ni="n")
    direct = effect_sizes("PR", xi=[3, 4], ni=np.array([10, 12]), slab=["A", "B"])
    assert es == direct


def test_nullable_integers_are_read():
    """A pandas column of nullable integers works as long as nothing is missing."""
    frame = pd.DataFrame(TABLE).convert_dtypes()
    assert effect_sizes("PR", frame, xi="events", ni="n").k == 2


def test_an_unknown_column_lists_those_there_are():
    """The error names the column and what the table has."""
    with pytest.raises(EffectError, match=r"xi='event': no such column.*'events'"):
        effect_sizes("PR", pd.DataFrame(TABLE), xi="event", ni="n")


@pytest.mark.parametrize(
    "missing", [None, float("nan"), pd.NA, pd.NaT, "", np.float32("nan"), np.ma.masked]
)
def test_a_missing_cell_names_its_study(missing):
    """A missing value is an error with label and row; no row is dropped."""
    with pytest.raises(EffectError, match=r"study 'B' \(row 2\): xi is missing"):
        effect_sizes("PR", xi=[3, missing], ni=[10, 12], slab=["A", "B"])


@pytest.mark.parametrize("cell", ["12 (3)", "4", True, 1j, [1], object()])
def test_a_cell_that_is_no_number_is_refused(cell):
    """Text, truth values and objects are not read as numbers."""
    with pytest.raises(EffectError, match=r"row 2\): xi is .*not a number"):
        effect_sizes("PR", xi=[3, cell], ni=[10, 12])


def test_infinity_is_refused():
    """An infinite value is an error."""
    with pytest.raises(EffectError, match=r"row 1\): yi is infinite"):
        effect_sizes("GEN", yi=[np.inf], vi=[1.0])


def test_columns_of_different_length_are_refused():
    """Two lengths are one error that shows both."""
    with pytest.raises(EffectError, match="differ in length"):
        effect_sizes("PR", xi=[3, 4], ni=[10])
    with pytest.raises(EffectError, match="'slab': 3"):
        effect_sizes("PR", xi=[3, 4], ni=[10, 12], slab=["A", "B", "C"])


@pytest.mark.parametrize(
    "values", [3, {"a": 1}, {1, 2}, np.ones((2, 2)), b"12"], ids=repr
)
def test_values_must_be_one_column(values):
    """A single number, a mapping, a set or a matrix is not a column."""
    with pytest.raises(EffectError, match="xi must"):
        effect_sizes("PR", xi=values, ni=[10, 12])


def test_no_studies_is_an_error():
    """There is no effect size of nothing."""
    with pytest.raises(EffectError, match="there are no studies"):
        effect_sizes("PR", xi=[], ni=[])


def test_a_name_without_a_table_is_refused():
    """A column name needs data=."""
    with pytest.raises(EffectError, match=r"xi='events' names a column.*data="):
        effect_sizes("PR", xi="events", ni=[10])


@pytest.mark.parametrize("label", [None, float("nan"), ""])
def test_every_study_needs_a_label(label):
    """A missing label is an error with its row."""
    with pytest.raises(EffectError, match=r"no study label in rows \[2\]"):
        effect_sizes("PR", xi=[3, 4], ni=[10, 12], slab=["A", label])


def test_wrong_arguments_say_what_is_needed():
    """A measure that does not exist, or a column it does not use, is refused."""
    with pytest.raises(EffectError, match="unknown measure 'md'"):
        effect_sizes("md", yi=[1])
    with pytest.raises(EffectError, match="does not use m1; it needs m1i"):
        effect_sizes("MD", m1=[1])


def test_long_lists_of_problems_are_cut():
    """Twelve bad cells show ten and count the rest."""
    with pytest.raises(EffectError, match="and 2 more"):
        effect_sizes("GEN", yi=[None] * 12, vi=[1.0] * 12)

"""Several sources of one row: kept side by side, never mixed, chosen by a person."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.curation.sheet.builders import SOURCE, register

from ketaevidence.curation.model import Source
from ketaevidence.curation.same_values import same_values
from ketaevidence.curation.sources import (
    MEASURED,
    OtherSource,
    as_stated,
    disagreements,
    resolved,
)

TABLE = Source(None, "Table 1, page 7", "secondary")
BASE = register()


def counted(**values):
    """Give the register with its first result as a count of responders."""
    row = replace(
        BASE.results[0], outcome="responder", statistic="percent", value=None,
        spread=None, spread_type=None, n=20, **values,
    )  # fmt: skip
    return replace(BASE, results=(row, BASE.results[1]))


def other(key="r1", table="results", number=2, source=TABLE, **cells):
    """Give what an invented table states of a row."""
    told = tuple((name, str(text)) for name, text in cells.items())
    return OtherSource(table, key, number, told, source, "A", "2026-01-01", "read")


def found(of=BASE, *others):
    """Give the columns in which sources disagree, by row."""
    return {(d.key, d.columns) for d in disagreements(of, others)}


def test_two_sources_of_one_number_disagree():
    """Both stand in the disagreement, each with its place; the row is as it was."""
    (one,) = disagreements(BASE, [other(value="3.1")])
    assert (one.key, one.columns, one.is_open) == ("r1", ("value",), True)
    assert [stated.text("value") for stated in one.sources] == ["2.5", "3.1"]
    assert [stated.source for stated in one.sources] == [SOURCE, TABLE]


def test_a_percentage_and_a_count_are_compared():
    """Kiefer's 65% and 17 of 20 cannot both be; 13 of 20 is the same as 65%."""
    # T12
    of = counted(percent=65.0)
    assert found(of, other(events=17, total=20)) == {("r1", ("percent",))}
    assert found(of, other(events=13, total=20)) == set()
    of = counted(events=13, total=20, percent=65.0)
    assert found(of, other(events=17, total=20)) == {("r1", ("events", "percent"))}


def test_a_survival_estimate_is_not_a_count():
    """54% by Kaplan-Meier and 18 of 33 are told apart, whatever they round to."""
    # T03 T12
    of = counted(percent=54.5, estimator="kaplan_meier")
    told = found(of, other(events=18, total=33, estimator="count"))
    assert told == {("r1", ("estimator",))}


@pytest.mark.parametrize(
    ("column", "kind", "first", "second", "is_same"),
    [
        ("value", float, "2.7", "2.68", True),
        ("value", float, "2.7", "2.4", False),
        ("value", float, "3", "3.4", False),
        ("value", float, "3", "3.0", True),
        ("value", float, "-2.7", "2.7", False),
        ("events", int, "13", "14", False),
        ("ci_level", float, "0.9", "0.95", False),
        ("scale_high", float, "10", "100", False),
        ("time_days", float, "84", "90", True),
        ("time_days", float, "7", "84", False),
        ("percent", float, "65", "13/20", True),
        ("percent", float, "76", "25/33", True),
        ("percent", float, "54", "18/33", False),
        ("statistic", str, "percent", "count", True),
        ("statistic", str, "mean", "median", False),
        ("p_value", str, "P = 0.07", "0.07", True),
        ("p_value", str, "<0.001", "0.07", False),
        ("dose", str, "22 mg/h ", "22 MG/h", True),
        ("dose", str, "up to 20 mg/h", "up to 30 mg/h", False),
    ],
)
def test_rounding_is_no_disagreement(column, kind, first, second, is_same):
    """What may be the same number in another print is the same; people are whole."""
    assert same_values(column, kind, first, second) is is_same
    assert same_values(column, kind, second, first) is is_same


@pytest.mark.parametrize(
    "cells",
    [{"spread_type": "SE"}, {"phase": "off_drug"}, {"events": "3", "total": "10"}],
)
def test_a_silent_source_contradicts_nobody(cells):
    """What the row leaves open is no statement against which another could stand."""
    assert found(BASE, other(**cells)) == set()


def test_cells_of_a_study_are_chosen_one_by_one():
    """Dahan's top dose and the number of patients are two questions."""
    # T12
    base = replace(BASE, studies=(replace(BASE.studies[0], dose="up to 20 mg/h"),))
    stated = other("smith2020", "studies", dose="up to 30 mg/h", n_enrolled="19")
    told = disagreements(base, [stated])
    assert [d.columns for d in told] == [("dose",), ("n_enrolled",)]
    pooled = {d.columns[0]: d.touches_pools for d in told}
    assert pooled == {"dose": False, "n_enrolled": True}
    chosen = resolved(base, [stated], {("studies", "smith2020", "dose"): 2})
    assert chosen.studies[0].dose == "up to 30 mg/h"
    assert chosen.studies[0].n_enrolled == 20


def test_an_arms_number_can_be_stated_otherwise():
    """An arm has its study's source; another may count other people."""
    stated = other("smith2020/k", "arms", n="11")
    (one,) = disagreements(BASE, [stated])
    assert one.sources[0].source == BASE.studies[0].source
    assert resolved(BASE, [stated], {one.place: 2}).arms[0].n == 11


def test_a_chosen_source_brings_all_its_numbers_and_no_others():
    """No number of one source stands beside a number of another."""
    row = as_stated(BASE.results[0], other(value="3.1"))
    assert (row.value, row.spread, row.spread_type) == (3.1, None, None)
    assert (row.n, row.outcome_words) == (10, "pain")
    assert (row.source, row.status) == (TABLE, "stated")


numbers = st.dictionaries(
    st.sampled_from(["value", "value_high", "spread", "ci_low", "ci_high", "percent"]),
    st.integers(1, 9).map(str),
    min_size=1,
)


@given(numbers, numbers)
def test_sources_are_never_mixed(first, second):
    """Whatever two sources state, the row that counts has the numbers of one."""
    others = [other(number=2, **first), other(number=3, **second)]
    for number, stated in ((2, first), (3, second)):
        row = resolved(BASE, others, {("results", "r1", None): number}).results[0]
        for name in MEASURED:
            held = getattr(row, name)
            assert (None if held is None else f"{held:g}") == stated.get(name)


@given(numbers)
def test_without_a_choice_the_row_stands_as_it_was_entered(cells):
    """Another source changes nothing by being there, nor does choosing source 1."""
    stated = [other(**cells)]
    assert resolved(BASE, stated, {}) == BASE
    assert resolved(BASE, stated, {("results", "r1", None): 1}) == BASE


def test_two_other_sources_may_disagree_with_each_other():
    """The row agrees with each beside rounding; they do not with one another."""
    of = replace(BASE, results=(replace(BASE.results[0], value=3.2), BASE.results[1]))
    assert found(of, other(number=2, value="3.16")) == set()
    told = found(of, other(number=2, value="3.16"), other(number=3, value="3.24"))
    assert told == {("r1", ("value",))}

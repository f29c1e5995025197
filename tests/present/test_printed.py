"""Results as their sources print them."""

from __future__ import annotations

from tests.present import builders

from ketaevidence.present.printed import printed


def test_a_spread_of_unknown_kind_is_said_to_be_so():
    """A plus-minus sign without a word never becomes an SD."""
    assert printed(builders.result(0)) == (
        "mean 2.68 ± 0.50 (spread of a kind that the source does not state)"
    )


def test_a_count_is_a_count_with_its_percentage():
    """Events, total and percentage stand as printed."""
    assert printed(builders.harm(0)) == "3 of 10 (30%)"


def test_a_statement_is_never_turned_into_a_count():
    """No evidence of an event is a sentence, not zero of sixteen."""
    row = builders.harm(
        0, statistic="statement", events=None, total=16, percent=None,
        statement="no evidence of tachycardia",
    )  # fmt: skip
    assert printed(row) == "statement: no evidence of tachycardia"


def test_estimates_and_infusions_are_named_as_such():
    """A Kaplan-Meier per cent, and infusions counted instead of patients, say so."""
    row = builders.harm(
        0, events=None, total=None, percent=54.0, estimator="kaplan_meier",
        unit_of_analysis="infusion",
    )  # fmt: skip
    assert printed(row) == "54% (Kaplan-Meier estimate) (infusions, not patients)"

"""Answers of people to the checks, and conflicts of reviewers, where people look."""

from __future__ import annotations

from dataclasses import replace

from tests.present import builders
from tests.present.disagreeing import AT, asked, conflict, ruled
from tests.present.test_report_words import text_of

from ketaevidence.present.answers import decisions_on, past_questions
from ketaevidence.present.evidence_table import evidence_table
from ketaevidence.present.findings import finding_views, notes_by_result
from ketaevidence.present.report.reviewers import conflict_views

LATER = "2001-02-06T00:00:00Z"
CHECK = "after the check “Mean that no whole numbers give (GRIM)”"
REOPENED = f"Opened again by B. Reader {CHECK}: read again (2001-02-06)."
ACCEPTED = f"Accepted by A. Reader {CHECK}: an average of two ratings (2001-02-05)."


def _settled(**changes):
    return builders.curated(
        4, findings=(asked(ruled()),), rulings=(ruled(),), **changes
    )


def _reopened():
    opened = ruled("reopened", by="B. Reader", at=LATER, reason="read again")
    return builders.curated(
        4, findings=(asked(),), rulings=(opened,), past_rulings=(ruled(),), analyses=()
    )


def test_an_answer_is_told_with_who_why_and_when_wherever_the_number_is():
    """Beside the value, under the plot, in the answer and in the table of checks."""
    analysis = builders.change_analysis()
    text = text_of(_settled(analyses=(analysis,)))
    assert text.count(ACCEPTED) >= 4
    assert ACCEPTED in evidence_table(_settled()).loc[0, "checks"]


def test_a_question_opened_again_tells_every_answer_it_got():
    """The earlier answer and the reopening stand in order, and it is open."""
    snapshot = _reopened()
    (view,) = finding_views(snapshot, ["s0"])
    assert view.decided is None
    assert view.history == (ACCEPTED, REOPENED)
    assert REOPENED in notes_by_result(snapshot)["R0"][0]
    assert decisions_on(["R0"], snapshot) == ()
    text = text_of(snapshot)
    assert text.index(ACCEPTED) < text.rindex(REOPENED)


def test_an_answer_alone_is_not_told_twice():
    """The history is told only where there is more than what stands."""
    (view,) = finding_views(_settled(), ["s0"])
    assert (view.decided, view.history) == (ACCEPTED, ())


def test_an_answer_to_what_is_no_longer_asked_is_kept_in_sight():
    """After the value changed, the old question stands with its answers."""
    snapshot = builders.curated(4, rulings=(ruled(),), analyses=())
    (past,) = past_questions(snapshot)
    assert past.answers == (ACCEPTED,)
    assert "no longer asked (1)" in text_of(snapshot)
    # What was accepted then was another value: it says nothing of the one that stands.
    assert decisions_on(["R0"], snapshot) == ()


def test_a_correction_is_told_beside_the_corrected_value():
    """A corrected value never looks as if its source had printed it so."""
    corrected = ruled("corrected", reason="the methods section says so")
    snapshot = builders.curated(4, rulings=(corrected,))
    (said,) = decisions_on(["R0"], snapshot)
    assert said.startswith("Corrected by A. Reader")
    assert (
        "the methods section says so (2001-02-05)."
        in notes_by_result(snapshot)["R0"][0]
    )


def _in_conflict():
    snapshot = builders.fresh(3)
    return replace(snapshot, conflicts=(conflict(2),))


def test_reviewers_who_do_not_agree_are_shown_with_each_ones_words():
    """The report lists the record with both votes, and that it awaits a decision."""
    (view,) = conflict_views(_in_conflict())
    assert view.votes == (
        f"A. Reader: include, {AT[:10]}",
        f"B. Reader: exclude (No ketamine given), {AT[:10]}",
    )
    text = text_of(_in_conflict())
    assert "Reviewers who do not agree (1)" in text
    assert text.count("B. Reader: exclude (No ketamine given)") >= 3


def test_a_record_in_conflict_has_its_row_in_the_evidence_table():
    """Also where the rule would leave it out: its votes are in the table."""
    table = evidence_table(_in_conflict()).set_index("status")
    row = table.loc["reviewers do not agree, awaiting a decision"]
    assert "A. Reader: include; B. Reader: exclude" in row["not_pooled_because"]
    without = evidence_table(replace(_in_conflict(), conflicts=()))
    assert len(without) == len(table) - 1

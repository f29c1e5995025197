"""The PRISMA boxes follow from decisions and always add up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketaevidence.errors import ScreeningError
from ketaevidence.question.load import shipped_question
from ketaevidence.screening.decide import check_decision
from ketaevidence.screening.flow import count_flow
from ketaevidence.screening.model import Decision

KEYS = [f"pmid:{n}" for n in range(6)]
REASONS = {"animal": "animal study"}


def made(key, stage, verdict, reason=None):
    """Make a decision."""
    return Decision(
        key, stage, verdict, by="A", at="2026-01-01T00:00:00Z", reason=reason
    )


def first(key, verdict="include"):
    """Make a decision at the first stage."""
    return made(key, "title_abstract", verdict)


def count(decisions, sources=(("PubMed", 6),), studies=None):
    """Count the flow of six records."""
    return count_flow(
        sources, KEYS, decisions, reasons=REASONS, studies_of=studies or {}
    )


def test_without_decisions_everything_awaits():
    """A record without a decision is awaiting, never excluded."""
    flow = count([])
    assert (flow.awaiting_screening, flow.screened, flow.included_reports) == (6, 0, 0)
    assert flow.included_studies is None


def test_every_box_is_counted_from_the_newest_decisions():
    """Later decisions replace earlier ones; reasons are counted in their words."""
    decisions = [
        first(KEYS[0], "exclude"), first(KEYS[0]),
        first(KEYS[1]), first(KEYS[2]), first(KEYS[3]), first(KEYS[4], "exclude"),
        made(KEYS[0], "full_text", "include"),
        made(KEYS[1], "full_text", "exclude", "animal"),
        made(KEYS[2], "full_text", "not_retrieved"),
    ]  # fmt: skip
    flow = count(decisions, sources=(("PubMed", 5), ("Register", 3)))
    assert flow.unique == 6
    assert flow.duplicates_removed == 2
    assert (flow.screened, flow.awaiting_screening, flow.excluded_at_screening) == (
        5,
        1,
        1,
    )
    assert (flow.reports_sought, flow.reports_not_retrieved) == (4, 1)
    assert (flow.reports_assessed, flow.awaiting_full_text) == (2, 1)
    assert flow.excluded_at_full_text == (("animal study", 1),)
    assert flow.included_reports == 1


def test_two_reports_of_one_study_are_one_study():
    """Reports and studies are counted apart."""
    decisions = [first(k) for k in KEYS[:3]]
    decisions += [made(k, "full_text", "include") for k in KEYS[:3]]
    flow = count(decisions, studies={KEYS[0]: "a", KEYS[1]: "a"})
    assert (flow.included_reports, flow.included_studies) == (3, 1)


def test_a_decision_at_full_text_counts_only_after_inclusion():
    """A record that was excluded on its title is not counted further down."""
    decisions = [
        first(KEYS[0]),
        made(KEYS[0], "full_text", "include"),
        first(KEYS[0], "exclude"),
    ]
    flow = count(decisions)
    assert (flow.reports_sought, flow.included_reports) == (0, 0)


@given(
    st.lists(
        st.builds(
            made,
            st.sampled_from(KEYS),
            st.sampled_from(["title_abstract", "full_text"]),
            st.sampled_from(["include", "exclude"]),
            st.sampled_from([None, "animal"]),
        )
    )
)
def test_the_boxes_add_up_whatever_was_decided(decisions):
    """From the top to the bottom no record is lost or counted twice."""
    flow = count(decisions)
    assert flow.unique == flow.screened + flow.awaiting_screening
    assert flow.screened == flow.excluded_at_screening + flow.reports_sought
    assert flow.reports_sought == (
        flow.reports_not_retrieved + flow.reports_assessed + flow.awaiting_full_text
    )
    excluded = sum(n for _, n in flow.excluded_at_full_text)
    assert flow.reports_assessed == excluded + flow.included_reports


def test_the_table_of_boxes_keeps_their_order():
    """The frame has one row per box, from identification to inclusion."""
    table = count([]).frame()
    assert list(table.columns) == ["stage", "box", "n"]
    assert table["stage"].iloc[0] == "Identification"
    assert table["stage"].iloc[-1] == "Included"


@pytest.mark.parametrize(
    ("decision", "told"),
    [
        (made("a", "final", "include"), "stage 'final'"),
        (made("a", "full_text", "maybe"), "verdict 'maybe'"),
        (Decision("a", "title_abstract", "include", by=" ", at="x"), "nobody signs"),
        (
            Decision("a", "title_abstract", "include", by="A", at="yesterday"),
            "form 2026",
        ),
        (made("a", "title_abstract", "not_retrieved"), "full-text verdict"),
        (made("b", "full_text", "include"), "stage title_abstract; do that first"),
        (made("a", "full_text", "exclude", "because"), "none of this review's"),
        (made("a", "full_text", "exclude"), "none of this review's"),
    ],
)
def test_decisions_that_cannot_be_counted_are_refused(decision, told):
    """A decision outside the flow is an error that says what to do."""
    with pytest.raises(ScreeningError, match=told):
        check_decision(decision, {"a": first("a")}, shipped_question())

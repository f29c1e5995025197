"""What several sources state stands side by side, and the choice with it."""

from __future__ import annotations

from dataclasses import replace

from tests.present import builders
from tests.present.disagreeing import AT, other, with_sources
from tests.present.test_report_words import text_of

from ketaevidence.curation.model import Source
from ketaevidence.curation.sources import Choice
from ketaevidence.integrity.model import Finding, Place
from ketaevidence.present.evidence_table import evidence_table
from ketaevidence.present.findings import notes_by_result
from ketaevidence.present.report import report_html
from ketaevidence.present.side_by_side import disagreement_views

CHOICE = Choice(2, "B. Reader", AT, "read both pages")


# T12
def test_both_sources_are_shown_with_their_places_and_nobody_wins_silently():
    """The report tells what each source states, where, and that nobody has chosen."""
    text = text_of(with_sources())
    assert "3 of 10 (30%)" in text
    assert "7 of 10" in text
    assert "an invented news page" in text
    assert "Nobody has chosen" in text


def test_a_choice_is_shown_with_who_and_why():
    """Wherever the number is, the chosen source is named with its reason."""
    snapshot = with_sources(choice=CHOICE)
    words = "Source 2 chosen by B. Reader on 2001-02-05: read both pages."
    assert words in text_of(snapshot)
    assert words in notes_by_result(snapshot)["A0"][-1]
    assert words in evidence_table(snapshot).loc[0, "sources_disagree"]
    assert 'class="chosen"' in report_html(snapshot, figures=False)


def test_a_count_of_harm_on_the_first_screen_tells_of_the_other_source():
    """No count stands there as if it were the only one."""
    text = text_of(with_sources(analyses=(builders.change_analysis(groups=()),)))
    answer = text[: text.index("Records and studies Counted")]
    assert "sources disagree: 7 of 10 in source 2. Nobody has chosen" in answer


def test_a_cell_of_a_study_is_shown_too():
    """A dose of which two sources tell otherwise is told with its study."""
    dose = other(table="studies", key="s1", cells=(("dose", "another dose"),))
    snapshot = with_sources(dose)
    (view,) = disagreement_views(snapshot)
    assert (view.study_id, view.result_id, view.about) == ("s1", None, "Dose")
    assert view.decided == "Nobody has chosen; the first is shown."
    table = evidence_table(snapshot)
    assert "another dose in source 2" in table.loc[1, "sources_disagree"]
    assert table["sources_disagree"].isna().sum() == len(table) - 1


def test_a_source_that_agrees_is_told_and_no_disagreement():
    """What another source states alike is noted beside the value."""
    snapshot = with_sources(other(cells=(("events", "3"), ("total", "10"))))
    assert disagreement_views(snapshot) == ()
    (note,) = notes_by_result(snapshot)["A0"]
    assert note == "Source 2 (an invented news page) does not contradict it."


def test_places_from_outside_cannot_become_markup():
    """The words of a source are text, whatever they say."""
    hostile = Source("javascript:alert(1)", builders.HOSTILE, "secondary")
    html = report_html(with_sources(other(source=hostile)), figures=False)
    assert builders.HOSTILE not in html
    assert "javascript:" not in html


def test_the_dispute_is_told_once_beside_its_number():
    """The check that asks to choose adds no second telling there."""
    snapshot = with_sources()
    finding = Finding(
        id=snapshot.disagreements[0].finding_id, check="sources_disagree",
        severity="block", what="sources disagree: events 3; events 7",
        where=Place(("s0",), ("A0",)), why="one is wrong", what_to_do="choose",
        reference="invented",
    )  # fmt: skip
    notes = notes_by_result(replace(snapshot, findings=(finding,)))["A0"]
    assert len(notes) == 1
    assert "3 of 10 (30%) in source 1" in notes[0]

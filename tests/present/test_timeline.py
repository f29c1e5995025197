"""The timeline: who stands where, how large, and what still awaits."""

from dataclasses import replace

import pytest
from tests.present import builders
from tests.present.extents import check_bytes, check_texts

from ketaevidence.curation.model import Register
from ketaevidence.errors import PresentError
from ketaevidence.present.legend import Sizes
from ketaevidence.present.timeline import timeline
from ketaevidence.present.timeline.entries import awaiting_by_year, entries_of
from ketaevidence.present.timeline.layout import timeline_layout
from ketaevidence.records.dates import PartialDate


def of_studies(*studies, **changes):
    """Give a review of which these studies are all included."""
    n = len(studies)
    decisions = (*builders.screened(n), *(builders.decided(i) for i in range(n)))
    register = Register(tuple(studies))
    return builders.curated(n, register=register, decisions=decisions, **changes)


def test_studies_stand_by_year_and_those_without_one_last():
    """Order is by year; no year is said and placed beyond the axis."""
    studies = [
        builders.study(i, year=year) for i, year in enumerate([2004, None, 1999])
    ]
    records = tuple(builders.record(i, published=PartialDate()) for i in range(3))
    layout = timeline_layout(of_studies(*studies, records=records))
    assert [row.entry.year for row in layout.entries] == [1999, 2004, None]
    assert layout.entries[2].x > 2004
    assert layout.ticks[-1] == (layout.entries[2].x, "no year")


def test_a_year_that_the_register_lacks_is_that_of_the_record():
    """The record's year stands in for a study's."""
    (entry,) = entries_of(of_studies(builders.study(0, year=None)))
    assert entry.year == 1990


def test_area_follows_patients():
    """Twice the patients, twice the area; an unknown number is no size."""
    studies = [builders.study(i, n_enrolled=n) for i, n in enumerate([40, 80, None])]
    rows = timeline_layout(of_studies(*studies)).entries
    assert rows[1].area == pytest.approx(2 * rows[0].area)
    assert rows[2].n_text == "not stated"


def test_the_smallest_can_be_seen_and_the_figure_says_so():
    """A floor keeps one patient visible beside ten thousand, and is owned up to."""
    studies = [builders.study(i, n_enrolled=n) for i, n in enumerate([1, 10_000])]
    layout = timeline_layout(of_studies(*studies))
    assert layout.entries[0].area == Sizes(1, 1).least
    assert any("larger than in proportion" in note for note in layout.notes)


def test_what_awaits_and_what_is_not_entered_is_seen():
    """Reports without a study have lines; undecided records have bars by year."""
    snapshot = builders.fresh(6)
    layout = timeline_layout(snapshot)
    assert [row.entry.section for row in layout.entries] == ["not_entered"]
    assert layout.awaiting == 5 == sum(n for _, n in awaiting_by_year(snapshot))
    assert "5 records awaiting a decision" in " ".join(layout.notes)


def test_a_protocol_is_seen_and_is_no_included_study():
    """Protocols of the register stand in a section of their own."""
    snapshot = builders.curated(3)
    planned = builders.study(7, design="protocol", record_key=None, pmid=None, doi=None)
    register = replace(snapshot.register, studies=(*snapshot.register.studies, planned))
    entries = entries_of(replace(snapshot, register=register))
    assert [e.section for e in entries] == ["entered", "entered", "protocol"]


def test_a_report_of_the_same_patients_is_no_second_study():
    """A secondary report is shown and not counted as a study."""
    again = builders.study(1, secondary_of="s0")
    plot = timeline(of_studies(builders.study(0), again))
    assert repr(plot) == "<Timeline: 1 study in 2 entries, 1990 to 1991>"
    assert "patients of Appleby 1990 again" in plot.alt_text


def test_funding_is_what_a_rule_read_and_said_to_be_so():
    """Who paid is shown beside the study, as nobody's confirmation."""
    paid = builders.candidate(0, "funding", "the Invented Fund", "Invented Fund")
    plot = timeline(of_studies(builders.study(0), candidates=(paid,)))
    assert "paid, as a rule read: the Invented Fund" in plot.alt_text
    assert any("nobody has confirmed it" in note for note in plot.layout.notes)
    assert plot.table.loc[0, "funding"] == "the Invented Fund"


def test_funding_that_a_person_entered_stands_before_what_a_rule_read():
    """An entry is no reading, and a reading beside entries is marked as one."""
    read = [builders.candidate(i, "funding", "a Rule Fund", "x") for i in (0, 1)]
    entered = builders.study(0, funding="the Entered Fund")
    plot = timeline(of_studies(entered, builders.study(1), candidates=tuple(read)))
    assert "paid: the Entered Fund" in plot.alt_text
    assert "paid, as a rule read: a Rule Fund" in plot.alt_text
    assert plot.layout.funding_head == "Funding"
    assert any("Funding of 1 line was read" in note for note in plot.layout.notes)
    assert plot.table["is_funding_read"].tolist() == [False, True]
    alone = timeline(of_studies(entered))
    assert not any("unding" in note for note in alone.layout.notes)


def test_an_empty_review_is_an_error():
    """Without studies and records there is no timeline, and the error says why."""
    empty = builders.curated(1, records=(), decisions=(), register=Register())
    with pytest.raises(PresentError, match="no study is included"):
        timeline(empty)


@pytest.mark.parametrize("n", [1, 60])
def test_texts_stand_apart_with_one_study_and_with_sixty(n, tmp_path):
    """Long, hostile and right-to-left names and wide numbers overlap nothing."""
    names = [f"{builders.HOSTILE}{builders.TURNED}", "=1+1", "Name " * 600, "W" * 3000]
    studies = [
        builders.study(i, label=names[i % 4], n_enrolled=(i * 977_777) % 10**7 or None,
                       year=None if i % 11 == 5 else 1950 + i)
        for i in range(n)
    ]  # fmt: skip
    paid = tuple(
        builders.candidate(i, "funding", "Invented Fund " * 9, "x")
        for i in range(0, n, 3)
    )
    plot = timeline(of_studies(*studies, candidates=paid), title="$x^2$ " * 80)
    check_texts(plot.figure)
    text = plot.save(tmp_path / "timeline.svg").read_text("utf-8")
    assert "<script>" not in text
    assert "\u202e" not in text
    assert len(plot.table) == n


def test_the_same_review_gives_the_same_bytes(tmp_path):
    """Two drawings of one review are the same files."""
    check_bytes(lambda: timeline(builders.fresh(4)), tmp_path, "svg")


def test_a_study_of_which_nothing_is_known_has_its_line():
    """No year, no size, no label of its own: shown with what is missing in words."""
    bare = builders.study(0, label="", year=None, n_enrolled=None, design="other")
    records = (builders.record(0, published=PartialDate()),)
    told = timeline(of_studies(bare, records=records)).alt_text
    assert "s0: year not known, number of patients not stated, other." in told

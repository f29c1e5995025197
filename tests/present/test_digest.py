"""A digest of two states: what it tells, in which order, and in which words."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.present.builders import (
    HOSTILE,
    TURNED,
    curated,
    decided,
    fresh,
    record,
    result,
    study,
)

from ketaevidence.curation.bias import judgement
from ketaevidence.curation.model import Arm, Register, Source
from ketaevidence.curation.sources import OtherSource
from ketaevidence.integrity.model import Finding, Place, Ruling
from ketaevidence.library import Event, Search
from ketaevidence.present.digest import Moment, Signature, Told, digest_of
from ketaevidence.present.report.build import report_html
from ketaevidence.records.parts import Correction, PublicationType
from ketaevidence.screening.model import Conflict

SEARCH = Search("2001-02-01T00:00:00Z", "ketamine", "ketamine[all]", 41, 41)
BEFORE = curated(is_example=False, searches=(SEARCH,))
TOLD = Told(
    since=Moment("2001-02-03T00:00:00Z", "2001.1.0"),
    until=Moment("2001-03-04T05:06:07Z", "2001.2.0"),
    stored=(),
    attempt=("2001-03-04T05:00:00Z", "landed", None),
)
RETRACTED = PublicationType("Retracted Publication", "D016441")
PLACE = Place(("s1",), ("R1",))
RULING = Ruling(
    "grim-1", "mean_of_nobody", "accept", "an average", "A. Reader",
    "2001-03-01T00:00:00Z", "2.7 in 10.", PLACE,
)  # fmt: skip


def finding(verdict=None):
    """Give an invented finding."""
    return Finding(
        id="grim-1", check="mean_of_nobody", severity="warn", where=PLACE,
        what="2.7 in 10.", why="No ten whole numbers give it.",
        what_to_do="Look at the report.", reference="invented", ruling=verdict,
    )  # fmt: skip


def with_record(snapshot, i, **changes):
    """Give a state in which one record has another form."""
    records = list(snapshot.records)
    records[i] = replace(records[i], **changes)
    return replace(snapshot, records=tuple(records))


def with_rows(snapshot, **tables):
    """Give a state with other rows in its register."""
    return replace(snapshot, register=replace(snapshot.register, **tables))


def _corrected(snapshot):
    first, *rest = snapshot.register.results
    return with_rows(snapshot, results=(replace(first, value=9.5), *rest))


def _another_study(snapshot):
    s = replace(snapshot, records=(*snapshot.records, record(7)))
    made = (decided(7, stage="title_abstract"), decided(7))
    s = replace(s, decisions=(*s.decisions, *made))
    return with_rows(s, studies=(*s.register.studies, study(7)))


def _one_out(snapshot):
    out = decided(0, "exclude", reason="wrong_drug", at="2001-03-01T00:00:00Z")
    return replace(snapshot, decisions=(*snapshot.decisions, out))


def _searched(snapshot, **changes):
    newest = replace(snapshot.searches[-1], at="2001-03-04T05:00:00Z", **changes)
    return replace(snapshot, searches=(*snapshot.searches, newest))


def _set(snapshot, **changes):
    return replace(snapshot, question=replace(snapshot.question, **changes))


def _judged(snapshot):
    made = judgement(
        "s1", "rob2", None, dict.fromkeys(["D1", "D2", "D3", "D4", "D5"], "Low"),
        outcome="pain_intensity", time_days=7, by="A. Reader",
        at="2001-03-01T00:00:00Z", reason="read",
    )  # fmt: skip
    return replace(snapshot, bias=(*snapshot.bias, made))


def _other_source(snapshot):
    told = OtherSource(
        "results", "R1", 2, (("value", "2.9"),), Source(None, "a table", "secondary"),
        "A. Reader", "2001-03-01T00:00:00Z", "read",
    )  # fmt: skip
    return replace(snapshot, other_sources=(*snapshot.other_sources, told))


def _conflict(snapshot):
    two = (decided(1), decided(1, "exclude", by="B. Reader"))
    found = Conflict("pmid:90000001", "full_text", "verdict", two)
    return replace(snapshot, conflicts=(*snapshot.conflicts, found))


def _identified(snapshot):
    flow = replace(snapshot.flow, identified=(("another source", 7),))
    return replace(snapshot, flow=flow)


#: One change each, with the kind of item that must tell of it.
CHANGES = {
    "to_screen": lambda s: replace(s, records=(*s.records, record(8))),
    "study_added": _another_study,
    "study_removed": _one_out,
    "result_changed": _corrected,
    "result_new": lambda s: with_rows(
        s, results=(*s.register.results, result(1, result_id="R99"))
    ),
    "arm_new": lambda s: with_rows(
        s, arms=(*s.register.arms, Arm("s1", "x", "a third arm", "comparator", 9))
    ),
    "evidence_revised": lambda s: with_record(s, 1, title="Another title"),
    "revised": lambda s: with_record(s, 2, volume="77"),
    "retracted": lambda s: with_record(s, 3, publication_types=(RETRACTED,)),
    "missing": lambda s: replace(s, missing=s.missing | {"pmid:90000004"}),
    "check_asks": lambda s: replace(s, findings=(finding(),)),
    "check_answered": lambda s: replace(s, rulings=(RULING,)),
    "bias_judged": _judged,
    "other_source": _other_source,
    "reviewers_disagree": _conflict,
    "identified": _identified,
    "query_changed": lambda s: _searched(s, term="esketamine"),
    "translation_changed": lambda s: _searched(s, translation="another"),
    "warning": lambda s: _searched(s, warnings=("a phrase was not found",)),
    "incomplete": lambda s: _searched(s, retrieved=40),
    "setting_changed": lambda s: _set(s, reviewers=2),
}


@settings(max_examples=30, deadline=None)
@given(st.sets(st.sampled_from(sorted(CHANGES)), max_size=5))
def test_every_change_is_told_and_nothing_else_is(names):
    """Whatever changes at once, each change has its item; no change has no item."""
    after = BEFORE
    for name in sorted(names):
        after = CHANGES[name](after)
    found = digest_of(BEFORE, after, TOLD)
    assert names <= {item.kind for item in found.items}
    assert found.is_empty == (not names)
    assert found.has_news == bool(names)
    assert found.is_alarming == ("retracted" in names)


def test_an_unchanged_state_says_so_and_always_in_the_same_bytes():
    """A search that finds nothing new is an empty digest with its counts in words."""
    after = _searched(BEFORE)
    found = digest_of(BEFORE, after, TOLD)
    assert (found.verdict.kind, found.verdict.line) == (
        "none",
        "No new records; nothing changed.",
    )
    assert "41 of 41 records retrieved in the search of 2001-03-04." in found.unchanged
    assert found.unchanged[0].startswith("0 retractions, 0 expressions of concern, 0 c")
    again = digest_of(BEFORE, after, TOLD)
    for kind in ("md", "html", "json", "atom"):
        assert found.text(kind) == again.text(kind)
    assert "<entry>" not in found.atom()
    assert found.markdown().count("\n## ") == 1


def test_the_first_state_is_a_baseline():
    """Without an earlier state nothing is compared, and what there is is said."""
    found = digest_of(None, BEFORE, Told(until=Moment("2001-02-03")))
    assert (found.verdict.kind, found.has_news, found.items) == ("baseline", False, ())
    assert "6 records." in found.unchanged
    assert not any("No result is pooled" in line for line in found.unchanged)
    assert "## What it holds" in found.markdown()
    failed = Told(
        until=Moment("2001-02-03"), attempt=("2001-03-04", "failed", "PubMed is out.")
    )
    found = digest_of(None, BEFORE, failed)
    assert found.verdict.line == (
        "Refresh incomplete: the newest attempt (2001-03-04) failed: PubMed is out."
    )
    assert found.has_news


def test_a_notice_is_told_by_whoever_brought_it():
    """Concern, correction and a notice taken back are alerts; what was known is not."""
    concern = Correction("ExpressionOfConcernIn", "Inv J. 2001;1:1", "90000099")
    erratum = Correction("ErratumIn", "Inv J. 2001;1:2", None)
    known = with_record(BEFORE, 0, corrections=(concern,))
    assert digest_of(known, known, TOLD).is_empty
    after = with_record(known, 1, corrections=(erratum,))
    after = with_record(after, 2, corrections=(concern,))
    items = digest_of(known, after, TOLD).of_section("integrity")
    assert [item.kind for item in items] == ["concern", "corrected"]
    assert items[0].details[0] == "The notice: Inv J. 2001;1:1."
    (item,) = digest_of(known, BEFORE, TOLD).of_section("integrity")
    assert item.kind == "reversed"
    assert "took back the expression of concern" in item.text
    # The last study's record was excluded: its notice is none of an included study's.
    excluded = with_record(BEFORE, 5, corrections=(erratum,))
    assert not digest_of(BEFORE, excluded, TOLD).is_alarming


def test_what_was_entered_is_told_with_old_value_new_value_who_and_why():
    """A changed cell names both values and the person; an emptied one is not 0."""
    row = BEFORE.register.results[0]
    changed = replace(row, value=-2.5, spread=None, spread_type=None, notes="seen")
    after = with_rows(BEFORE, results=(changed, *BEFORE.register.results[1:]))
    signed = {"result/R0": Signature("B. Reader", "2001-03-01T00:00:00Z", "Table 2.")}
    found = digest_of(BEFORE, after, replace(TOLD, signatures=signed))
    (item,) = found.of_section("studies")
    assert item.details == (
        "value: 2.68 → −2.5",
        "spread: 0.5 → not recorded",
        "spread type: “unspecified” → not recorded",
        "notes: not recorded → “seen”",
        "By B. Reader, 2001-03-01: Table 2.",
    )


def test_a_removed_study_says_why():
    """The decision, the register or the records: what took the study out is named."""

    def why(after):
        items = digest_of(BEFORE, after, TOLD).items
        return next(item.details[0] for item in items if item.kind == "study_removed")

    assert why(_one_out(BEFORE)) == (
        "Excluded by Dr Invented, 2001-03-01: No ketamine given."
    )
    gone = with_rows(BEFORE, studies=BEFORE.register.studies[1:])
    assert why(gone) == "The register has no such study any more."
    undecided = replace(BEFORE, decisions=BEFORE.decisions[2:])
    assert why(undecided) == "Its report awaits a decision again."


def test_what_only_events_tell_is_told_once():
    """Found, lost and found again is where it was; a broken record is named."""
    key = "pmid:90000001"
    events = (
        Event(key, "no_longer_matching"), Event(key, "matching"), Event(key, "revised"),
        Event("pmid:90000002", "no_longer_matching"), Event(key, "unreadable"),
        Event(key, "unreadable"), Event("pmid:99999999", "matching"),
    )  # fmt: skip
    found = digest_of(BEFORE, BEFORE, replace(TOLD, events=events))
    told = [(item.kind, item.key) for item in found.items]
    assert told == [("no_longer_matching", "pmid:90000002"), ("unreadable", key)]


def test_new_records_come_with_what_rules_read():
    """A record to be screened has year, design guess and why it matched."""
    after = replace(fresh(4), searches=(SEARCH,), decisions=())
    before = replace(after, records=after.records[:3], candidates=())
    (item,) = digest_of(before, after, TOLD).of_section("queue")
    assert item.text == "An invented trial number 3 (1993)"
    assert item.details[0].startswith("Design, as a rule reads it: ")
    assert item.details[1] == "A rule suggests: include; names both."
    assert item.link == "https://pubmed.ncbi.nlm.nih.gov/90000003/"


def test_software_alone_is_no_news():
    """Other software that moves no number is said to have moved none."""
    then = (("ketaevidence", "0.0.old"), ("numpy", "0.0.test"))
    found = digest_of(BEFORE, BEFORE, replace(TOLD, software=then))
    assert found.is_empty
    assert found.unchanged[-1] == (
        "Other software moved no pooled result (ketaevidence 0.0.old → 0.0.test)."
    )


def test_every_link_leads_to_a_place_in_the_report():
    """Each anchor that items name is an identifier of the later state's report."""
    # Without figures, which cost most of a report.
    before = after = replace(BEFORE, analyses=())
    for change in CHANGES.values():
        after = change(after)
    places = set(re.findall(r'\bid="([^"]+)"', report_html(after, figures=False)))
    found = digest_of(before, after, TOLD)
    assert len(found.items) >= len(CHANGES)
    assert {item.anchor for item in found.items} <= places


@pytest.mark.parametrize(
    "name", [HOSTILE, TURNED, "=1+1", "]](x) | `a` #1 <b>", "x" * 3000, "---"]
)
def test_a_hostile_name_stays_text(name):
    """What comes from outside is shown and never run, in each of the forms."""
    after = replace(BEFORE, records=(*BEFORE.records, record(8, title=name)))
    after = with_rows(
        after,
        studies=(replace(after.register.studies[0], label=name, notes=name),
                 *after.register.studies[1:]),
    )  # fmt: skip
    signed = {"study/s0": Signature(name, "2001-03-01T00:00:00Z", name)}
    found = digest_of(BEFORE, after, replace(TOLD, signatures=signed))
    page, feed, text = found.html(), found.atom(), found.markdown()
    assert "<script" not in page + feed + text
    assert ET.fromstring(feed).tag.endswith("feed")  # noqa: S314 (our own)
    assert not re.search(r"^- ---", text, flags=re.MULTILINE)
    assert not re.search("[\u202e\x07]", page + feed + text + found.text("json"))
    assert not re.search(
        r"(?<!\\)[|`]", re.sub(r"^\|.*\|$", "", text, flags=re.MULTILINE)
    )


@pytest.mark.parametrize("n", [0, 1])
def test_an_empty_review_has_a_digest(n):
    """Nothing, and one record with nothing in it, are told like everything else."""
    empty = replace(
        fresh(n), register=Register(), candidates=(), suggestions=(), decisions=()
    )
    for kind in ("md", "html", "json", "atom"):
        assert digest_of(empty, empty, TOLD).text(kind)
        assert digest_of(None, empty, Told(until=Moment("2001-01-01"))).text(kind)

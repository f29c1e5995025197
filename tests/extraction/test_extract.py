"""What holds for every field: exact quotes, any input, linear time, one order."""

from __future__ import annotations

import sys

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import ketaevidence as ke
from ketaevidence.extraction.candidates import COLUMNS
from ketaevidence.extraction.extract import extract
from ketaevidence.extraction.fields import FIELDS
from ketaevidence.extraction.model import METADATA, RULES_VERSION
from ketaevidence.extraction.text import View
from ketaevidence.records.model import Record
from ketaevidence.records.parts import MeshHeading, PublicationType, Section


def record(title="An invented study", *sections, **more):
    """Make a record with a title and abstract sections."""
    return Record(title=title, pmid="1", sections=tuple(map(Section, sections)), **more)


words = st.sampled_from(
    """ketamine esketamine S(+)-ketamine saline placebo midazolam 2.68 ± 0.51 +/- 5
    mg/kg/h µg mg·kg−1·h−1 pain NRS VAS were was randomized randomly 60 patients of
    relief p<0.05 P=NS intravenous oral ( ) [ ] . , ; : Sixty n=30 retrospective \u202e
    é 10⁻³ 0. 100% 95% CI to -0.10 ² CRPS type I group A B respectively versus weeks
    12 at baseline nausea none no difference crossover blinded NCT00000001 rats review
    protocol will be included per hour for days mean median (SD) IQR reduced by
    decreased from adverse events follow-up months Norway Funded""".split()  # noqa: SIM905
)
anything = st.one_of(st.text(max_size=300), st.lists(words, max_size=70).map(" ".join))


@given(title=anything, sections=st.lists(anything, max_size=4))
@example(title="S-ketamine", sections=["Pain was 2 ± 1."])
@settings(max_examples=300, deadline=None)
def test_a_quote_is_what_stands_at_its_place(title, sections):
    """Whatever the text, text[start:end] is the quote and the section is right."""
    given_record = record(title, *sections)
    for item in extract([given_record]):
        assert given_record.text[item.start : item.end] == item.quote
        assert item.field in FIELDS
        assert item.status in {"stated", "derived", "inferred"}
        assert item.confidence in {"high", "medium", "low"}
        if item.section == METADATA:
            assert item.quote == ""
            continue
        assert item.quote.strip()
        assert item.quote in item.sentence
        assert item.sentence in given_record.text
        name, _ = View.of(given_record).section_at(item.start)
        assert item.section == name


TRIAL = (
    "Sixty patients with CRPS were randomised to intravenous ketamine 0.35 mg/kg/h or "
    "saline (n = 30 in each group). Pain (NRS, 0-10) fell from 7.1 ± 1.2 to 4.3 ± 1.9 "
    "(SD) with ketamine at 4 weeks (P = 0.003). Twelve of 30 patients (40%) had at "
    "least 50% pain relief. Nausea occurred in 5 of 30 patients."
)


@pytest.mark.parametrize(
    ("title", "more"),
    [
        ("Ketamine for pain: a systematic review", {}),
        ("Ketamine for pain: a narrative review", {}),
        ("Ketamine in rats with neuropathic pain", {}),
        ("Ketamine", {"publication_types": (PublicationType("Meta-Analysis"),)}),
        ("Ketamine", {"mesh": (MeshHeading("Animals"), MeshHeading("Rats"))}),
    ],
)
def test_reviews_and_animals_have_no_results_of_patients(title, more):
    """Numbers in such papers are not those of the study's patients, and none pools."""
    found = extract([record(title, TRIAL, **more)])
    for field in ("n_total", "pain_score", "responders", "adverse_event"):
        assert [item.value for item in found.of(field)] == []
    assert {item.value for item in found.of("eligible")} <= {"no", "unclear"}


def test_the_same_text_as_a_trial_has_all_of_them():
    """What the other papers may not say is read where a trial says it."""
    found = extract([record("Ketamine for CRPS: a randomised trial", TRIAL)])
    assert [item.value for item in found.of("n_total")] == [60]
    scores = [(i.value, i.spread, i.spread_type) for i in found.of("pain_score")]
    assert scores == [(7.1, 1.2, "SD"), (4.3, 1.9, "SD")]
    (responders,) = found.of("responders")
    assert (responders.events, responders.total, responders.percent) == (12, 30, 40.0)
    (harm,) = found.of("adverse_event")
    assert (harm.value, harm.events, harm.total) == ("nausea", 5, 30)
    assert {item.value for item in found.of("eligible")} == {
        "ketamine_crps",
        "ketamine_pain",
    }


def test_metadata_that_contradict_the_text_are_kept_beside_it():
    """Text and publication type are both given, and each carries a warning."""
    tag = (PublicationType("Randomized Controlled Trial", "D016449"),)
    found = extract([record("A report of three cases", publication_types=tag)])
    designs = found.of("design")
    assert [item.value for item in designs] == ["case_series", "rct_other"]
    assert [item.section == METADATA for item in designs] == [False, True]
    assert all(item.warnings for item in designs)


def test_whose_words_a_quote_is_from_is_said():
    """The project's summary is not taken for the publisher's words."""
    section = Section("Sixty patients took part.", written_by="project")
    found = extract([Record(title="X", pmid="1", sections=(section,))])
    assert [item.written_by for item in found.of("n_total")] == ["project"]


def test_candidates_are_deterministic_and_become_a_frame():
    """The same records give the same candidates, and a typed frame with all columns."""
    records = [record("Ketamine: a randomised trial", TRIAL)]
    once, again = extract(records), extract(records)
    assert list(once) == list(again)
    frame = once.frame()
    assert tuple(frame.columns) == COLUMNS
    assert frame["start"].dtype == "Int64"
    assert set(frame["rules_version"]) == {RULES_VERSION}
    assert len(once[:1]) == 1


def test_a_text_alone_and_a_record_alone_can_be_read():
    """A sentence is tried without making a record of it."""
    assert [c.value for c in ke.extract("Sixty patients were enrolled.").of("n_total")]
    one = record("X", "Sixty patients were enrolled.")
    assert list(ke.extract(one)) == list(ke.extract([one]))


@pytest.mark.parametrize("empty", [record(""), record("X"), record("", "")])
def test_a_record_without_text_has_nothing_stated(empty):
    """Nothing is read where nothing stands."""
    assert all(not item.quote.strip() or item.quote == "X" for item in extract([empty]))


PIECES = (
    "7", "1,", "(", "[", "patients ", "5 of ", "sixty ", "5 mg, ", "2 ± 1, ",
    "pain 2 ± 1, ", "VAS ", "randomized-", "randomized, ", "a-", " ", "p<0.05 ", "0. 2 ",
    "ketamine ", "ketamine 5 mg ", "(95% CI 1 to 2) ", "nausea (5%), ", "n = 30 ",
    "at 1, 2, 3 months ", "in the ketamine group ", "versus ", "respectively ",
)  # fmt: skip


@pytest.mark.parametrize("piece", PIECES)
def test_hostile_text_is_read_to_its_end(piece):
    """Text made to trouble a pattern is read like any other, with exact quotes."""
    text = (piece * 6_000)[:6_000]
    hostile = Record(title=text, pmid="1", sections=(Section(text),))
    for item in extract([hostile]):
        assert hostile.text[item.start : item.end] == item.quote


def steps(text):
    """Count the lines of Python that reading a text runs: no clock, so no noise."""
    count = 0

    def trace(frame, event, _):
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        extract([Record(title="X", pmid="1", sections=(Section(text),))])
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize(
    "piece", ["pain 2 ± 1, ", "ketamine 5 mg ", "5 of ", "n = 30 "]
)
def test_work_grows_with_the_text_and_no_faster(piece):
    """A text four times as long takes about four times the steps, never sixteen."""
    short, long = (steps((piece * n)[:n]) for n in (8_000, 32_000))
    assert long < 6 * short

"""Which papers of one call report the same patients; invented records."""

from __future__ import annotations

from ketaevidence.extraction.rules.study.design import read_design
from ketaevidence.extraction.rules.study.publication_status import (
    read_publication_status,
)
from ketaevidence.extraction.rules.study.registration import read_registration
from ketaevidence.extraction.rules.study.secondary import link_reports
from ketaevidence.extraction.text import View
from ketaevidence.question.load import shipped_question
from ketaevidence.records.dates import PartialDate
from ketaevidence.records.model import Record
from ketaevidence.records.parts import Section

READERS = (read_design, read_registration, read_publication_status)
TRIAL = "Patients were randomly assigned to two groups."


def record(pmid, year, text, title="Fablocaine for pain"):
    """Make an invented record."""
    return Record(
        title=title,
        pmid=pmid,
        published=PartialDate(year=year),
        sections=(Section(text),),
    )


def link(*records):
    """Give (PMID, what it is named with) of every second report."""
    question = shipped_question()
    found = [
        [c for reader in READERS for c in reader(View.of(one), question)]
        for one in records
    ]
    linked = link_reports(records, found)
    for one, items in zip(records, linked, strict=True):
        assert all(one.text[c.start : c.end] == c.quote for c in items)
        assert {c.value for c in items} <= {"secondary_report"}
        assert all(c.status == "inferred" for c in items)
    return [(c.pmid, c.alternatives) for items in linked for c in items]


def test_the_earlier_of_two_papers_of_a_trial_is_the_first_report():
    """The same registration is the same patients, to be pooled once."""
    # trap 26
    late = record("30", 2012, f"{TRIAL} NCT01020304.")
    early = record("20", 2010, f"{TRIAL} ClinicalTrials.gov NCT 01020304.")
    assert link(late, early) == [("30", ("PMID 20",))]


def test_the_number_decides_within_a_year():
    """Of two papers of one year the smaller PMID came first."""
    assert link(
        record("9", 2010, f"{TRIAL} NCT01020304."),
        record("11", 2010, f"{TRIAL} NCT01020304."),
    ) == [("11", ("PMID 9",))]


def test_a_paper_that_calls_itself_secondary_is_never_the_first():
    """What the text says outranks the year."""
    said = record(
        "9", 2009, f"This is a secondary analysis of a trial. {TRIAL} NCT01020304."
    )
    main = record("11", 2010, f"{TRIAL} NCT01020304.")
    assert link(said, main) == [("9", ("PMID 11",))]


def test_three_reports_name_each_other():
    """Every later report names the first, then the others."""
    papers = [record(str(n), 2000 + n, f"{TRIAL} NCT01020304.") for n in (1, 2, 3)]
    assert link(*papers) == [
        ("2", ("PMID 1", "PMID 3")),
        ("3", ("PMID 1", "PMID 2")),
    ]


def test_a_stated_cohort_links_too():
    """Two papers on the same named trial report the same patients."""
    assert link(
        record("1", 2001, f"{TRIAL} The OPAL-2 trial was large."),
        record("2", 2002, f"{TRIAL} Data of the OPAL-2 study were used."),
    ) == [("2", ("PMID 1",))]


def test_protocols_reviews_and_their_registrations_link_nothing():
    """A protocol has no results, and a review's number is not a trial's."""
    assert (
        link(
            record("1", 2001, "NCT01020304.", "Fablocaine: study protocol"),
            record("2", 2002, f"{TRIAL} NCT01020304."),
        )
        == []
    )
    assert (
        link(
            record("1", 2001, f"{TRIAL} CRD42010010203."),
            record("2", 2002, f"{TRIAL} CRD42010010203."),
        )
        == []
    )
    assert (
        link(
            record("1", 2001, f"{TRIAL} The TENS study was small."),
            record("2", 2002, f"{TRIAL} The TENS study was large."),
        )
        == []
    )


def test_papers_of_different_trials_are_left_alone():
    """Without a common number or name nothing is added; no records give nothing."""
    assert (
        link(record("1", 2001, "NCT01020304."), record("2", 2002, "NCT01020305.")) == []
    )
    assert link_reports([], []) == []

"""Patients who are told of twice are asked about before they are counted twice."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.integrity.builders import ask, found
from tests.synthesis.builders import changed, study

from ketaevidence.integrity.cohorts import surname
from ketaevidence.records.model import Record
from ketaevidence.records.parts import Registration


def two(first, second):
    """Give two studies of different cohort families."""
    return [study("a", year=2009, **first), study("b", year=2011, **second)]


@pytest.mark.parametrize(
    ("first", "second", "shared"),
    [
        ({"pmid": "90000001"}, {"pmid": "90000001"}, "PMID 90000001"),
        ({"doi": "10.9999/INV.1"}, {"doi": "10.9999/inv.1"}, "DOI 10.9999/inv.1"),
        ({"registration": "NCT00000001"}, {"registration": "nct00000001 (registry)"},
         "registration NCT00000001"),
    ],
)  # fmt: skip
def test_a_shared_identifier_blocks_the_later_report(first, second, shared):
    """Two studies with one PMID, DOI or registration are one until a person decides."""
    # T14
    rows = [changed("R1"), changed("R2", "b")]
    (finding,) = found("same_trial", two(first, second), rows)
    assert finding.where.studies == ("b",)
    assert finding.blocks
    assert shared in finding.what


def test_a_registration_that_pubmed_has_is_used():
    """A record's own registration counts where nobody entered it."""
    # T14
    studies = two(
        {"registration": "NCT00000001", "pmid": "90000001"}, {"pmid": "90000002"}
    )
    record = Record(
        title="Invented",
        pmid="90000002",
        registrations=(Registration("ClinicalTrials.gov", "NCT00000001"),),
    )
    assert found("same_trial", studies, records=[record])
    assert not found("same_trial", studies)


@pytest.mark.parametrize(
    "second",
    [
        {"registration": "NCT00000001", "cohort_family": "a"},
        {"registration": "NCT00000001", "secondary_of": "a"},
        {"registration": "NCT00000001", "kept_out_because": "a person has decided"},
        {"registration": "CRD42021000001"},
    ],
)
def test_what_a_person_has_settled_is_not_asked(second):
    """One family, a secondary report, a study kept out: no second question."""
    # T14
    first = {"registration": "NCT00000001; CRD42021000001"}
    assert not found("same_trial", two(first, second))


@pytest.mark.parametrize(
    ("first", "second", "is_found"),
    [
        (
            {"first_author": "Meer AB", "n_enrolled": 29},
            {"first_author": "Meer A", "n_analysed": 29},
            True,
        ),
        (
            {"first_author": "Meer AB", "n_enrolled": 29},
            {"first_author": "Meer A", "n_enrolled": 30},
            False,
        ),
        (
            {"first_author": "Meer AB", "n_enrolled": 29},
            {"first_author": "See A", "n_enrolled": 29},
            False,
        ),
        ({"n_enrolled": 29}, {"n_enrolled": 29}, False),
    ],
)
def test_papers_alike_in_author_size_and_year_warn(first, second, is_found):
    """The same first author with as many people two years later may be one trial."""
    # T14, T35
    findings = found("similar_trial", two(first, second))
    assert bool(findings) is is_found
    assert all(finding.severity == "warn" for finding in findings)


def test_papers_far_apart_are_not_alike():
    """Ten years apart, the same author has another trial."""
    first, second = two(
        {"first_author": "Meer A", "n_enrolled": 29},
        {"first_author": "Meer A", "n_enrolled": 29},
    )
    assert not found("similar_trial", [first, replace(second, year=2019)])


def test_studies_entered_as_one_family_are_named():
    """Sharing patients is a note, and no question where one tells of the other."""
    # T14
    (finding,) = found(
        "shared_patients", two({"cohort_family": "X"}, {"cohort_family": "X"})
    )
    assert finding.where.studies == ("a", "b")
    assert finding.severity == "note"
    settled = two({"cohort_family": "X"}, {"cohort_family": "X", "secondary_of": "a"})
    assert not found("shared_patients", settled)


@pytest.mark.parametrize(
    ("name", "plain"),
    [("Müller-Hof AB", "muller-hof"), ("van der Meer A", "van der meer"),
     ("O'Connell", "o'connell"), ("Smith, J.", "smith"), ("", None), (None, None)],
)  # fmt: skip
def test_surnames_are_compared_without_accents_and_initials(name, plain):
    """The same surname in two spellings is one name."""
    assert surname(name) == plain


def test_the_earlier_report_stands():
    """Only the later of two reports of one trial is held, whatever their order."""
    # T14
    first, second = two({"pmid": "90000001"}, {"pmid": "90000001"})
    for studies in ([first, second], [second, first]):
        (finding,) = [f for f in ask(studies) if f.check == "same_trial"]
        assert finding.where.studies == ("b",)

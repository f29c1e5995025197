"""What is blocked stays out, what is accepted comes in with its reason."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.integrity.builders import ONE, QUESTION, ask, register, scored
from tests.synthesis.builders import changed, contrast, responder, study, three, trial
from tests.synthesis.builders import register as whole_register

from ketaevidence.curation.entries import with_rows
from ketaevidence.curation.model import Arm
from ketaevidence.errors import CurationError
from ketaevidence.integrity.checks import find
from ketaevidence.integrity.corrections import corrected_rows
from ketaevidence.integrity.material import gather
from ketaevidence.integrity.rulings import (
    Clearance,
    clearance_of,
    rule,
    to_entry,
    to_ruling,
    told,
    without_excluded,
)
from ketaevidence.synthesis.assemble import analyse
from ketaevidence.synthesis.spreads import SMALL_SD

WHEN = "2026-01-01T00:00:00Z"


def settled(finding, verdict, reason="so the methods say"):
    """Settle a finding as an invented person."""
    return rule(finding, verdict, reason=reason, by="A. Reader", at=WHEN)


def pooled(studies, rows, verdicts=()):
    """Analyse an invented review whose findings are settled as told."""
    known = whole_register(studies, rows)
    material = gather(known, QUESTION, (), ())
    rulings = [
        settled(f, verdict)
        for f in find(material)
        for check, verdict in verdicts
        if f.check == check
    ]
    findings = find(material, rulings)
    used = without_excluded(known, findings)
    return analyse(tuple(studies), used, QUESTION, checked=clearance_of(findings, used))


def test_a_blocked_row_leaves_its_pool_with_the_findings_words():
    """Of four alike trials the one with a tiny deviation is held, three are pooled."""
    # T01
    studies, rows = three(trial, "abcd")
    rows = [replace(r, spread=0.4) if r.study_id == "d" else r for r in rows]
    found = pooled(studies, rows)[0]
    (group,) = found.groups
    assert group.pooled.k == 3
    (kept,) = found.kept_out
    assert (kept.study_id, kept.reason_id) == ("d", "blocked_by_check")
    assert "entered as a standard deviation" in kept.reason
    assert "Nobody has settled this yet (tiny_deviation-" in kept.reason


def test_an_accepted_row_is_pooled_and_marked_with_who_and_why():
    """After a person accepted it, the trial is in the pool, with the reason beside it."""
    # T01
    studies, rows = three(trial, "abcd")
    rows = [replace(r, spread=0.4) if r.study_id == "d" else r for r in rows]
    verdicts = [("tiny_deviation", "accept")]
    found = pooled(studies, rows, verdicts)[0]
    (group,) = found.groups
    assert group.pooled.k == 4
    marks = next(row.marks for row in group.rows if row.study_id == "d")
    assert any(
        "accepted by A. Reader" in m and "so the methods say" in m for m in marks
    )
    assert SMALL_SD not in marks


def test_an_accepted_small_deviation_may_be_pooled():
    """A warning that doubts a deviation is lifted by a person, and not by the other arm."""
    # T01
    studies, rows = three(trial, "abcd")
    small = [
        replace(r, value=8.0, spread=1.5) if r.study_id == "d" else r for r in rows
    ]
    before = pooled(studies, small)[0].groups
    assert [g.pooled is None for g in before] == [False, True]
    (after,) = pooled(studies, small, [("small_deviation", "accept")])[0].groups
    assert after.pooled.k == 4
    known = whole_register(studies, small)
    half = Clearance(believed=frozenset({"d-ket-28"}))
    rest = analyse(tuple(studies), known, QUESTION, checked=half)[0].groups[1]
    assert SMALL_SD in rest.rows[0].marks


def test_an_excluded_row_is_kept_out_by_its_reviewer():
    """Excluding a finding keeps its row out as a person's own reason does."""
    studies, rows = three(study, "abcd")
    rows[3] = responder("R3", "d", 10, 10)
    found = pooled(studies, rows, [("whole_arm", "exclude")])[2]
    assert found.groups[0].pooled.k == 3
    (kept,) = found.kept_out
    assert kept.reason_id == "kept_out_by_reviewer"
    assert "excluded by A. Reader after the check “Everybody or nobody" in kept.reason


def test_a_row_that_is_out_for_another_reason_keeps_that_reason():
    """An impossible spread is told once, by the analysis that refuses it."""
    rows = contrast(k=(3.0, 6.0, 25), c=(5.0, 2.0, 25))
    (kept,) = pooled([trial()], rows)[0].kept_out
    assert kept.reason_id == "impossible_spread"


def test_a_finding_about_a_study_blocks_all_its_rows():
    """More people analysed than enrolled hold every result of the study."""
    studies, rows = three(study, "abc")
    studies[0] = replace(studies[0], n_enrolled=5, n_analysed=10)
    found = pooled(studies, [*rows, changed("R9", "a")])
    assert [k.reason_id for k in found[2].kept_out] == ["blocked_by_check"]
    held = [k for k in found[1].kept_out if k.study_id == "a"]
    assert [k.reason_id for k in held] == ["blocked_by_check"]


def test_excluding_a_study_keeps_it_out_unless_a_person_did_before():
    """A finding about a study as such excludes the study, and an older reason stands."""
    one = study("a", n_enrolled=5, n_analysed=10)
    whole = register([one])
    (finding,) = [f for f in ask([one]) if f.check == "people_against_study"]
    out = without_excluded(
        whole, [replace(finding, ruling=settled(finding, "exclude"))]
    )
    assert "excluded by A. Reader" in out.studies[0].kept_out_because
    older = register([replace(one, kept_out_because="an older reason")])
    again = without_excluded(
        older, [replace(finding, ruling=settled(finding, "exclude"))]
    )
    assert again == older


def test_a_correction_that_left_the_value_settles_nothing():
    """While the values that were looked at stand, "corrected" closes no question."""
    row = scored(mean=2.7, spread=0.4)
    (finding,) = [f for f in ask([ONE], [row]) if f.check == "tiny_deviation"]
    for verdict, blocks in (("corrected", True), ("accept", False), ("exclude", False)):
        (again,) = [
            f
            for f in ask([ONE], [row], rulings=[settled(finding, verdict)])
            if f.check == "tiny_deviation"
        ]
        assert again.blocks is blocks


def test_a_ruling_comes_back_from_its_entry():
    """What is stored is what was decided, and it is told in one sentence."""
    row = scored(mean=2.7, spread=0.4)
    (finding,) = [f for f in ask([ONE], [row]) if f.check == "tiny_deviation"]
    ruling = settled(finding, "accept")
    assert to_ruling(to_entry(ruling)) == ruling
    assert told(ruling) == (
        "accepted by A. Reader after the check “Standard deviation too small for the "
        "pain scale”: so the methods say"
    )
    assert "after the check “older_check”" in told(replace(ruling, check="older_check"))


def finding_of(check, studies, rows=(), arms=()):
    """Give the register and the one finding of a check."""
    (finding,) = [f for f in ask(studies, rows, arms) if f.check == check]
    return register(studies, rows, arms), finding


def test_a_correction_changes_the_findings_rows_and_no_others():
    """The result is corrected; a text is read as a cell; the rest is as it was."""
    rows = [scored("R1", mean=2.7, spread=0.4), scored("R2", mean=5.0)]
    whole, finding = finding_of("tiny_deviation", [ONE], rows)
    (row,) = corrected_rows(whole, finding, {"spread_type": "SE", "n": "31"})
    assert (row.result_id, row.spread_type, row.n) == ("R1", "SE", 31)
    newer = with_rows(whole, [row])
    assert newer.results == (row, rows[1])
    assert newer.studies == whole.studies


def test_a_correction_reaches_arms_and_studies():
    """A finding about a group corrects its arm, one about a study the study."""
    groups = [Arm("a", "yes", "responders", "intervention")]
    whole, finding = finding_of("subgroup_as_arm", [study("a")], [], groups)
    (arm,) = corrected_rows(whole, finding, {"role": "subgroup"})
    assert with_rows(whole, [arm]).arms[0].role == "subgroup"
    whole, finding = finding_of("citation_missing", [study("a", pmid="1")])
    (one,) = corrected_rows(whole, finding, {"pmid": "90000001"})
    assert one.pmid == "90000001"


@pytest.mark.parametrize(
    ("values", "told_of"),
    [
        ({"colour": "red"}, "a result has no field colour"),
        ({"result_id": "R7"}, "a result has no field result_id"),
        ({"n": "many"}, "'many' cannot be read; allowed: a whole number"),
        ({"source_quote": "x"}, "no field source_quote"),
    ],
)
def test_a_correction_of_nothing_is_refused(values, told_of):
    """An unknown field, a name, or a text that is no value is told with its row."""
    whole, finding = finding_of("tiny_deviation", [ONE], [scored(mean=2.7, spread=0.4)])
    with pytest.raises(CurationError, match=told_of):
        corrected_rows(whole, finding, values)


def test_a_correction_names_the_row_it_means():
    """Another result, or several studies at once, are refused."""
    whole, finding = finding_of("tiny_deviation", [ONE], [scored(mean=2.7, spread=0.4)])
    with pytest.raises(CurationError, match="its results: R1"):
        corrected_rows(whole, finding, {"n": 31}, result_id="R2")
    both = [study("a", cohort_family="X"), study("b", cohort_family="X")]
    whole, finding = finding_of("shared_patients", both)
    with pytest.raises(CurationError, match="several studies"):
        corrected_rows(whole, finding, {"cohort_family": "Y"})

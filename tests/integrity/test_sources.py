"""Sources that disagree, and one measurement that stands in two rows."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.curation.test_sources import other
from tests.integrity.builders import ONE, QUESTION, ask, found, register, scored
from tests.synthesis.builders import register as whole_register
from tests.synthesis.builders import responder, study, three, trial

from ketaevidence.curation.model import Arm
from ketaevidence.curation.sources import disagreements
from ketaevidence.integrity.checks import find
from ketaevidence.integrity.material import gather
from ketaevidence.integrity.model import Ruling
from ketaevidence.integrity.rulings import clearance_of, to_entry, to_ruling, told
from ketaevidence.integrity.sources import id_of, place_of
from ketaevidence.synthesis.assemble import analyse

KIEFER = responder("R1", events=13, total=20, n=20, percent=65.0)


def asked(studies, results, *others, arms=(), rulings=()):
    """Give what the checks find where other sources state something too."""
    whole = register(studies, results, arms)
    differing = disagreements(whole, others)
    return ask(studies, results, arms, disagreements=differing, rulings=rulings)


def of(check, findings):
    """Give what one check finds."""
    return [finding for finding in findings if finding.check == check]


def test_two_sources_of_one_result_block_it():
    """Both are told with their places, and the row waits for a person."""
    # T12
    seventeen = other("R1", events=17, total=20)
    (finding,) = of("sources_disagree", asked([ONE], [KIEFER], seventeen))
    assert finding.blocks
    assert finding.where.results == ("R1",)
    assert "13 of 20 (65%) in source 1 (abstract)" in finding.what
    assert "17 of 20 in source 2 (Table 1, page 7)" in finding.what
    assert "--choose R1" in finding.what_to_do


def test_a_second_source_that_agrees_is_no_question():
    """13 of 20 is 65%."""
    assert not of("sources_disagree", asked([ONE], [KIEFER], other("R1", percent=65)))


def test_a_row_that_a_person_keeps_out_is_not_asked_about():
    """That question has been answered."""
    row = replace(KIEFER, kept_out_because="decided")
    assert not of("sources_disagree", asked([ONE], [row], other("R1", events=17)))


def test_what_a_study_is_pooled_by_blocks_all_its_rows():
    """A study whose dose class two sources tell otherwise enters no pool."""
    stated = other("a", "studies", dose_class="anaesthetic")
    studies, rows = three(study, "abcd")
    whole = whole_register(studies, rows)
    material = gather(
        whole, QUESTION, (), (), disagreements=disagreements(whole, [stated])
    )
    findings = find(material)
    checked = clearance_of(findings, whole)
    analysis = analyse(tuple(studies), whole, QUESTION, checked=checked)[2]
    assert analysis.groups[0].pooled.k == 3
    (kept,) = [k for k in analysis.kept_out if k.study_id == "a"]
    assert kept.reason_id == "blocked_by_check"
    assert "dose class: sources disagree: subanaesthetic infusion" in kept.reason


def test_words_that_no_pool_uses_are_told_and_hold_nothing():
    """Dahan's top dose in words is a warning beside the study."""
    # T12
    one = replace(ONE, dose="5 to 20 mg/h per 70 kg")
    stated = other("a", "studies", dose="up to 30 mg/h")
    (finding,) = of("sources_describe_otherwise", asked([one], [], stated))
    assert (finding.severity, finding.where.field) == ("warn", "dose")
    assert "up to 30 mg/h in source 2" in finding.what


def test_the_number_of_an_arm_is_asked_about():
    """A denominator that two sources tell otherwise holds the study."""
    arm = Arm("a", "one", "ketamine", "single", 20)
    stated = other("a/one", "arms", n=18)
    findings = asked([ONE], [KIEFER], stated, arms=[arm])
    (finding,) = of("sources_disagree", findings)
    assert finding.where.studies == ("a",)


def test_a_choice_settles_what_was_looked_at_and_nothing_else():
    """A further source, or another value in one, opens the question again."""
    whole = register([ONE], [KIEFER])
    seventeen = other("R1", events=17, total=20)
    (differing,) = disagreements(whole, [seventeen])
    ruling = Ruling(
        id_of(differing), "sources_disagree", "chosen", "the full text", "A. Reader",
        "2026-01-01T00:00:00Z", "x", place_of(differing), source=2,
    )  # fmt: skip
    assert to_ruling(to_entry(ruling)) == ruling
    assert told(ruling) == (
        "source 2 chosen by A. Reader after the check “Sources that disagree”: "
        "the full text"
    )

    def is_open(*others):
        findings = asked([ONE], [KIEFER], *others, rulings=[ruling])
        return of("sources_disagree", findings)[0].is_open

    assert not is_open(seventeen)
    assert is_open(other("R1", events=18, total=20))
    assert is_open(seventeen, other("R1", number=3, events=16, total=20))
    assert not is_open(replace(seventeen, by="B", at="2027-01-01", reason="again"))


def test_a_reopened_finding_says_who_and_why():
    """It blocks again, with the words of the person who opened it."""
    row = scored(mean=2.7, spread=0.5)
    (finding,) = found("tiny_deviation", [ONE], [row])
    answer = Ruling(
        finding.id, finding.check, "accept", "the SD is in Table 2", "A. Reader",
        "2026-01-01T00:00:00Z", finding.what, finding.where,
    )  # fmt: skip
    (settled,) = found("tiny_deviation", [ONE], [row], rulings=[answer])
    assert not settled.blocks
    opened = replace(answer, verdict="reopened", by="B. Reader", reason="it is an SE.")
    (again,) = found("tiny_deviation", [ONE], [row], rulings=[answer, opened])
    assert again.blocks
    assert again.why.endswith("B. Reader opened the question again: it is an SE.")
    assert told(opened).startswith("opened again by B. Reader after the check")


def test_one_measurement_in_two_rows_is_asked_about():
    """Rows of one arm, outcome and time differ or repeat each other; both are held."""
    rows = [scored("R1", mean=2.7), scored("R2", mean=3.4)]
    (finding,) = found("stated_twice", [ONE], rows)
    assert finding.blocks
    assert finding.where.results == ("R1", "R2")
    assert "which state it differently: value 2.7 and 3.4" in finding.what
    (same,) = found("stated_twice", [ONE], [rows[0], scored("R2", mean=2.7)])
    assert "which state the same: value 2.7 and 2.7" in same.what


@pytest.mark.parametrize(
    "changes",
    [
        {"time_days": 84.0, "time_words": "week 12"},
        {"arm_id": "ket"},
        {"outcome_words": "pain at rest"},
        {"phase": "on_drug"},
        {"statistic": "median"},
        {"scale": "VAS"},
        {"kept_out_because": "entered as another source of R1"},
    ],
)
def test_rows_on_other_things_are_no_repetition(changes):
    """Another arm, time, outcome or kind of number is another measurement."""
    rows = [scored("R1", mean=2.7), replace(scored("R2", mean=3.4), **changes)]
    assert not found("stated_twice", [ONE], rows)


def test_two_arms_of_a_trial_are_two_measurements():
    """The same mean in both arms is no repetition."""
    rows = [scored("R1", arm_id="ket", mean=4.0), scored("R2", arm_id="com", mean=4.0)]
    assert not found("stated_twice", [trial()], rows)

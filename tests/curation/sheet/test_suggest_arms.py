"""Arms that rules name are rows to be confirmed, and results know theirs."""

from __future__ import annotations

import pytest
from tests.pubmed.samples import article, record_set

import ketaevidence as ke
from ketaevidence.curation.model import Arm
from ketaevidence.curation.sheet.suggest_arms import NamedArm, arm_cells, arm_of
from ketaevidence.extraction.model import Candidate
from ketaevidence.question.load import shipped_question

DRUG = shipped_question().drug


def read(field, value=None, arm=None):
    """Give what an invented rule read."""
    return Candidate("pmid:1", field, value or 1, "x", "1", 0, 1, "rule", "x", arm=arm)


def told(*candidates):
    """Give (identifier, label, role, n) of the arms that are proposed."""
    rows = arm_cells("a", candidates, DRUG)
    return [
        tuple(row.get(k, "") for k in ("arm_id", "label", "role", "n")) for row in rows
    ]


def test_arms_are_those_of_which_a_size_was_read():
    """Names become short names; what the name tells of the role is proposed."""
    sizes = [read("n_arm", 30, "S(+)-ketamine"), read("n_arm", 29, "placebo")]
    assert told(*sizes, read("pain_score", 3.1, "ketamine")) == [
        ("s_ketamine", "S(+)-ketamine", "intervention", "30"),
        ("placebo", "placebo", "comparator", "29"),
    ]


def test_without_sizes_the_arms_of_results_are_proposed():
    """Each name once; a name that tells nothing has no role."""
    found = [read("pain_score", 3.1, "ketamine"), read("responders", 5, "group B")]
    assert told(*found, read("pain_score", 2.0, "ketamine")) == [
        ("ketamine", "ketamine", "intervention", ""),
        ("group_b", "group B", "", ""),
    ]


def test_results_without_any_arm_are_of_all_patients():
    """A series has one arm; a record without results has none to propose."""
    assert told(read("responders", 5)) == [("all", "all patients", "single", "")]
    assert told(read("n_total", 20)) == []


def test_two_sizes_of_one_arm_are_left_to_a_person():
    """Enrolled and analysed are not told apart by guessing."""
    sizes = [read("n_arm", 30, "ketamine"), read("n_arm", 28, "ketamine")]
    assert told(*sizes) == [("ketamine", "ketamine", "", "")]


@pytest.mark.parametrize(
    ("name", "labels", "found"),
    [
        ("ketamine", ("S(+)-ketamine", "placebo"), "S(+)-ketamine"),
        ("Placebo", ("ketamine", "placebo"), "placebo"),
        ("ketamine", ("ketamine 0.1 mg/kg", "ketamine 0.4 mg/kg"), ""),
        ("ketamine", ("ketamine", "ketamine and clonidine"), "ketamine"),
        ("midazolam", ("ketamine", "placebo"), ""),
        (None, ("ketamine", "placebo"), ""),
        (None, ("all patients",), "all patients"),
        ("ketamine", ("esketamine", "placebo"), ""),
    ],
)
def test_a_name_means_an_arm_only_where_it_can_mean_no_other(name, labels, found):
    """Where several may be meant the cell stays blank."""
    assert arm_of(name, [NamedArm(label, label) for label in labels]) == found
    assert arm_of(name, [Arm("a", label, label, "single") for label in labels]) == found


def test_a_trial_can_be_confirmed_from_what_was_read(tmp_path):
    """Study, arms and results of an included record enter the register as they stand."""
    text = (
        "METHODS: Sixty patients with CRPS were randomised to ketamine (n = 30) or "
        "placebo (n = 30). RESULTS: At week 4 the pain score (NRS 0-10) was 3.1 (SD 2.1) "
        "in the ketamine group and 5.2 (SD 2.3) in the placebo group."
    )
    title = "Ketamine in complex regional pain syndrome: a randomised trial"
    abstract = f"<AbstractText>{text}</AbstractText>"
    sample = article("90000001", title=title, abstract=abstract)
    with ke.init_review(tmp_path / "R") as review:
        (tmp_path / "a.xml").write_bytes(record_set(sample))
        review.import_files([tmp_path / "a.xml"], source="PubMed")
        for stage in ("title_abstract", "full_text"):
            review.decide_on({"90000001": "include"}, stage=stage, by="A")
        sheet = review.sheet()
        (study,) = sheet.tables["studies"]
        place = ("studies", study.cells["study_id"], "design")
        assert sheet.beside[place].startswith("rct_parallel — “")
        assert [row.cells["arm_id"] for row in sheet.tables["arms"]] == [
            "ketamine",
            "placebo",
        ]
        for proposal in review.proposals():
            review.confirm(proposal, by="A. Reader", reason="read in the abstract")
        rows = review.register.results
        assert [(r.arm_id, r.value, r.scale, r.scale_high) for r in rows] == [
            ("ketamine", 3.1, "NRS", 10.0),
            ("placebo", 5.2, "NRS", 10.0),
        ]
        assert [arm.n for arm in review.register.arms] == [30, 30]
        assert review.proposals() == ()

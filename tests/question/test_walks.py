"""Each shipped question is walked from an empty folder to a report, with no code."""

from __future__ import annotations

import dataclasses
import re

import pytest

import ketaevidence as ke
from ketaevidence.cli import main
from ketaevidence.curation.model import Arm, Result, Source, Study
from ketaevidence.errors import CurationError
from ketaevidence.question.load import shipped_question

SOURCE = Source("https://example.org", "abstract", "primary_abstract")
WHO = {"by": "A. Reader", "reason": "read in the abstract"}
#: What each question is walked with: drug as written, patients, form, kind of dose.
WALKS = {
    "lidocaine-neuropathic": ("Lidocaine", "neuropathic pain", None, "single_infusion"),
    "bisphosphonates-crps": ("Neridronate", "CRPS type I", "neridronate", "infusion_course"),
}  # fmt: skip


def nbib(drug, patients):
    """Give an invented record as PubMed's text format has it."""
    return (
        "PMID- 90000001\n"
        f"TI  - {drug} infusion for {patients}: an invented randomised trial.\n"
        f"AB  - METHODS: Forty patients with {patients} were randomised to intravenous\n"
        f"      {drug.lower()} 5 mg/kg (n = 20) or placebo (n = 20). RESULTS: Pain on the\n"
        "      NRS (0-10) after 4 weeks was 3.1 (SD 1.5) in the\n"
        f"      {drug.lower()} group and 4.9 (SD 1.8) in the placebo group.\n"
        "PT  - Journal Article\nPT  - Randomized Controlled Trial\nDP  - 2020\n"
        "AU  - Example A\nMH  - Humans\n\n"
    )


def rows(patients, form, dose_class, study_id="example2020"):
    """Give an invented trial of 20 against 20, as a person would enter it."""
    trial = Study(
        study_id, "Example 2020", "An invented trial", "rct_parallel", study_id, SOURCE,
        is_randomised=True, n_enrolled=40, n_analysed=40, condition=patients, route="IV",
        form=form, dose_class=dose_class, comparator_kind="placebo", record_key="pmid:90000001",
    )  # fmt: skip
    arms = [
        Arm(study_id, "drug", "drug", "intervention", 20),
        Arm(study_id, "placebo", "placebo", "comparator", 20),
    ]
    results = [
        Result(f"{study_id}-{arm}", study_id, arm, "pain_intensity", "pain", "mean", SOURCE,
               time_words="4 weeks", time_days=28.0, phase="off_drug", n=20, value=value,
               spread=spread, spread_type="SD", scale="NRS", scale_low=0.0, scale_high=10.0)
        for arm, value, spread in (("drug", 3.1, 1.5), ("placebo", 4.9, 1.8))
    ]  # fmt: skip
    return [trial, *arms, *results]


@pytest.fixture(scope="module", params=sorted(WALKS))
def walked(request, tmp_path_factory):
    """Walk one question by its commands; give its name, folder and all it printed."""
    name, place = request.param, tmp_path_factory.mktemp("walk")
    drug, patients, form, dose_class = WALKS[name]
    folder, records = place / "R", place / "in.nbib"
    records.write_text(nbib(drug, patients), "utf-8")
    printed = []

    def run(*words):
        out = place / "out.txt"
        with (
            out.open("w", encoding="utf-8") as stream,
            pytest.MonkeyPatch.context() as patch,
        ):
            patch.setattr("sys.stdout", stream)
            code = main([str(word) for word in words])
        printed.append(out.read_text("utf-8"))
        return code

    assert run("init", folder, "--question", name) == 0
    assert run("import", folder, records, "--source", "PubMed") in (0, 10)
    assert run("screen", folder) == 0
    with ke.open_review(folder) as review:
        (suggestion,) = review.suggestions()
        key = suggestion.record_key
        for stage in ("title_abstract", "full_text"):
            review.decide_on({key: "include"}, stage=stage, by="A. Reader")
    assert run("extract", folder) == 0
    with ke.open_review(folder) as review:
        review.enter(rows(patients, form, dose_class), **WHO)
        review.export_sheet(place / "sheet")
        review.export_sheet(place / "sheet.xlsx")
        analyses = review.analyses()
    for words in (
        ("extract", folder, "--json"), ("check", folder), ("table", folder), ("pool", folder),
        ("table", folder, "--out", place / "t.csv"), ("table", folder, "--format", "md"),
        ("certainty", folder), ("report", folder, "--out", place / "r.html"),
        ("status", folder),
    ):  # fmt: skip
        run(*words)
    return name, place, "\n".join(printed), suggestion, analyses


def texts_of(place):
    """Give every text that a walk left behind, also those inside the workbook."""
    for path in sorted(place.rglob("*")):
        if path.suffix in (".csv", ".html", ".toml", ".txt", ".md"):
            yield path.name, path.read_text("utf-8")
    import openpyxl

    for page in openpyxl.load_workbook(place / "sheet.xlsx").worksheets:
        cells = (str(c) for row in page.iter_rows(values_only=True) for c in row if c)
        yield page.title, "\n".join(cells)


def test_no_output_of_another_review_names_ketamine(walked):
    """Report, tables, sheet and everything printed speak of the review's own drug."""
    _, place, printed, *_ = walked
    # The name of one field is the same in every review, as a column's is.
    printed = printed.replace('"field": "ketamine_role"', "")
    for name, text in [("printed", printed), *texts_of(place)]:
        found = re.search(r".{0,60}k[eé]tamin.{0,60}", text, re.IGNORECASE)
        assert found is None, f"{name}: {found[0]}"


def test_the_walk_reaches_a_result(walked):
    """The record is suggested for inclusion, read, entered, and shown as a contrast."""
    name, place, printed, suggestion, analyses = walked
    assert suggestion.verdict == "include"
    label = shipped_question(name).drug.words
    assert label in (place / "r.html").read_text("utf-8")
    (row,) = analyses[0].rows
    assert round(row.estimate, 2) == -1.8
    assert analyses[0].favours[0] == f"Favours {label}"
    (group,) = analyses[0].groups
    assert group.why_not_pooled == "there is one study only"
    assert "−1.8" in printed


def test_rules_read_the_question_s_own_condition_and_drug(walked):
    """A wide condition is named as the question does, and the drug's part is read."""
    name, place, *_ = walked
    question = shipped_question(name)
    with ke.open_review(place / "R", as_copy=True) as review:
        read = {item.field: item.value for item in review.candidates()}
    expected = {"crps": "CRPS"}.get(question.condition.name, "neuropathic pain")
    assert (read["condition"], read["ketamine_role"]) == (expected, "intervention")


def test_three_alike_trials_are_pooled_whatever_the_drug(walked):
    """A drug of one form needs no form; members of a class are pooled by member."""
    name, place, *_ = walked
    _, patients, form, dose_class = WALKS[name]
    with ke.open_review(place / "R", as_copy=True) as review:
        for shift, extra in enumerate(("b", "c")):
            own = rows(patients, form, dose_class, extra)
            moved = [
                dataclasses.replace(row, value=row.value - shift - 0.5)
                if getattr(row, "arm_id", "") == "drug" and isinstance(row, Result)
                else row
                for row in own
            ]
            review.enter(moved, **WHO)
        included = review.analyses()[0]
        pooled = [group.pooled for group in included.groups]
    assert [one and one.k for one in pooled] == [3], included.groups


def test_a_word_of_another_review_is_refused(walked):
    """Forms and kinds of dose are those of the question, and no others."""
    name, place, *_ = walked
    _, patients, form, dose_class = WALKS[name]
    own = rows(patients, form, dose_class, "other")[0]
    with ke.open_review(place / "R", as_copy=True) as review:
        for wrong in ({"form": "racemic"}, {"dose_class": "subanaesthetic_infusion"}):
            with pytest.raises(CurationError, match="is not possible; allowed: "):
                review.enter([dataclasses.replace(own, **wrong)], **WHO)

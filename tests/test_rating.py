"""Rating certainty in a review: kept, corrected, overtaken by data, read in the past."""

from __future__ import annotations

import argparse
import json
import re
import warnings

import pytest

import ketaevidence as ke
from ketaevidence.cli import rating as command
from ketaevidence.curation.model import Arm, Result, Source, Study
from ketaevidence.errors import CurationError, EvidenceWarning, UsageError
from ketaevidence.library import Library
from ketaevidence.question.load import shipped_question
from ketaevidence.review.summarised import Summarised

WHO = {"by": "A. Reader", "reason": "invented for a test"}
SOURCE = Source("https://example.org", "abstract", "primary_abstract")
#: The outcomes of the invented review: change at the end of treatment, responders.
CHANGE, RESPONDERS = "single_arm_change-b0bca781", "responder-32b28e4a"


def study(i, name, result) -> tuple[Study, Arm, Result]:
    """Give an invented study of one group, with one result."""
    return (
        Study(name, f"Invented {name}", f"An invented study, {name}",
              "single_arm_prospective", name, SOURCE, record_key=f"pmid:9000000{i}",
              pmid=f"9000000{i}", condition="CRPS", n_analysed=18, n_crps=18),
        Arm(name, "k", "ketamine", "single", n=18),
        Result(f"R{i}", name, "k", source=SOURCE, n=18, **result),
    )  # fmt: skip


@pytest.fixture
def review(tmp_path):
    """Give an invented review of two studies, with the stage that sums up."""
    pages = [
        f"PMID- 9000000{i}\nSTAT- MEDLINE\nDP  - 2020\nTI  - An invented study, {name}\n"
        for i, name in enumerate("ab")
    ]
    (tmp_path / "a.nbib").write_text("\n".join(pages))
    change = {
        "outcome": "pain_intensity", "outcome_words": "pain", "statistic": "mean_change",
        "time_words": "last day", "time_days": 5.0, "phase": "on_drug", "value": -2.0,
        "spread": 0.5, "spread_type": "SE", "scale": "NRS", "scale_low": 0.0,
        "scale_high": 10.0,
    }  # fmt: skip
    relief = {
        "outcome": "responder", "outcome_words": "relief", "statistic": "count",
        "time_words": "week 4", "time_days": 28.0, "phase": "off_drug", "events": 8,
        "total": 18, "definition": "half the pain",
    }  # fmt: skip
    with Summarised(Library.in_memory(), shipped_question(), folder=None) as made:
        made.import_files([tmp_path / "a.nbib"], source="invented")
        verdicts = {"90000000": "include", "90000001": "include"}
        for stage in ("title_abstract", "full_text"):
            made.decide_on(verdicts, stage=stage, by="A. Reader")
        made.enter((*study(0, "a", change), *study(1, "b", relief)), **WHO)
        yield made


def rate(review, row=CHANGE, rating="very low", **more):
    """Rate an outcome by an invented person."""
    told = {
        "start": "low",
        "domains": {"imprecision": -1},
        "support": {"imprecision": "18 people"},
    }
    return review.rate_certainty(row, rating=rating, **(WHO | told | more))


def test_a_rating_is_kept_and_shown_and_its_older_forms_stay(review):
    """Rated again, the newest counts; the history holds each with who and why."""
    rate(review, at="2026-11-02T00:00:00Z")
    again = rate(review, rating="low", domains={}, support={}, by="B. Reader")
    assert review.certainty() == (again,)
    assert review.certainty(analysis="responder") == ()
    assert [(m.by, m.rating) for m in review.certainty_history(CHANGE)] == [
        ("A. Reader", "very low"),
        ("B. Reader", "low"),
    ]
    table = review.summary_of_findings().set_index("row_id")
    shown = table.loc[CHANGE, ["certainty", "symbol", "rated_by"]]
    assert shown.tolist() == ["Low", "⊕⊕⊝⊝", "B. Reader"]
    rest = table.drop(CHANGE)["certainty"]
    assert set(rest) == {"not rated by a person"}


def test_levels_that_lead_elsewhere_are_told_where_they_were_given(review):
    """The warning points at the caller, and the rating is kept."""
    with pytest.warns(EvidenceWarning, match="rated 'low'.*lead to 'very low'") as told:
        rate(review, rating="low")
    assert told[0].filename == __file__
    assert review.certainty()[0].rating == "low"
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        rate(review)


def test_what_is_refused_is_not_recorded(review):
    """An unknown outcome, word or domain leaves no rating behind."""
    for wrong in ({"row": "x"}, {"rating": "good"}, {"domains": {"luck": -1}}):
        with pytest.raises(CurationError):
            rate(review, **wrong)
    assert review.certainty() == ()


def test_a_rating_is_overtaken_when_a_number_is_corrected(review):
    """A correction in the register asks for a new rating of that outcome only."""
    for row in (CHANGE, RESPONDERS):
        rate(review, row)
    review.correct("R0", spread=0.6, **WHO)
    table = review.summary_of_findings().set_index("row_id")
    assert table.loc[CHANGE, "certainty"] == "rated before the newest data; rate again"
    assert table.loc[CHANGE, "earlier"] == (
        "it was very low; results since then: 1 with other numbers"
    )
    assert table.loc[RESPONDERS, "certainty"] == "Very low"
    rate(review)
    again = review.summary_of_findings().set_index("row_id")
    assert again.loc[CHANGE, "certainty"] == "Very low"


def test_a_study_without_a_row_cannot_be_rated(review):
    """No included trial is randomised here, so that there is nothing to rate."""
    row = review.summary_of_findings().loc[0, "row_id"]
    assert row.startswith("randomised_contrast-")
    with pytest.raises(CurationError, match="no study tells of"):
        rate(review, row)


def test_the_past_has_the_rating_of_its_time(review, monkeypatch):
    """A rating counts from when it was recorded, whatever day a person stated."""
    monkeypatch.setattr("ketaevidence.review.rated.now", lambda: "2099-01-02T00:00:00Z")
    rate(review, at="2020-01-01T00:00:00Z")
    before = review.as_of("2099-01-01")
    assert before.certainty() == ()
    shown = before.summary_of_findings().set_index("row_id")["certainty"]
    assert shown[CHANGE] == "not rated by a person"
    assert len(review.as_of("2099-01-02").certainty()) == 1


def test_the_table_is_written_whole_in_the_format_of_its_name(review, tmp_path):
    """Markdown and CSV are written; another ending is refused and nothing is made."""
    for ending in ("md", "csv"):
        path = review.write_summary_of_findings(tmp_path / f"sof.{ending}")
        assert "not rated by a person" in path.read_text("utf-8")
    with pytest.raises(ke.KetaEvidenceError, match="use one of csv, html, md"):
        review.write_summary_of_findings(tmp_path / "sof.xlsx")
    assert not (tmp_path / "sof.xlsx").exists()


@pytest.fixture
def run(review, monkeypatch, capsys):
    """Run the command on the review, and give what it prints."""

    class Kept:
        """Stays open from one command to the next."""

        def __enter__(self) -> Summarised:
            return review

        def __exit__(self, *_: object) -> None:
            return None

    monkeypatch.setattr(command, "open_chosen", lambda _: Kept())
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", nargs="?")
    parser.add_argument("--json", action="store_true")
    command.add_certainty_options(parser)

    def ran(*words):
        command.run_certainty(parser.parse_args(words))
        return capsys.readouterr().out

    return ran


RATE = (
    "R", "--rate", CHANGE, "--as", "very low", "--start", "low", "--by", "A. Reader",
    "--reason", "invented", "--lower", "imprecision", "1", "18 people",
)  # fmt: skip


def test_the_command_shows_rates_and_tells_the_history(run):
    """What it prints names each row, takes its rating, and tells who rated it."""
    shown = run("R")
    assert f"row: {CHANGE}" in shown
    assert "not rated by a person" in shown
    assert max(map(len, shown.splitlines())) <= 80
    assert run(*RATE) == f"{CHANGE}: rated very low by A. Reader.\n"
    assert "⊕⊝⊝⊝ Very low (note a); A. Reader" in " ".join(run("R").split())
    told = run("R", "--history", CHANGE)
    assert re.match(r"\d{4}-\d\d-\d\d  A\. Reader: very low, from low\n", told)
    assert "Lowered by 1 level for imprecision: 18 people." in told
    assert run("R", "--history", "x") == "Nobody has rated x.\n"


def test_the_command_gives_documents(run, tmp_path):
    """With --json a machine gets rows, ratings and histories."""
    rows = json.loads(run("R", "--json"))
    assert rows[1]["row_id"] == CHANGE
    made = json.loads(run(*RATE, "--json"))
    assert (made["rating"], made["domains"][0]["levels"]) == ("very low", -1)
    assert len(json.loads(run("R", "--history", CHANGE, "--json"))) == 1
    out = tmp_path / "sof.md"
    assert run("R", "--out", str(out)) == f"Wrote {out}.\n"
    assert "Very low" in out.read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (RATE[1:], "needs a review's folder"),
        (RATE[:3], "needs --as, --by, --reason"),
        (("R", "--as", "low"), "which outcome you rate"),
        ((*RATE, "--history", CHANGE), "one of --rate and --history"),
        ((*RATE[:-2], "one", "x"), "levels are a number"),
        ((*RATE, "--lower", "imprecision", "1", "x"), "given twice"),
        (("R", "--out", "sof.docx"), "written as .csv, .html or .md"),
    ],
)
def test_the_command_refuses_what_has_no_meaning(run, review, words, told):
    """Wrong usage is one sentence, and nothing is recorded."""
    with pytest.raises(UsageError, match=told):
        run(*words)
    assert review.certainty() == ()

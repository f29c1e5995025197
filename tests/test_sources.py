"""Several sources of one number in a review: entered, shown, chosen, opened again."""

from __future__ import annotations

import json

import pytest
from openpyxl import load_workbook
from tests.test_checking import fill

import ketaevidence as ke
from ketaevidence.cli import main
from ketaevidence.errors import CurationError, LibraryError

TABLE = {"location": "Table 1, page 7", "confidence": "secondary"}
WHO = {"by": "A. Reader", "reason": "read in the review"}


@pytest.fixture
def place(tmp_path, monkeypatch):
    """Start a review of four alike trials in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    records = [
        f"PMID- 9000000{i}\nSTAT- MEDLINE\nDP  - 2020\nTI  - An invented trial, {name}\n"
        for i, name in enumerate("abcd")
    ]
    (tmp_path / "a.nbib").write_text("\n".join(records))
    with ke.init_review("R") as review:
        review.import_files(["a.nbib"], source="invented")
        for stage in ("title_abstract", "full_text"):
            review.decide_on(
                {f"9000000{i}": "include" for i in range(4)},
                stage=stage,
                by="A. Reader",
            )
        fill(review, spread=2.0)
    return tmp_path


@pytest.fixture
def review(place):
    """Open the review of four trials."""
    with ke.open_review("R") as opened:
        yield opened


def pooled(review):
    """Give the trials in the pool of contrasts."""
    groups = review.analyses()[0].groups
    return {row.study_id for g in groups if g.pooled is not None for row in g.rows}


def mean(review, key="d-k"):
    """Give a mean as it counts."""
    return next(r.value for r in review.register.results if r.result_id == key)


def disputed(review):
    """Let a table state another mean of one arm."""
    return review.add_source("d-k", value=4.1, spread=2.2, spread_type="SD", source=TABLE, **WHO)  # fmt: skip


def test_two_sources_stand_side_by_side_until_a_person_chooses(review):
    """Neither number is used, both are shown with their places, nothing is overwritten."""
    # T12
    assert pooled(review) == set("abcd")
    disputed(review)
    (found,) = review.disagreements()
    assert [stated.text("value") for stated in found.sources] == ["3.3", "4.1"]
    assert pooled(review) == set("abc")
    (kept,) = [k for k in review.analyses()[0].kept_out if k.study_id == "d"]
    assert "sources disagree: value 3.3" in kept.reason
    assert "spread 2.2 in source 2 (Table 1, page 7)" in kept.reason
    page = review.report("r.html").read_text("utf-8")
    assert "value 4.1" in page
    assert "Table 1, page 7" in review.evidence_table().loc[3, "sources_disagree"]
    assert mean(review) == 3.3
    assert len(review.history("d-k")) == 1


def test_a_chosen_source_counts_and_says_so(review):
    """Its numbers are pooled, with who chose it and why beside the row."""
    disputed(review)
    chosen = review.choose_source("d-k", 2, by="B. Reader", reason="the full text")
    assert (chosen.choice.number, chosen.choice.by) == (2, "B. Reader")
    assert mean(review) == 4.1
    assert pooled(review) == set("abcd")
    marks = [m for a in review.analyses() for r in a.rows for m in r.marks]
    assert any("source 2 chosen by B. Reader" in m and "the full text" in m for m in marks)  # fmt: skip
    assert "Source 2 chosen by B. Reader" in review.report("r.html").read_text("utf-8")


def test_a_choice_is_opened_again_and_nothing_is_erased(review):
    """After it the row is out again; every answer stays, and the past is as it was."""
    disputed(review)
    review.choose_source("d-k", 2, at="2026-05-01T00:00:00Z", **WHO)
    (found,) = review.disagreements()
    review.reopen(found.finding_id, by="C. Reader", reason="asked the authors")
    assert (mean(review), pooled(review)) == (3.3, set("abc"))
    assert review.disagreements()[0].is_open
    history = review.ruling_history(found.finding_id)
    assert [(r.verdict, r.source, r.by) for r in history] == [
        ("chosen", 2, "A. Reader"),
        ("reopened", None, "C. Reader"),
    ]
    with pytest.raises(CurationError, match="has opened it again already"):
        review.reopen(found.finding_id, **WHO)
    review.choose_source("d-k", 1, **WHO)
    assert pooled(review) == set("abcd")


def test_a_further_source_or_a_corrected_one_is_another_question(review):
    """A choice among two says nothing among three, or among other numbers."""
    disputed(review)
    review.choose_source("d-k", 2, **WHO)
    review.add_source("d-k", value=4.3, source={**TABLE, "location": "page 9"}, **WHO)
    (found,) = review.disagreements()
    assert found.is_open
    assert len(found.sources) == 3
    review.choose_source("d-k", 3, **WHO)
    review.add_source("d-k", number=3, value=4.4, source=TABLE, **WHO)
    assert review.disagreements()[0].is_open
    assert [dict(o.cells) for o in review.source_history("d-k", 3)] == [
        {"value": "4.3"},
        {"value": "4.4"},
    ]


def test_it_survives_closing_and_is_seen_in_the_past(review):
    """Sources and choices are kept in the store; an earlier view has none of them."""
    before = review.as_of("2000-01-01")
    disputed(review)
    review.choose_source("d-k", 2, **WHO)
    assert before.other_sources() == ()
    with ke.open_review("R") as again:
        assert mean(again) == 4.1
        assert [o.by for o in again.other_sources("d-k")] == ["A. Reader"]
    with pytest.raises(LibraryError, match="the past is not changed"):
        disputed(before)


def test_an_excluded_disagreement_is_decided(review):
    """Keeping the row out of every pool is an answer too, and no source counts."""
    disputed(review)
    (found,) = review.disagreements()
    review.settle(found.finding_id, verdict="exclude", **WHO)
    (after,) = review.disagreements()
    assert (after.is_open, after.choice.number) == (False, None)
    (kept,) = [k for k in review.analyses()[0].kept_out if k.study_id == "d"]
    assert kept.reason_id == "kept_out_by_reviewer"


@pytest.mark.parametrize("verdict", ["accept", "corrected"])
def test_a_disagreement_is_settled_by_choosing(review, verdict):
    """No value is accepted or corrected past the other source."""
    disputed(review)
    (found,) = review.disagreements()
    values = {"value": 4.1} if verdict == "corrected" else {}
    with pytest.raises(CurationError, match="choose one"):
        review.settle(found.finding_id, verdict=verdict, **WHO, **values)
    assert pooled(review) == set("abc")


def test_a_row_of_which_another_source_counts_is_not_corrected_by_mistake(review):
    """The entered row keeps its own source's numbers; the message says what to do."""
    disputed(review)
    review.choose_source("d-k", 2, **WHO)
    with pytest.raises(CurationError, match="counts as its source 2 states it"):
        review.correct("d-k", value=4.2, **WHO)
    review.choose_source("d-k", 1, **WHO)
    review.correct("d-k", n=30, **WHO)
    assert mean(review) == 3.3
    assert review.disagreements()[0].is_open


def test_a_study_is_chosen_cell_by_cell(review):
    """The chosen cell counts, the others stand; correcting another cell keeps both."""
    review.add_source("d", dose="30 mg/h", form="racemic", source=TABLE, **WHO)
    assert [d.columns for d in review.disagreements()] == [("form",)]
    review.choose_source("d", 2, **WHO)
    (study,) = [s for s in review.register.studies if s.study_id == "d"]
    assert (study.form, study.dose) == ("racemic", None)
    (entered,) = [r for r in review.sheet().tables["studies"] if r.cells["study_id"] == "d" and r.state == "entered"]  # fmt: skip
    assert entered.cells["form"] == "S"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("nobody", 1, None), "no row 'nobody'"),
        (("a-k", 1, None), "No two sources of a-k disagree"),
        (("d-k", 5, None), "no source 5 here; its sources: 1, 2"),
        (("d", 2, None), "disagree on form, route; say which column"),
        (("d", 2, "dose"), "do not disagree on 'dose', but on form, route"),
    ],
)
def test_what_is_not_there_cannot_be_chosen(review, words, told):
    """Row, source and column are each told apart; nothing is recorded."""
    disputed(review)
    review.add_source("d", form="racemic", route="oral", source=TABLE, **WHO)
    key, number, column = words
    with pytest.raises(CurationError, match=told):
        review.choose_source(key, number, column=column, **WHO)
    assert review.rulings() == ()


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"source": TABLE, "by": " "}, r"need who \(by\)"),
        ({"source": TABLE, "number": 2}, "has no other source 2; it has none but"),
        ({"source": {"page": "7"}}, "A source has no page; it has confidence"),
        ({"source": TABLE, "value": 99.0}, "the scale"),
    ],
)
def test_what_cannot_be_stated_is_refused(review, more, told):
    """Nothing is recorded."""
    given = {"value": 4.1, **WHO, **more}
    with pytest.raises(CurationError, match=told):
        review.add_source("d-k", **given)
    assert review.other_sources() == ()


def test_a_correction_that_another_source_could_not_stand_beside_is_refused(review):
    """A scale that ends below what the table prints contradicts it."""
    disputed(review)
    with pytest.raises(CurationError, match="source 2: results, d-k, value: 4"):
        review.correct("d-k", scale_high=4.0, **WHO)


def test_the_table_has_one_row_for_each_source(review):
    """Side by side with places, and who chose which."""
    disputed(review)
    table = review.disagreements_table()
    assert list(table["source"]) == [1, 1, 2, 2]
    assert table["counts"].isna().all()
    review.choose_source("d-k", 2, **WHO)
    table = review.disagreements_table()
    chosen = table[table["counts"]]
    assert set(chosen["chosen_by"]) == {"A. Reader"}
    assert dict(zip(chosen["column"], chosen["value"], strict=True)) == {
        "value": "4.1",
        "spread": "2.2",
    }


def test_the_sheet_carries_sources_both_ways(review):
    """Exported and imported without edits nothing changes, chosen or not."""
    disputed(review)
    review.choose_source("d-k", 2, **WHO)
    for name in ("s.xlsx", "s"):
        done = review.import_sheet(review.export_sheet(name), by="B", reason="none")
        assert (done.changes, done.new, done.left_out) == ((), (), ())
    states = [r.state for r in review.sheet().tables["results"]]
    assert states.count("source 2 (counts)") == 1
    assert states.index("source 2 (counts)") == states.index("entered") + 7


def test_the_newest_choice_dates_the_report(review):
    """What a person decided last is the report's date."""
    disputed(review)
    review.choose_source("d-k", 2, at="2099-03-04T00:00:00Z", **WHO)
    assert review.snapshot().as_of == "2099-03-04"


def test_a_source_entered_by_mistake_is_withdrawn_and_kept(review):
    """It states nothing any more; its forms, who and why stay; its number is used up."""
    disputed(review)
    review.choose_source("d-k", 2, **WHO)
    gone = review.withdraw_source("d-k", 2, by="B. Reader", reason="another trial")
    assert (gone.is_withdrawn, gone.by) == (True, "B. Reader")
    assert review.other_sources() == ()
    assert review.disagreements() == ()
    assert mean(review) == 3.3
    assert pooled(review) == set("abcd")
    forms = review.source_history("d-k", 2)
    assert [(f.is_withdrawn, f.reason) for f in forms] == [
        (False, "read in the review"),
        (True, "another trial"),
    ]
    assert disputed(review).number == 3
    with ke.open_review("R") as again:
        assert [o.number for o in again.other_sources()] == [3]


@pytest.mark.parametrize("number", [1, 2, 3])
def test_only_a_source_that_stands_is_withdrawn(review, number):
    """The row's own, one that is not there and one withdrawn before are refused."""
    disputed(review)
    review.withdraw_source("d-k", 2, **WHO)
    with pytest.raises(CurationError, match=f"no other source {number} that stands"):
        review.withdraw_source("d-k", number, **WHO)
    assert len(review.source_history("d-k", 2)) == 2


def test_a_sheet_from_before_a_withdrawal_brings_nothing_back(review):
    """Left as it was the row is passed over; changed, it is refused with who and why."""
    disputed(review)
    path = review.export_sheet("s.xlsx")
    review.withdraw_source("d-k", 2, by="B. Reader", reason="another trial")
    done = review.import_sheet(path, by="C", reason="none")
    assert (done.changes, done.new, done.left_out) == ((), (), ())
    assert review.other_sources() == ()
    book = load_workbook(path)
    sheet = book["Results"]
    headings = [cell.value for cell in sheet[1]]
    (line,) = [r for r in range(2, sheet.max_row + 1) if sheet.cell(r, 1).value == "source 2"]  # fmt: skip
    sheet.cell(line, headings.index("value") + 1).value = "4.4"
    book.save(path)
    with pytest.raises(CurationError, match=r"withdrawn by B\. Reader"):
        review.import_sheet(path, by="C", reason="none")
    assert review.other_sources() == ()


# The command ----------------------------------------------------------------------


def run(capsys, *words):
    """Run a command; give its exit code, stdout and stderr."""
    code = main([str(word) for word in words])
    out, err = capsys.readouterr()
    return code, out, err


BY = ("--by", "A. Reader", "--reason", "the full text")


def test_the_command_adds_shows_chooses_and_opens_again(place, capsys):
    """Everything that a person types, with 10 while something is open."""
    add = ["sources", "R", "--add", "d-k", "--set", "value=4.1", "--place", "Table 1",
           "--quote", "4.1 points"]  # fmt: skip
    code, out, err = run(capsys, *add, *BY)
    assert (code, err) == (0, "")
    assert out.startswith("Recorded: d-k has source 2. It disagrees")
    code, out, _ = run(capsys, "sources", "R")
    assert code == 10
    assert "d-k: Pain, week 4 (Invented d)" in out
    assert "  1  3.3" in out
    assert "  2  4.1\n      Table 1\n      “4.1 points”" in out
    assert "Nobody has chosen; no pool uses it." in out
    choose = ["sources", "R", "--choose", "d-k", "--number", "2"]
    assert run(capsys, *choose, *BY)[:2] == (
        0,
        "Recorded: of d-k source 2 counts. 0 open.\n",
    )
    code, out, _ = run(capsys, "sources", "R")
    assert code == 0
    assert " *2  4.1" in out
    assert "source 2, by A. Reader on 20" in out
    assert run(capsys, "sources", "R", "--reopen", "d-k", *BY)[0] == 0
    assert run(capsys, "sources", "R")[0] == 10
    assert run(capsys, "check", "R")[0] == 10


def test_the_command_withdraws_a_source(place, capsys):
    """The mistaken source is named; a second try is refused."""
    add = ["sources", "R", "--add", "d-k", "--set", "value=4.1", "--place", "p. 7"]
    run(capsys, *add, *BY)
    words = ["sources", "R", "--withdraw", "d-k", "--number", "2", *BY]
    assert run(capsys, *words)[:2] == (
        0,
        "Recorded: source 2 of d-k is withdrawn.\n",
    )
    assert run(capsys, "sources", "R")[0] == 0
    code, _, err = run(capsys, *words)
    assert (code, err.count("\n")) == (1, 1)


def test_the_history_of_a_row_is_told(place, capsys):
    """Every value of a cell, who and why; and which source counts instead."""
    with ke.open_review("R") as review:
        review.correct("d-k", n=30, by="B. Reader", reason="page 3")
    code, out, err = run(capsys, "table", "R", "--history", "d-k", "--column", "n")
    assert (code, err) == (0, "")
    column, *_, last = out.splitlines()
    assert column == "n"
    assert last.startswith("  30, by B. Reader on ")
    assert last.endswith(": page 3")
    whole = json.loads(run(capsys, "table", "R", "--history", "d-k", "--json")[1])
    assert [form["text"] for form in whole["cells"]["n"]][-1] == "30"
    assert "ci_low" not in whole["cells"]
    add = ["sources", "R", "--add", "d-k", "--set", "value=4.1", "--place", "p. 7"]
    run(capsys, *add, *BY)
    run(capsys, "sources", "R", "--choose", "d-k", "--number", "2", *BY)
    out = run(capsys, "table", "R", "--history", "d-k", "--column", "value")[1]
    assert "source 2 counts, chosen by A. Reader" in " ".join(out.split())


def test_a_source_that_agrees_is_said_to(place, capsys):
    """A second source of the same number opens no question."""
    add = ["sources", "R", "--add", "d-k", "--set", "value=3.3", "--place", "p. 7"]
    assert "It agrees with the other sources." in run(capsys, *add, *BY)[1]
    code, out, _ = run(capsys, "sources", "R")
    assert code == 0
    assert "1 further source agrees with the rows." in out


def test_json_is_one_document(place, capsys):
    """Every source with its place, and how many questions are open."""
    run(
        capsys,
        "sources",
        "R",
        "--add",
        "d-k",
        "--set",
        "value=4.1",
        "--place",
        "x",
        *BY,
    )
    code, out, _ = run(capsys, "sources", "R", "--json")
    document = json.loads(out)
    assert (code, document["open"]) == (10, 1)
    (found,) = document["disagreements"]
    assert [one["number"] for one in found["sources"]] == [1, 2]
    assert document["other_sources"][0]["by"] == "A. Reader"


BAD = [
    (["sources", "--choose", "d-k", "--number", "1", *BY], 2, "folder"),
    (["sources", "R", "--choose", "d-k", *BY], 2, "Say --number with --choose"),
    (["sources", "R", "--choose", "d-k", "--number", "1", "--by", "A"], 2, "Say --reason"),
    (["sources", "R", "--add", "d-k", *BY], 2, "Say --set with --add"),
    (["sources", "R", "--add", "d-k", "--set", "value", *BY], 2, "FIELD=VALUE"),
    (["sources", "R", "--add", "d-k", "--set", "value=9", *BY], 1, "not said where"),
    (["sources", "R", "--add", "d-k", "--set", "key=9", *BY], 2, "FIELD=VALUE"),
    (["sources", "R", "--number", "2"], 2, "--number goes with --add ROW or --choose ROW"),
    (["sources", "R", "--place", "x", "--choose", "d-k", "--number", "1", *BY], 2, "--place goes with --add ROW"),
    (["sources", "R", "--choose", "d-k", "--number", "1", *BY], 1, "No two sources"),
    (["sources", "R", "--reopen", "d-k", *BY], 2, "nobody has chosen"),
    (["sources", "R", "--add", "x", "--choose", "y"], 2, "not allowed with"),
    (["sources", "none"], 1, "no such folder"),
    (["sources", "R", "--withdraw", "d-k", *BY], 2, "Say --number with --withdraw"),
    (["table", "R", "--column", "n"], 2, "--column goes with --history ROW"),
    (["table", "R", "--history", "d-k", "--out", "t.csv"], 2, "leave it out with --history"),
    (["table", "R", "--history", "nobody"], 1, "sheet lists every row"),
    (["table", "R", "--history", "d"], 1, "`--table studies`"),
    (["sources", "R", "--choose", "nobody", "--number", "1", *BY], 1, "sheet lists every row"),
    (["table", "R", "--history", "d-k", "--column", "x"], 1, "There is no column 'x'"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "code", "told"), BAD)
def test_bad_input_is_one_clear_line(place, capsys, words, code, told):
    """A mistake gives one line on stderr, its exit code, and changes nothing."""
    before = {p: p.read_bytes() for p in place.rglob("*") if p.is_file()}
    try:
        got, out, err = run(capsys, *words)
    except SystemExit as stop:
        got, (out, err) = stop.code, capsys.readouterr()
    assert (got, out) == (code, "")
    assert err.count("\n") == 1
    assert told in err
    assert {p: p.read_bytes() for p in place.rglob("*") if p.is_file()} == before


def test_the_bundled_review_is_shown_without_a_folder(place, capsys):
    """`ketaevidence sources` alone tells of the bundled review."""
    code, out, err = run(capsys, "sources")
    assert code in (0, 10)
    assert err == ""
    assert out.rstrip().splitlines()[-1].endswith(("decided.", "rows.", "WHY."))

"""A review's sheet: exported with suggestions, edited, taken back."""

from __future__ import annotations

import json

import pytest
from openpyxl import load_workbook
from tests.pubmed.samples import article, record_set

import ketaevidence as ke
from ketaevidence.cli import main
from ketaevidence.errors import CurationError


def edit(path, sheet, line, **cells):
    """Change cells of one row of a workbook, by column."""
    book = load_workbook(path)
    page = book[sheet]
    headings = [cell.value for cell in page[1]]
    for name, value in cells.items():
        page.cell(line, headings.index(name) + 1).value = value
    book.save(path)


@pytest.fixture
def review():
    """Give the bundled review."""
    with ke.example_review() as opened:
        yield opened


@pytest.mark.parametrize("name", ["sheet.xlsx", "sheet"])
def test_a_round_trip_without_edits_changes_nothing(review, tmp_path, name):
    """Every cell of the bundled register survives both forms."""
    before = review.register
    path = review.export_sheet(tmp_path / name)
    done = review.import_sheet(path, by="A. Reader", reason="none")
    assert (done.changes, done.new, done.left_out) == ((), (), ())
    assert review.register == before


def test_a_sheet_is_a_workbook_or_a_folder(review, tmp_path):
    """A name with another ending is refused, and a folder that is there is used."""
    with pytest.raises(CurationError, match=r"not \.pdf"):
        review.export_sheet(tmp_path / "x.pdf")
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "v1.2").mkdir()
    assert (review.export_sheet(tmp_path / "v1.2") / "results.csv").is_file()


def test_an_edit_is_kept_with_who_and_why(review, tmp_path):
    """The changed cell is in the history with name and reason."""
    path = review.export_sheet(tmp_path / "sheet.xlsx")
    edit(path, "Results", 2, spread_type="SE")
    done = review.import_sheet(path, by="A. Reader", reason="a later paper says so")
    assert [(c.key, c.column, c.after) for c in done.changes] == [
        ("R001", "spread_type", "SE")
    ]
    newest = review.history("R001")[-1]
    assert (newest.by, newest.reason) == ("A. Reader", "a later paper says so")
    assert newest.body["spread_type"] == "SE"


def test_a_dry_run_changes_nothing(review, tmp_path):
    """It says what would change."""
    path = review.export_sheet(tmp_path / "sheet.xlsx")
    edit(path, "Results", 2, spread_type="SE")
    done = review.import_sheet(path, by="", reason="", dry_run=True)
    assert len(done.changes) == 1
    assert len(review.history("R001")) == 1


def test_a_correction_since_the_export_is_not_overwritten(review, tmp_path):
    """Two edits of one cell are told apart, and nothing of the sheet is taken."""
    path = review.export_sheet(tmp_path / "sheet.xlsx")
    edit(path, "Results", 2, spread_type="SE")
    edit(path, "Results", 3, n=29)
    review.correct("R001", spread_type="SD", by="B", reason="another view")
    with pytest.raises(CurationError, match="since the export"):
        review.import_sheet(path, by="A. Reader", reason="x")
    assert len(review.history("R002")) == 1


def test_what_would_contradict_the_register_is_refused_whole(review, tmp_path):
    """A cell that reads well but cannot be leaves everything as it was."""
    path = review.export_sheet(tmp_path / "sheet.xlsx")
    edit(path, "Results", 2, value=99)
    with pytest.raises(CurationError, match="the scale"):
        review.import_sheet(path, by="A. Reader", reason="x")
    assert len(review.history("R001")) == 1


def test_an_included_record_without_a_study_is_a_row_to_confirm(tmp_path):
    """What rules read in it stands in the row; confirmed, it enters the register."""
    with ke.init_review(tmp_path / "R") as review:
        (tmp_path / "a.xml").write_bytes(
            record_set(
                article(
                    "90000001",
                    title="Ketamine in complex regional pain syndrome: a randomised "
                    "trial",
                )
            )
        )
        review.import_files([tmp_path / "a.xml"], source="PubMed")
        review.decide_on({"90000001": "include"}, by="A. Reader")
        review.decide_on({"90000001": "include"}, stage="full_text", by="A. Reader")
        path = review.export_sheet(tmp_path / "sheet.xlsx")
        sheet = review.sheet()
        (row,) = sheet.tables["studies"]
        assert row.state == "suggested"
        assert row.cells["design"] == "rct_parallel"
        assert row.cells["pmid"] == "90000001"
        edit(path, "Studies", 2, row="confirmed")
        done = review.import_sheet(path, by="A. Reader", reason="first extraction")
        assert done.new == (("studies", row.cells["study_id"]),)
        assert [study.pmid for study in review.register.studies] == ["90000001"]


def run(capsys, *words):
    """Run a command; give its exit code, stdout and stderr."""
    code = main([str(word) for word in words])
    out, err = capsys.readouterr()
    return code, out, err


def test_the_command_exports_and_imports(tmp_path, capsys):
    """`sheet export` and `sheet import` work on a user's review."""
    ke.init_review(tmp_path / "R").close()
    code, out, _ = run(capsys, "sheet", "export", tmp_path / "R", tmp_path / "s.xlsx")
    assert (code, out) == (0, f"Wrote {tmp_path / 's.xlsx'}.\n")
    words = ("sheet", "import", tmp_path / "R", tmp_path / "s.xlsx")
    code, _, err = run(capsys, *words)
    assert code == 2
    assert "--by NAME --reason WHY" in err
    code, out, _ = run(capsys, *words, "--by", "A", "--reason", "x")
    assert (code, out) == (0, "0 cells changed, 0 new rows.\n")
    document = json.loads(run(capsys, *words, "--dry-run", "--json")[1])
    assert document["dry_run"] is True


def test_every_value_of_a_cell_is_known(review):
    """A cell's history has its first value and each change, and no other cell's."""
    review.correct("R001", spread_type="SE", by="A", reason="first")
    review.correct("R001", n=29, by="B", reason="another cell")
    review.correct("R001", spread_type="unspecified", by="C", reason="taken back")
    forms = review.cell_history("R001", "spread_type")
    assert [(f.text, f.by) for f in forms[1:]] == [("SE", "A"), ("unspecified", "C")]
    assert len(review.cell_history("sigtermans2009", "design", table="studies")) == 1


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("R001", "mood", "results"), "no column 'mood'; there are result_id"),
        (("R999", "n", "results"), "no 'R999' in the results"),
        (("R001", "n", "tables"), "no table 'tables'; there are studies"),
    ],
)
def test_a_cell_that_is_not_there_is_named(review, words, told):
    """Table, row and column are each told apart."""
    key, column, table = words
    with pytest.raises(CurationError, match=told):
        review.cell_history(key, column, table=table)

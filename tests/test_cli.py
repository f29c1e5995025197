"""The command line: what it prints, where, and with which exit code."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.pubmed.samples import article, record_set

from ketaevidence.cli import main

CRPS = "Ketamine for complex regional pain syndrome"


@pytest.fixture
def place(tmp_path, monkeypatch):
    """Work in an empty folder with one export in it."""
    monkeypatch.chdir(tmp_path)
    records = record_set(
        article("90000001", title=f"{CRPS}: a randomised trial"),
        article("90000002", title="Ketamine in sheep"),
    )
    (tmp_path / "a.xml").write_bytes(records)
    return tmp_path


def run(capsys, *words):
    """Run a command; give its exit code, stdout and stderr."""
    try:
        code = main([str(word) for word in words])
    except SystemExit as stop:
        code = stop.code
    out, err = capsys.readouterr()
    return code, out, err


def test_the_main_job_needs_no_argument(place, capsys):
    """`ketaevidence report` writes the bundled review's report, offline."""
    code, out, err = run(capsys, "report")
    assert (code, err) == (0, "")
    assert out == "Wrote ketaevidence-report.html.\n"
    page = (place / "ketaevidence-report.html").read_text("utf-8")
    assert page.startswith("<!DOCTYPE html>")
    assert "Sigtermans 2009" in page


def test_the_whole_chain_on_a_users_records(place, capsys):
    """init, import, screen, table, pool and report work one after the other."""
    assert run(capsys, "init", "R")[0] == 0
    code, out, _ = run(capsys, "import", "R", "a.xml", "--source", "PubMed")
    assert code == 0
    assert "2 records received: 2 new" in out
    _, out, _ = run(capsys, "screen", "R")
    assert "by the rule condition_not_named" in out
    assert "Records awaiting screening" in out
    run(capsys, "screen", "R", "--include", "90000001", "--by", "A. Reader")
    run(capsys, "screen", "R", "--accept", "condition_not_named", "--by", "A. Reader")
    _, out, _ = run(capsys, "screen", "R", "--include", "90000001", "--stage",
                    "full_text", "--by", "A. Reader", "--json")  # fmt: skip
    document = json.loads(out)
    boxes = {box["box"]: box["n"] for box in document["flow"]}
    assert document["recorded"] == 1
    assert boxes["Reports included"] == 1
    assert boxes["Records excluded"] == 1
    assert boxes["Records awaiting screening"] == 0
    _, out, _ = run(capsys, "table", "R")
    assert "90000001" in out
    assert "90000002" not in out
    assert run(capsys, "pool", "R")[0] == 0
    code, out, _ = run(capsys, "report", "R")
    assert code == 0
    assert (place / "R" / "report.html").is_file()


@pytest.mark.parametrize("ending", ["csv", "html", "md"])
def test_a_table_is_written_as_its_name_ends(place, capsys, ending):
    """The evidence table goes to a file in the format of its name."""
    code, _, err = run(capsys, "table", "--out", f"t.{ending}")
    assert (code, err) == (0, "")
    assert "Sigtermans 2009" in (place / f"t.{ending}").read_text("utf-8")


@pytest.mark.parametrize(
    "words",
    [["screen"], ["table"], ["pool"], ["report"], ["init", "R"]],
)
def test_json_is_one_document_on_stdout(place, capsys, words):
    """With --json, stdout is one JSON document and nothing else."""
    code, out, err = run(capsys, *words, "--json")
    assert (code, err) == (0, "")
    json.loads(out)


BAD = [
    (["import", "R", "web.xml", "--source", "PubMed"], 1, "web page"),
    (["import", "R", "cut.xml", "--source", "PubMed"], 1, "cut short"),
    (["import", "R", "empty.xml", "--source", "PubMed"], 1, "empty"),
    (
        ["import", "R", "none.xml", "--source", "PubMed"],
        1,
        "no such file. Check the name",
    ),
    (["import", "R", "a.xml", "cut.xml", "--source", "PubMed"], 1, "cut short"),
    (["import", "R", "a.xml", "--source", " "], 1, "where the records are from"),
    (["import", "R", "a.xml"], 2, "--source"),
    (["import", "none", "a.xml", "--source", "PubMed"], 1, "no such folder"),
    (["screen", "."], 1, "is no review"),
    (["report", "a.xml"], 1, "this is a file"),
    (["sheet", "export", "R", "x.pdf"], 1, "not .pdf"),
    (["report", "none"], 1, "no such folder"),
    (["report", "R", "--out", "none/x.html"], 1, "none"),
    (["init", "R"], 1, "something here already"),
    (["init", "S", "--question", "a.xml"], 1, "not valid TOML"),
    (["table", "R", "--columns", "x"], 2, "--columns"),
    (["table", "R", "--out", "t.pdf"], 2, ".csv, .html or .md"),
    (["table", "R", "--format", "pdf"], 2, "pdf"),
    (["screen", "R", "--include", "1"], 2, "--by"),
    (["screen", "--include", "1", "--by", "A"], 2, "folder"),
    (["screen", "R", "--include", "404", "--by", "A"], 1, "ketaevidence import"),
    (
        ["screen", "R", "--include", "1", "--exclude", "1", "--by", "A"],
        2,
        "named twice",
    ),
    (["screen", "R", "--accept", "x", "--include", "1", "--by", "A"], 2, "not both"),
    (["frobnicate"], 2, "frobnicate"),
    ([], 2, "COMMAND"),
]


@pytest.mark.parametrize(("words", "code", "told"), BAD)
def test_bad_input_is_one_clear_line(place, capsys, words, code, told):
    """A mistake gives one line on stderr, its exit code, and changes nothing."""
    run(capsys, "init", "R")
    (place / "web.xml").write_text("<!DOCTYPE html><html>Blocked</html>")
    (place / "cut.xml").write_bytes(record_set(article("90000005"))[:-60])
    (place / "empty.xml").write_bytes(b"")
    before = {p: p.read_bytes() for p in place.rglob("*") if p.is_file()}
    got, out, err = run(capsys, *words)
    assert got == code
    assert out == ""
    assert err.count("\n") == 1
    assert err.startswith("ketaevidence")
    assert told in err
    assert {p: p.read_bytes() for p in place.rglob("*") if p.is_file()} == before


def test_a_broken_record_costs_itself_only_and_is_told(place, capsys):
    """An import with a broken record takes in the rest, counts it and names it."""
    broken = article("90000007", title="a < b")
    Path("b.xml").write_bytes(record_set(broken, article("90000008")))
    run(capsys, "init", "R")
    code, out, err = run(capsys, "import", "R", "b.xml", "--source", "PubMed")
    assert code == 0
    assert "1 records received" in out
    assert "1 could not be read and are in quarantine" in out
    assert err.count("\n") == 1
    assert "b.xml: PMID 90000007 at byte" in err


@pytest.mark.parametrize(
    "command", ["init", "import", "screen", "table", "pool", "report"]
)
def test_every_command_explains_itself_with_an_example(capsys, command):
    """--help of each command says what it does and shows a use of it."""
    code, out, _ = run(capsys, command, "--help")
    assert code == 0
    assert f"Example: ketaevidence {command}" in out
    assert "--json" in out


def test_the_program_runs_as_a_module():
    """`python -m ketaevidence` is the same program."""
    told = subprocess.run(
        [sys.executable, "-m", "ketaevidence", "--version"],
        check=True,
        capture_output=True,
        text=True,
    )
    assert told.stdout.startswith("ketaevidence ")


def test_a_reader_that_stops_early_causes_no_traceback():
    """Piping into a program that stops reading ends quietly."""
    code = (
        "import os, sys; r, w = os.pipe(); os.close(r); os.dup2(w, 1);"
        "from ketaevidence.cli import main; sys.exit(main(['pool']))"
    )
    told = subprocess.run(
        [sys.executable, "-c", code], check=False, capture_output=True, text=True
    )
    assert (told.returncode, told.stderr) == (0, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_behind_stdout_is_one_line():
    """Where the output cannot be written, one line says so and the code is 1."""
    with Path("/dev/full").open("w") as full:
        told = subprocess.run(
            [sys.executable, "-m", "ketaevidence", "pool"],
            check=False,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
        )
    assert told.returncode == 1
    assert told.stderr.startswith("ketaevidence: standard output: ")
    assert told.stderr.count("\n") == 1


def test_an_empty_folder_name_is_no_wish_for_the_bundled_review(capsys):
    """`ketaevidence report ""`, from a variable that was not set, is a mistake."""
    code, _, err = run(capsys, "pool", "")
    assert code == 1
    assert "name is empty" in err


def test_every_script_prints_in_a_plain_locale():
    """Titles in any script print under LANG=C instead of ending in an error."""
    told = subprocess.run(
        [sys.executable, "-m", "ketaevidence", "pool"],
        check=False,
        capture_output=True,
        env={"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    )
    assert told.returncode == 0
    assert "±" in told.stdout.decode("utf-8")


@pytest.fixture
def pubmed(place):
    """Put two of PubMed's own files on the disk."""
    for number, title in ((1, CRPS), (2, "Sheep")):
        records = record_set(article(f"9000000{number}", title=title))
        path = place / "pubmed" / f"pubmed26n000{number}.xml.gz"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(gzip.compress(records))
    return place


def test_pubmed_on_disk_is_imported_by_what_matches(pubmed, capsys):
    """With --match, a folder of PubMed's files is screened and said in counts."""
    run(capsys, "init", "R")
    words = ["import", "R", "pubmed", "--source", "PubMed", "--match", "ketamine AND crps-terms"]  # fmt: skip
    code, out, err = run(capsys, *words)
    assert (code, err) == (0, ""), "no bar outside a terminal"
    assert (
        out == "PubMed: 2 records in 2 files, 1 match: 1 new, 0 revised, 0 unchanged.\n"
    )
    code, out, _ = run(capsys, *words, "--processes", "1", "--json")
    document = json.loads(out)
    assert (document["read"], document["matched"], document["taken_in"]["unchanged"]) == (2, 1, 1)  # fmt: skip


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["--match", "ketamine crps"], 1, "needs AND, OR or NOT"),
        (["--match", "ketamine", "--processes", "0"], 2, "from 1"),
        (["--processes", "2"], 2, "--processes is for PubMed's baseline"),
        (["--cluster", "local"], 2, "--cluster is for"),
        (["--allow-gaps"], 2, "--allow-gaps is for"),
    ],
)
def test_an_import_of_pubmed_on_disk_that_cannot_be_is_one_line(pubmed, capsys, words, code, told):  # fmt: skip
    """Each mistake has its exit code and one line that says what to do."""
    run(capsys, "init", "R")
    found, out, err = run(capsys, "import", "R", "pubmed", "--source", "PubMed", *words)
    assert (found, out, err.count("\n")) == (code, "", 1)
    assert told in err


def test_the_help_of_import_shows_both_ways(capsys):
    """The help has an example of an export and of PubMed on disk."""
    code, out, _ = run(capsys, "import", "--help")
    assert code == 0
    assert "export.nbib" in out
    assert "crps-terms" in out

"""A review's suggestions: read once, kept with the rules' version, compared."""

from __future__ import annotations

import json
import sqlite3

import pytest
from tests.pubmed.samples import article, record_set

import ketaevidence as ke
from ketaevidence.cli import main
from ketaevidence.errors import LibraryError
from ketaevidence.extraction.model import RULES_VERSION, Candidate
from ketaevidence.review import suggested

CRPS = "Ketamine for complex regional pain syndrome"


@pytest.fixture
def review(tmp_path):
    """Give a review with two records."""
    made = ke.init_review(tmp_path / "R")
    bring(made, tmp_path, f"{CRPS}: a randomised trial")
    yield made
    made.close()


def bring(review, place, title):
    """Import two records, the first with this title."""
    path = place / "a.xml"
    path.write_bytes(
        record_set(
            article("90000001", title=title),
            article("90000002", title=f"{CRPS}: a case report"),
        )
    )
    review.import_files([path], source="PubMed")


def test_records_are_read_once(review):
    """The second extraction has nothing left to read, and gives the same."""
    first = review.extract()
    second = review.extract()
    assert (first.read, first.unchanged) == (2, 0)
    assert (second.read, second.unchanged) == (0, 2)
    assert list(first.candidates) == list(second.candidates)
    assert {c.rules_version for c in first.candidates} == {RULES_VERSION}


def test_kept_suggestions_are_those_that_the_rules_read(review):
    """What comes out of the store equals what was read, part for part."""
    before = list(review.candidates())
    review.extract()
    assert list(review.candidates()) == before
    assert before


def test_a_changed_record_is_read_again(review, tmp_path):
    """Only the changed record is read, and the field that reads otherwise is named."""
    review.extract()
    bring(review, tmp_path, f"{CRPS}: a systematic review")
    done = review.extract()
    assert (done.read, done.unchanged) == (1, 1)
    (change,) = (c for c in done.changes if c.field == "design")
    assert change.record_key == "pmid:90000001"
    assert change.after == ("systematic_review",)


def test_other_rules_read_everything_again(review, monkeypatch):
    """After a change of the rules' version the older readings are kept beside."""
    review.extract()
    monkeypatch.setattr(suggested, "RULES_VERSION", "another")
    done = review.extract()
    assert (done.read, done.unchanged, done.changes) == (2, 0, ())


def test_what_was_read_is_never_rewritten(review, tmp_path):
    """The store refuses to change or delete a reading or a candidate."""
    review.extract()
    store = sqlite3.connect(tmp_path / "R" / "library.sqlite")
    for change in (
        "DELETE FROM reading",
        "DELETE FROM candidate",
        "UPDATE reading SET rules_version = 'x'",
        "UPDATE candidate SET value = 'x'",
    ):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            store.execute(change)
    store.close()


def test_the_past_is_not_read_again(review):
    """A view of the past refuses to keep new readings."""
    with pytest.raises(LibraryError, match="the past is not changed"):
        review.as_of("2020-01-01").extract()


def test_a_reading_names_a_record_of_the_review(review):
    """A reading of an unknown record is refused, and nothing of its batch is kept."""
    from ketaevidence.library import Library, ReadingRow

    with Library.in_memory() as store, pytest.raises(LibraryError, match="no reading"):
        store.add_readings([ReadingRow("pmid:1", "1", "0" * 64, "2026-01-01", ())])


def test_a_candidate_survives_json():
    """Every part of a candidate comes back as it was, lists as tuples."""
    for candidate in ke.example_review().candidates():
        body = json.loads(json.dumps(candidate.body()))
        assert Candidate.from_body(body) == candidate


def run(capsys, *words):
    """Run a command; give its exit code, stdout and stderr."""
    code = main([str(word) for word in words])
    out, err = capsys.readouterr()
    return code, out, err


def test_the_command_fills_the_suggestions(review, tmp_path, capsys):
    """`extract R` says what it read, and the second time that nothing was left."""
    folder = tmp_path / "R"
    code, out, err = run(capsys, "extract", folder)
    assert (code, err) == (0, "")
    assert out.startswith("Read 2 records")
    assert "Design" in out
    assert run(capsys, "extract", folder)[1].startswith("Read 0 records")
    document = json.loads(run(capsys, "extract", folder, "--json")[1])
    assert document["rules_version"] == RULES_VERSION
    assert document["candidates"][0]["quote"]


def test_the_command_shows_one_record(capsys):
    """`extract --record PMID` prints the text with its quotes."""
    code, out, _ = run(capsys, "extract", "--record", "19604642")
    assert code == 0
    assert "»[1" in out


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--record", "1"], "There is no record pmid:1"),
        (["--out", "a.pdf"], "readings are written as .csv"),
        (["--out", "a.csv", "--record", "1"], "either --out or --record"),
    ],
)
def test_the_command_says_what_is_wrong(capsys, options, message):
    """A mistake is one line on stderr and exit code 2."""
    code, out, err = run(capsys, "extract", *options)
    assert (code, out) == (2, "")
    assert message in err
    assert err.count("\n") == 1


def test_the_table_is_safe_for_spreadsheets(tmp_path, capsys):
    """`--out` writes one row for each reading."""
    path = tmp_path / "readings.csv"
    assert run(capsys, "extract", "--out", path)[0] == 0
    lines = path.read_text("utf-8").splitlines()
    assert lines[0].startswith("pmid,field,value,value_high,unit,spread")
    assert len(lines) > 20

"""What a review can be written as: each format whole, the same twice, or refused."""

from __future__ import annotations

import json

import pytest

import ketaevidence as ke
from ketaevidence.errors import PresentError
from ketaevidence.exchange.formats import FORMATS


@pytest.fixture(scope="module")
def review():
    """Give the example, gathered once: nothing here changes it."""
    review = ke.example_review()
    snapshot = review.snapshot()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(review), "snapshot", lambda _: snapshot)
        yield review


def contents(path):
    """Give every file's bytes by name."""
    if path.is_file():
        return {"": path.read_bytes()}
    return {str(p.relative_to(path)): p.read_bytes() for p in path.rglob("*.*")}


def test_every_format_writes_and_twice_the_same(review, tmp_path):
    """Each format gives a file, or a folder with files, and the same bytes again."""
    for known in FORMATS:
        written = [
            contents(review.export(known.name, tmp_path / f"{n}-{known.name}"))
            for n in (1, 2)
        ]
        assert written[0] == written[1], known.name
        assert all(written[0].values()), known.name
        assert (len(written[0]) > 1 or "" not in written[0]) == known.is_folder


def test_only_the_records_that_were_asked_for(review, tmp_path):
    """A list can be of all records, the included, or those that await a decision."""
    found = {
        which: len(
            json.loads(
                review.export("csl-json", tmp_path / which, which=which).read_bytes()
            )
        )
        for which in ("all", "included", "awaiting")
    }
    flow = review.flow()
    assert found == {
        "all": len(review.records()),
        "included": flow.included_reports,
        "awaiting": 0,
    }


def test_what_has_no_meaning_is_refused_before_anything_is_written(review, tmp_path):
    """An unknown format, records for a table of pools, a folder for a file."""
    with pytest.raises(PresentError, match="'word' is no format; there are ris, "):
        review.export("word", tmp_path / "a")
    with pytest.raises(PresentError, match="metafor is no list of records"):
        review.export("metafor", tmp_path / "a", which="included")
    with pytest.raises(PresentError, match="which='some'"):
        review.export("ris", tmp_path / "a", which="some")
    with pytest.raises(PresentError, match="is one file, name it"):
        review.export("ris", tmp_path)
    with pytest.raises(PresentError, match="no folder"):
        review.export("ris", tmp_path / "absent" / "a.ris")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine")
    with pytest.raises(PresentError, match="there is something here already"):
        review.export("metafor", tmp_path / "full")
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["full", "mine.txt"]


@pytest.mark.parametrize("name", ["asreview", "asreview-ris", "rayyan", "covidence"])
def test_the_review_knows_every_decision_that_comes_back(review, tmp_path, name):
    """What is written for a screening tool is, read back here, nothing new."""
    path = review.export(name, tmp_path / f"{name}.out")
    paths = [path] if path.is_file() else sorted(path.glob("*.csv"))
    # Among them are records that only their key and their title name.
    assert [r for r in review.records() if not (r.pmid or r.doi or r.year)]
    unchanged = 0
    for one in paths:
        found = review.import_decisions(one, by="ketaevidence project", dry_run=True)
        assert found.ambiguous == ()
        assert found.unmatched == ()
        # Covidence keeps no reason for what is out by its title.
        assert all(d.stage == "title_abstract" for d in found.decisions)
        assert found.decisions == () or name == "covidence"
        unchanged += found.unchanged
    first = [d for d in review.decisions() if d.stage == "title_abstract"]
    if name != "covidence":
        assert unchanged == len(first)
    assert unchanged > len(first) / 2

"""Which tool wrote a file is seen in the file, or asked for."""

from __future__ import annotations

import io
import zipfile

import pytest
from tests.exchange.builders import inclusion, ris, table

from ketaevidence.errors import ReadError
from ketaevidence.exchange.reading import read_export
from ketaevidence.exchange.rows import Vote

ASREVIEW = table(("title", "year", "pmid", "asreview_label"), ("T", "2020", "1", "1"))
RAYYAN = table(
    ("key", "title", "year", "notes"),
    ("rayyan-1", "T", "2020", inclusion(Anna="Included")),
)
COVIDENCE = table(
    ("Title", "Published Year", "Covidence #", "Study", "Notes", "Tags"),
    ("T", "2020", "#7", "M 2020", "", ""),
)


def zipped(**members):
    """Give the bytes of a zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, raw in members.items():
            archive.writestr(name.replace("__", "."), raw)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "raw", "tool"),
    [
        ("a.csv", ASREVIEW, "asreview"),
        ("articles.csv", RAYYAN, "rayyan"),
        (
            "export.zip",
            zipped(articles__csv=RAYYAN, customizations_log__csv=b"x"),
            "rayyan",
        ),
        ("review_1_irrelevant_csv_2026.csv", COVIDENCE, "covidence"),
        ("a.ris", ris(("T", ["N1  - ASReview_relevant"])), "asreview"),
        (
            "a.ris",
            ris(("T", ['N1  - RAYYAN-INCLUSION: {"Anna"=>"Included"}'])),
            "rayyan",
        ),
    ],
)
def test_the_tool_is_seen_in_its_file(tmp_path, name, raw, tool):
    """Columns and notes say which tool wrote a file."""
    (tmp_path / name).write_bytes(raw)
    export = read_export(tmp_path / name)
    assert export.tool == tool
    assert len(export.rows) == 1
    assert read_export(tmp_path / name, tool).rows == export.rows


@pytest.mark.parametrize(
    ("name", "raw", "more", "told"),
    [
        ("a.csv", b"title,year\nT,2020\n", {}, "none of them can be seen"),
        (
            "a.csv",
            table(("title", "included", "notes"), ("T", "1", inclusion(A="Included"))),
            {},
            "rayyan and asreview may",
        ),
        ("a.csv", ASREVIEW, {"tool": "excel"}, "no tool whose decisions"),
        ("a.csv", ASREVIEW, {"listed": "excluded"}, "only Covidence exports lists"),
        ("a.ris", ris(("T", [])), {"tool": "covidence"}, "not in RIS"),
        (
            "a.ris",
            ris(("T", [])) + b"\r\nTY  - JOUR\r\nTI  - cut",
            {"tool": "asreview"},
            "ER",
        ),
        ("a.zip", zipped(customizations_log__csv=b"x"), {}, "found: none"),
        ("a.zip", zipped(a__csv=b"x", b__csv=b"y"), {}, "one articles file"),
        ("missing.csv", None, {}, "cannot be read"),
    ],
)
def test_what_no_tool_can_have_written_is_refused(tmp_path, name, raw, more, told):
    """A file that could be several tools', or none's, is not guessed at."""
    if raw is not None:
        (tmp_path / name).write_bytes(raw)
    with pytest.raises(ReadError, match=told):
        read_export(tmp_path / name, **more)


def test_a_file_saved_in_latin_letters_is_refused_with_what_to_do(tmp_path):
    """A CSV that Excel saved in its own letters names the remedy."""
    (tmp_path / "a.csv").write_bytes("title,included\nMüller,1\n".encode("cp1252"))
    with pytest.raises(ReadError, match="CSV UTF-8"):
        read_export(tmp_path / "a.csv")


def test_the_votes_are_the_files_own(tmp_path):
    """What a file says of a record and its verdict comes out as it stands."""
    (tmp_path / "a.csv").write_bytes(ASREVIEW)
    (row,) = read_export(tmp_path / "a.csv").rows
    assert (row.place, row.title, row.year, row.pmid) == ("row 2", "T", 2020, "1")
    assert row.votes == (Vote("include"),)

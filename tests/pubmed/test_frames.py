"""Files straight into a table, or into a Parquet file."""

from __future__ import annotations

import subprocess
import sys
import warnings

import pandas as pd
import pytest
from tests.pubmed.samples import BOOK, MESH, NBIB, article, record_set

import ketaevidence as ke
from ketaevidence.errors import PresentError, ReadError

XML = record_set(article(more=MESH), BOOK, article("90000003", abstract=""))
RIS = b"TY  - JOUR\nTI  - An invented trial\nAU  - Muster, E\nPY  - 2020\nER  - \n"
DAMAGED = record_set(
    article(), "<PubmedArticle><b></PubmedArticle>", article("90000003")
)
SOURCES = {"xml": XML, "nbib": NBIB.encode(), "ris": RIS, "empty": record_set()}


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
def test_a_frame_a_file_and_records_say_the_same(source, tmp_path):
    """Three ways from a source to a table end in one table."""
    frame = ke.read_frame(source)
    pd.testing.assert_frame_equal(frame, ke.read_records(source).frame())
    path = tmp_path / "records.parquet"
    assert ke.write_parquet(source, str(path), rows=1) == len(frame)
    pd.testing.assert_frame_equal(pd.read_parquet(path), frame)


def test_only_the_columns_that_are_named_are_made(tmp_path):
    """A choice of columns is the same for the frame and the file."""
    wanted = ["title", "pmid", "year", "is_retracted"]
    frame = ke.read_frame(XML, columns=wanted)
    pd.testing.assert_frame_equal(frame, ke.read_frame(XML)[wanted])
    ke.write_parquet(XML, tmp_path / "records.parquet", columns=wanted)
    pd.testing.assert_frame_equal(pd.read_parquet(tmp_path / "records.parquet"), frame)


def test_a_folder_is_one_table(tmp_path):
    """Several files are read in the order of their names."""
    (tmp_path / "b.xml").write_bytes(record_set(article("2")))
    (tmp_path / "a.xml").write_bytes(record_set(article("1")))
    assert ke.read_frame(tmp_path)["pmid"].tolist() == ["1", "2"]


@pytest.mark.parametrize("form", ["frame", "file"])
def test_a_broken_record_costs_itself_and_one_warning_at_the_caller(form, tmp_path):
    """The others are in the table, and the warning points at the line that read."""
    path = tmp_path / "records.parquet"
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        if form == "frame":
            frame = ke.read_frame(DAMAGED)
        else:
            assert ke.write_parquet(DAMAGED, path) == 2
            frame = pd.read_parquet(path)
    assert frame["pmid"].tolist() == ["90000001", "90000003"]
    (warning,) = caught
    assert warning.category is ke.BrokenRecordWarning
    assert warning.filename == __file__
    assert "is broken" in str(warning.message)


def test_a_file_that_is_cut_short_gives_no_table(tmp_path):
    """Nothing is returned or written in part."""
    cut = XML[:-30]
    with pytest.raises(ReadError, match="cut short"):
        ke.read_frame(cut)
    with pytest.raises(ReadError, match="cut short"):
        ke.write_parquet(cut, tmp_path / "records.parquet", rows=1)
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_column_is_refused_before_anything_is_read(tmp_path):
    """A misspelt name costs no reading of a large file."""
    missing = tmp_path / "no-such-file.xml"
    with pytest.raises(PresentError, match="no column 'Title'"):
        ke.read_frame(missing, columns=["Title"])
    with pytest.raises(PresentError, match="no column 'Title'"):
        ke.write_parquet(missing, tmp_path / "a.parquet", columns=["Title"])


def test_the_file_that_is_read_is_never_written_over(tmp_path):
    """A source under its own name stays as it is, by whichever path it is named."""
    path = tmp_path / "records.xml"
    path.write_bytes(XML)
    (tmp_path / "folder").mkdir()
    for target in (path, tmp_path / "folder" / ".." / "records.xml"):
        with pytest.raises(PresentError, match="the file to read"):
            ke.write_parquet(path, target)
    assert path.read_bytes() == XML


def test_without_pyarrow_a_frame_is_still_read():
    """The frame needs pandas only; text has the same type, kept in another way."""
    code = (
        "import sys\n"
        "class NotInstalled:\n"
        "    def find_spec(name, path=None, target=None):\n"
        "        if name.split('.')[0] == 'pyarrow': raise ImportError(name)\n"
        "sys.meta_path.insert(0, NotInstalled)\n"
        "import ketaevidence as ke\n"
        "frame = ke.read_frame(b'PMID- 7\\nTI  - A title\\nDP  - 2020\\n')\n"
        "kind = frame['title'].dtype\n"
        "print(kind, kind.storage, frame['year'].dtype, frame['title'][0])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    )
    assert done.stdout.split("\n")[0] == "string python Int64 A title"

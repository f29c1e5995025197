"""A Parquet file of records: whole or not at all, the same each time, row group by row group."""

from __future__ import annotations

import gc
import os
import stat
import sys
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.records.builders import full_record

from ketaevidence.errors import PresentError, ReadError
from ketaevidence.records.columns import COLUMNS, frame_of, named
from ketaevidence.records.model import Record
from ketaevidence.records.parquet import write_rows

parquet = pytest.importorskip("pyarrow.parquet")

FULL = full_record()
EMPTY = Record(title="", pmid="1")
TWO = named(["pmid", "title"])


def numbered(count):
    """Give so many records, one after the other."""
    return (replace(FULL, pmid=str(number)) for number in range(1, count + 1))


def test_pandas_reads_the_same_frame_from_the_file(tmp_path):
    """Values and types come back as the frame has them."""
    path = tmp_path / "records.parquet"
    records = [FULL, EMPTY, replace(FULL, pmid="3")]
    assert write_rows(records, path, COLUMNS, 2) == 3
    pd.testing.assert_frame_equal(pd.read_parquet(path), frame_of(records))


@settings(max_examples=25)
@given(count=st.integers(0, 12), rows=st.integers(1, 5))
def test_row_groups_hold_all_records_in_their_order(tmp_path_factory, count, rows):
    """Each row group but the last is full, and nothing is lost between two."""
    path = tmp_path_factory.mktemp("rows") / "records.parquet"
    assert write_rows(numbered(count), path, TWO, rows) == count
    file = parquet.ParquetFile(path)
    sizes = [file.metadata.row_group(n).num_rows for n in range(file.num_row_groups)]
    assert sizes == [rows] * (count // rows) + [count % rows] * bool(count % rows)
    pd.testing.assert_frame_equal(pd.read_parquet(path), frame_of(numbered(count), TWO))


def test_the_file_says_its_types_its_compression_and_what_a_column_means(tmp_path):
    """Other programs than pandas find text, 64-bit numbers and booleans, in zstd."""
    path = tmp_path / "records.parquet"
    write_rows([EMPTY], path, COLUMNS, 10)
    file = parquet.ParquetFile(path)
    kinds = {"string": "string", "Int64": "int64", "boolean": "bool"}
    schema = file.schema_arrow
    assert [(f.name, str(f.type)) for f in schema] == [
        (c.name, kinds[c.dtype]) for c in COLUMNS
    ]
    assert [f.metadata[b"meaning"].decode() for f in schema] == [
        c.meaning for c in COLUMNS
    ]
    group = file.metadata.row_group(0)
    assert {group.column(n).compression for n in range(group.num_columns)} == {"ZSTD"}


def test_the_same_records_give_the_same_bytes(tmp_path):
    """Nothing of the time, the place or the run is in the file."""
    paths = [tmp_path / "a.parquet", tmp_path / "b.parquet"]
    for path in paths:
        write_rows([FULL, EMPTY], path, COLUMNS, 1)
    assert paths[0].read_bytes() == paths[1].read_bytes()


def broken_off():
    """Give three records, then fail as a file does that is cut short."""
    yield from numbered(3)
    msg = "a.xml: the file is cut short"
    raise ReadError(msg)


def test_a_file_that_fails_on_the_way_leaves_nothing(tmp_path):
    """Nothing half-written is there under any name."""
    with pytest.raises(ReadError, match="cut short"):
        write_rows(broken_off(), tmp_path / "records.parquet", COLUMNS, 1)
    assert list(tmp_path.iterdir()) == []


def test_an_older_file_stands_until_the_new_one_is_complete(tmp_path):
    """While a file is written, and when that fails, the older one can be read."""
    path = tmp_path / "records.parquet"
    write_rows([EMPTY], path, TWO, 1)
    older = path.read_bytes()
    with pytest.raises(ReadError, match="cut short"):
        write_rows(broken_off(), path, TWO, 1)
    assert path.read_bytes() == older

    def watching():
        for record in numbered(3):
            assert path.read_bytes() == older
            yield record

    write_rows(watching(), path, TWO, 1)
    assert len(pd.read_parquet(path)) == 3
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(os.name != "posix", reason="modes of files are POSIX's")
def test_a_replaced_file_keeps_its_mode(tmp_path):
    """Who could not read the older file cannot read the new one."""
    path = tmp_path / "records.parquet"
    path.touch(0o600)
    write_rows([EMPTY], path, TWO, 1)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_no_more_than_a_row_group_is_in_memory(tmp_path):
    """However many records there are, only some are held, and none before its turn."""
    gc.collect()
    before = sum(isinstance(thing, Record) for thing in gc.get_objects())
    most = 0

    def watching():
        nonlocal most
        for number, record in enumerate(numbered(1000)):
            yield record
            # Counting all objects is slow late in a long run of tests: now and then
            # is enough, just before and just after a group is full.
            if number % 50 in {0, 49} and number > 700:
                now = sum(isinstance(thing, Record) for thing in gc.get_objects())
                most = max(most, now - before)

    assert write_rows(watching(), tmp_path / "records.parquet", TWO, 50) == 1000
    assert 1 <= most <= 110


@pytest.mark.parametrize(
    ("where", "said"),
    [(".", "it is a folder"), ("none/records.parquet", "there is no folder")],
)
def test_a_place_that_cannot_be_written_is_named(tmp_path, where, said):
    """The error says the path and why, in one line."""
    with pytest.raises(PresentError, match=said) as error:
        write_rows([EMPTY], tmp_path / where, TWO, 1)
    assert str(tmp_path) in str(error.value)
    assert "\n" not in str(error.value)


def test_a_disk_that_fails_is_named_and_leaves_the_older_file(tmp_path, monkeypatch):
    """When the last step fails, the older file stands and nothing else is left."""
    path = tmp_path / "records.parquet"
    path.write_bytes(b"older")

    def full(self, target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(
        PresentError, match="No space left on device; an older file is as it was"
    ):
        write_rows([EMPTY], path, TWO, 1)
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [
        ("records.parquet", b"older")
    ]


def test_a_row_group_of_no_rows_is_refused(tmp_path):
    """A size below one has no meaning, and writes nothing."""
    with pytest.raises(PresentError, match="rows is 0"):
        write_rows([EMPTY], tmp_path / "records.parquet", TWO, 0)
    assert list(tmp_path.iterdir()) == []


def test_without_pyarrow_the_error_says_what_to_install(tmp_path, monkeypatch):
    """The one line names the extra; nothing is written."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(PresentError, match=r'pip install "ketaevidence\[parquet\]"'):
        write_rows([EMPTY], tmp_path / "records.parquet", TWO, 1)
    assert list(tmp_path.iterdir()) == []

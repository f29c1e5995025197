"""Records as a sequence, and as a table."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from tests.records.builders import full_record

from ketaevidence.records.collection import Records
from ketaevidence.records.columns import COLUMNS
from ketaevidence.records.model import Record
from ketaevidence.records.parts import Section

FULL = full_record()


def test_the_frame_has_one_row_for_each_record_in_their_order():
    """Row and record stand at the same place."""
    records = Records([FULL, replace(FULL, pmid="3"), replace(FULL, pmid="2")])
    assert records.frame()["pmid"].tolist() == ["090000001", "3", "2"]
    assert records.frame().index.equals(pd.RangeIndex(3))


def test_the_frame_of_no_record_has_all_columns_in_their_types():
    """Code that reads a table need not ask first whether it is empty."""
    frame = Records([]).frame()
    assert len(frame) == 0
    assert [(name, str(kind)) for name, kind in frame.dtypes.items()] == [
        (c.name, c.dtype) for c in COLUMNS
    ]


def test_a_summary_by_this_project_is_in_no_cell():
    """The abstract is the publisher's; our own words are never taken for it."""
    summary = Section("What this project says.", written_by="project")
    frame = Records([Record(title="A title", pmid="1", sections=(summary,))]).frame()
    assert frame["abstract"].isna().all()
    assert not frame.astype("string").eq(summary.text).any(axis=None)


def test_the_columns_of_the_first_version_are_still_there():
    """Code written for the older, smaller table finds its columns."""
    older = {"key", "pmid", "version", "title", "abstract", "authors", "journal", "year", "published", "doi", "pmcid", "publication_types", "mesh", "keywords", "registrations", "languages", "status", "is_retracted"}  # fmt: skip
    assert older <= set(Records([]).frame().columns)


def test_records_are_a_sequence_that_does_not_change():
    """Records can be counted, sliced, compared, hashed and found by key."""
    records = Records([FULL, replace(FULL, pmid="3")])
    assert len(records) == 2
    assert records[1].pmid == "3"
    assert records[:1] == Records([FULL])
    assert hash(records[:1]) == hash(Records([FULL]))
    assert records.by_key("pmid:3") is records[1]
    with pytest.raises(KeyError, match="pmid:4"):
        records.by_key("pmid:4")

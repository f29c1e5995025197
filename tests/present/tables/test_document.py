"""The document: one set of texts for every format."""

from __future__ import annotations

import re

from tests.present import builders

from ketaevidence.library import Search
from ketaevidence.present.evidence_table import COLUMNS
from ketaevidence.present.tables.columns import ALL_COLUMNS, GROUPS, STUDY
from ketaevidence.present.tables.document import evidence_document


def test_the_groups_hold_every_column_once_and_in_the_order_of_the_data():
    """No column is lost between the groups, and each has a heading and a meaning."""
    columns = (STUDY, *ALL_COLUMNS)
    assert tuple(column.name for column in columns) == COLUMNS
    assert len({column.heading for column in columns}) == len(columns)
    assert all(column.meaning.endswith(".") for column in columns)


def test_the_first_note_is_that_this_is_no_medical_advice(plain):
    """Nobody reads the numbers before that."""
    assert plain.notes[0].startswith("Not medical advice.")
    assert any("not say that the study did not report" in note for note in plain.notes)


def test_the_newest_search_is_told_with_its_words_and_none_is_told_as_none(plain):
    """Nobody takes an import for a search."""
    assert ("Last complete PubMed search", "none has been run in this review") in (
        plain.facts
    )
    search = Search("2001-05-06T07:08:09Z", "ketamine AND crps", None, 1234, 1234)
    searched = evidence_document(builders.curated(3, searches=(search,)), {})
    facts = dict(searched.facts)
    assert facts["Last complete PubMed search"] == "2001-05-06, 1,234 records"
    assert facts["Search"] == "ketamine AND crps"


def test_every_entered_value_has_its_place_in_the_sources(plain):
    """A number without a place, a link and a nearness would be no evidence."""
    table = plain.sources
    row = dict(zip((c.name for c in table.columns), table.rows[0], strict=True))
    assert row["value"].startswith("mean 2.68 ± 0.5")
    assert row["quote"] == "pain was 2.68 ± 0.50"
    assert row["location"] == "abstract"
    assert row["address"] == "https://example.org/abstract"
    assert row["pmid"] == "90000000"
    assert len(table.rows) == 6


def test_no_cell_holds_what_hides_turns_or_breaks_a_file(hostile):
    """Control and direction characters, and what no XML may hold, are gone."""
    tables = (hostile.evidence, hostile.excluded, hostile.sources)
    cells = [cell for table in tables for row in table.rows for cell in row]
    assert not re.search("[\x00-\x1f\u202e\ufffe\uffff]", "".join(cells))


def test_a_group_has_the_study_in_front(plain):
    """A part of the table still says whose row it is."""
    for group in GROUPS:
        part = plain.evidence.of_group(group)
        assert part.columns == (STUDY, *group.columns)
        assert [row[0] for row in part.rows] == [r[0] for r in plain.evidence.rows]


def test_a_name_that_fills_a_page_is_cut_only_where_it_is_repeated(hostile):
    """The cut says so; the whole name stands in the table itself."""
    long = "long " * 600
    names = [row[0] for row in hostile.evidence.rows]
    short = [row[0] for row in hostile.evidence.of_group(GROUPS[0]).rows]
    place = names.index(long.strip())
    assert len(short[place]) <= 100
    assert short[place].endswith(" …")

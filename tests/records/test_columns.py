"""One list of columns serves every table of records, and its documentation."""

from __future__ import annotations

import gc
import re
from collections import defaultdict
from dataclasses import MISSING, fields, replace
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.records.builders import full_record

import ketaevidence
from ketaevidence.errors import PresentError
from ketaevidence.records.cells import whole_number
from ketaevidence.records.columns import COLUMNS, LEFT_OUT, frame_of, named, take
from ketaevidence.records.dates import PartialDate
from ketaevidence.records.model import Record
from ketaevidence.records.parts import Author, Keyword, Section

FULL = full_record()
FIELDS = {field.name: field for field in fields(Record)}
#: The words of docs/records.md for our types.
WORDS = {"string": "text", "Int64": "whole number", "boolean": "yes or no"}

#: What the table says of ``FULL``.
EXPECTED = {
    "key": "pmid:090000001",
    "pmid": "090000001",
    "version": 2,
    "local_id": "ref-7",
    "kind": "book",
    "title": "Ketamine in an invented trial",
    "vernacular_title": "Ketamin in einer erfundenen Studie",
    "abstract": "METHODS: We studied 12 patients.\nPain was less.",
    "abstract_copyright": "Invented Press",
    "other_abstracts": "Publisher (ger): METHODEN: Zwölf.\nWeniger.\n\nplain-language-summary (language unknown): Less pain.",
    "authors": "Muster EA; Other O; Invented Pain Group",
    "has_all_authors": False,
    "orcids": "0000-0000-0000-0001",
    "affiliations": "First Clinic; Second Floor.\nSecond Clinic.",
    "investigators": "Member M",
    "journal": "Journal of Invented Pain",
    "journal_abbreviation": "J Invent Pain",
    "issn": "0000-0000",
    "issn_linking": "0000-0001",
    "nlm_id": "0000001",
    "journal_country": "Austria",
    "volume": "7",
    "issue": "2",
    "pages": "11-9",
    "book_title": "Pain, invented",
    "year": 2020,
    "published": "2020 Mar-Apr",
    "published_first": "2020-03-01",
    "published_last": "2020-04-30",
    "published_online": "2019-12-30",
    "publication_model": "Print-Electronic",
    "publication_status": "ppublish",
    "status": "MEDLINE",
    "indexing_method": "Automated",
    "completed": "2020-06-01",
    "revised": "2021-02",
    "history": "received 2019-05-04; entrez 2020-01",
    "doi": "10.1000/own",
    "pmcid": "PMC0000001",
    "other_ids": "pii: S1; NASA: 2",
    "languages": "eng; ger",
    "publication_types": "Journal Article; Retracted Publication",
    "mesh": "Ketamine; Humans",
    "supplementary_mesh": "Invented disease",
    "keywords": "pain; CRPS",
    "chemicals": "Ketamine",
    "gene_symbols": "inv1; inv2",
    "people": "Subject S",
    "grants": "G 1, IF, Invented Fund, Austria; Second Fund",
    "registrations": "NCT00000001",
    "corrections": "RetractionIn: J Invent Pain. 2021;8:1 (PMID 90000002); ErratumIn: J Invent Pain. 2020;7:99",
    "is_retracted": True,
    "conflict_of_interest": "None declared.",
    "notes": "KIE: A first note.\nNLM: A second.",
    "citation_subsets": "IM; AIM",
    "space_flight_missions": "Invented Flight 1",
    "number_of_references": 31,
}

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
years = st.integers(1, 9999)
dates = st.builds(PartialDate, years | st.none(), st.integers(1, 12) | st.none())
records = st.builds(
    Record,
    title=text,
    pmid=st.from_regex(r"[0-9]{1,9}", fullmatch=True) | st.none(),
    version=st.integers(1, 9999),
    status=text | st.none(),
    sections=st.lists(st.builds(Section, text, text | st.none()), max_size=2).map(
        tuple
    ),
    authors=st.lists(
        st.builds(Author, text, affiliations=st.tuples(text)), max_size=3
    ).map(tuple),
    published=dates,
    revised=dates | st.none(),
    keywords=st.lists(st.builds(Keyword, text), max_size=3).map(tuple),
    number_of_references=text | st.integers(0, 10**30).map(str),
)


def default(field):
    """Give the value of a field that its source does not say."""
    return "" if field.default is MISSING else field.default


def cells(record):
    """Give a record's cells by their columns' names."""
    return {column.name: column.cells([record])[0] for column in COLUMNS}


def test_every_field_of_a_record_is_in_a_column_or_left_out_with_a_reason():
    """No field of the Record is forgotten, and none is both shown and left out."""
    shown = {name for column in COLUMNS for name in column.fields}
    assert shown | set(LEFT_OUT) == set(FIELDS)
    assert not shown & set(LEFT_OUT)
    assert all(len(reason) > 20 for reason in LEFT_OUT.values())


def test_a_cell_depends_on_the_fields_that_its_column_names_and_on_no_others():
    """Without a field, those columns change that name it; no other column does."""
    no_pmid = replace(FULL, pmid=None)
    bases = [
        FULL,
        no_pmid,
        replace(no_pmid, doi=None),
        replace(FULL, corrections=()),
        replace(FULL, publication_types=()),
    ]
    found = defaultdict(set)
    for base in bases:
        before = cells(base)
        for name, field in FIELDS.items():
            after = cells(replace(base, **{name: default(field)}))
            for column in COLUMNS:
                if before[column.name] != after[column.name]:
                    found[column.name].add(name)
    assert found == {column.name: set(column.fields) for column in COLUMNS}


def test_a_record_with_everything_gives_these_cells():
    """Each cell says what its column means, word for word."""
    assert cells(FULL) == EXPECTED
    assert frame_of([FULL]).iloc[0].to_dict() == EXPECTED


def test_what_a_record_does_not_say_is_missing():
    """A record that says nothing has NA everywhere but where PubMed gives a default."""
    row = frame_of([Record(title="")]).iloc[0]
    said = {
        "key": "local:None",
        "version": 1,
        "kind": "article",
        "has_all_authors": True,
        "is_retracted": False,
    }
    assert row[row.notna()].to_dict() == said


def test_the_documentation_lists_these_columns_with_their_meanings():
    """docs/records.md and the columns cannot drift apart."""
    page = Path(ketaevidence.__file__).parents[2] / "docs" / "records.md"
    if not page.is_file():
        pytest.skip("the documentation is not beside an installed package")
    listed = re.findall(
        r"^\| `(\w+)` \| ([\w ]+) \| (.+) \|$", page.read_text("utf-8"), re.MULTILINE
    )
    assert listed == [(c.name, WORDS[c.dtype], c.meaning) for c in COLUMNS]


@given(st.lists(records, max_size=8))
def test_a_table_has_its_types_whatever_the_records_say(several):
    """Types never depend on the records; no cell is an empty text; PMIDs stay as text."""
    frame = frame_of(several)
    assert {name: str(kind) for name, kind in frame.dtypes.items()} == {
        c.name: c.dtype for c in COLUMNS
    }
    assert len(frame) == len(several)
    assert not (frame == "").any(axis=None, skipna=True)
    assert [None if pd.isna(p) else p for p in frame["pmid"]] == [
        r.pmid for r in several
    ]
    assert [None if pd.isna(y) else y for y in frame["year"]] == [
        r.published.year for r in several
    ]


@given(st.lists(records, max_size=12), st.integers(1, 5))
def test_taken_in_parts_or_at_once_is_the_same(several, most):
    """Row groups hold together what the whole table holds."""
    left = iter(several)
    parts = []
    while (part := take(left, COLUMNS, most))[0]:
        assert len(part[0]) <= most
        parts.append(part)
    joined = [[cell for part in parts for cell in part[n]] for n in range(len(COLUMNS))]
    assert joined == take(iter(several), COLUMNS)


def test_records_are_let_go_as_their_cells_are_taken():
    """However many records there are, some hundreds are in memory at a time."""
    gc.collect()
    before = sum(isinstance(thing, Record) for thing in gc.get_objects())
    most = 0

    def stream():
        nonlocal most
        for number in range(5000):
            yield replace(FULL, pmid=str(number + 1))
            if not number % 250:
                now = sum(isinstance(thing, Record) for thing in gc.get_objects())
                most = max(most, now - before)

    assert len(take(stream(), named(["pmid", "title"]))[0]) == 5000
    assert 250 <= most <= 1100


def test_a_table_is_the_same_with_either_storage_of_text():
    """Without pyarrow pandas keeps text as Python objects; the values are the same."""
    tables = []
    for storage in ("python", "pyarrow"):
        with pd.option_context("mode.string_storage", storage):
            tables.append(frame_of([FULL, Record(title="", pmid="1")]))
    assert [table["title"].dtype.storage for table in tables] == ["python", "pyarrow"]
    assert tables[0].dtypes.eq("string").equals(tables[1].dtypes.eq("string"))
    assert tables[0].astype(object).equals(tables[1].astype(object))


def test_columns_come_in_the_order_in_which_they_are_named():
    """Naming columns gives those, in that order; one name may stand alone."""
    assert list(frame_of([FULL], named(["title", "pmid"])).columns) == ["title", "pmid"]
    assert [column.name for column in named("doi")] == ["doi"]
    assert named(None) is COLUMNS


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["pmid", "tittle"], r"there is no column 'tittle'; there are: key, pmid, "),
        (["pmid", "pmid"], r"'pmid' is named more than once"),
        ([], "no column is named"),
    ],
)
def test_a_wrong_name_of_a_column_is_refused_in_one_line(names, said):
    """What is no column is named, with the columns that there are."""
    with pytest.raises(PresentError, match=said) as error:
        named(names)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("given_text", "number"),
    [
        ("31", 31),
        ("0", 0),
        (None, None),
        ("", None),
        ("31 refs", None),
        ("-3", None),
        ("³", None),
        ("٣", None),
        ("9" * 18, int("9" * 18)),
        ("9" * 19, None),
    ],
)
def test_a_count_that_is_no_plain_number_is_missing(given_text, number):
    """A count is taken as a number only when it is nothing else."""
    assert whole_number(given_text) == number

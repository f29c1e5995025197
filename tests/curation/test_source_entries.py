"""What other sources state is checked, kept, read back, and written as a file."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.curation.sheet.builders import register
from tests.curation.test_sources import other

from ketaevidence.curation.model import Source
from ketaevidence.curation.source_entries import (
    check_sources,
    read_source,
    source_entry,
    stated_cells,
    table_of,
)
from ketaevidence.curation.source_files import (
    read_other_sources,
    write_other_sources,
)
from ketaevidence.errors import CurationError
from ketaevidence.library import Entry

BASE = register()
WHO = {"by": "A", "at": "2026-01-01", "reason": "read"}


def test_an_entry_gives_back_what_it_keeps():
    """Place, cells, source and who stand in the entry."""
    made = other(value="3.1", notes="read twice")
    assert read_source(source_entry(made)) == made
    assert source_entry(made).key == "results/r1/2"


def test_an_entry_that_cannot_be_read_is_named():
    """A later or damaged store gives one clear error."""
    entry = Entry(
        "source", "results/r1/2", {"table": "results"}, **{**WHO, "reason": "x"}
    )
    with pytest.raises(CurationError, match="results/r1/2 in the store cannot be read"):
        read_source(entry)


@pytest.mark.parametrize(
    ("made", "told"),
    [
        (other("r9", value="3"), "the register has no such row"),
        (other(), "it states nothing"),
        (other(outcome_words="rest pain"), "it states no number"),
        (other(mood="3"), "no source states 'mood'; it may state outcome_words"),
        (other(kept_out_because="x", value="3"), "no source states 'kept_out_because'"),
        (other(source_quote="x", value="3"), "no source states 'source_quote'"),
        (other(outcome="function", value="3"), "is a row of its own"),
        (other(value="2,9"), "'2,9' cannot be read; allowed: a number"),
        (other(statistic="average", value="3"), "allowed: mean, median"),
        (other(events="12", total="10"), "12 is not possible; allowed: 0 to 10"),
        (other(spread="1", spread_type="", value="3"), "spread_type: None is not"),
        (other(value="3", source=Source(None, None, "secondary")), "not said where"),
        (other(value="3", source=Source("u", None, "near")), "'near' is not possible"),
        (other(value="3", source=Source("u\r", None, "secondary")), "carriage return"),
        (other(value="3", source=BASE.results[0].source), "the row's own source"),
        (other("smith2020", "studies", cohort_family="X"), "no source states"),
        (other("smith2020", "studies", design="rct"), "allowed: rct_parallel"),
        (other("smith2020/k", "arms", n="0"), "0 is not possible; allowed: 1 or more"),
    ],
)
def test_what_no_source_can_state_is_refused(made, told):
    """Row, column and what is allowed are named."""
    with pytest.raises(CurationError) as error:
        check_sources(BASE, [made])
    assert told in str(error.value)


def test_an_old_problem_of_the_register_is_not_blamed_on_a_source():
    """Only what the source brings is refused."""
    broken = replace(
        BASE, results=(replace(BASE.results[0], percent=120.0), BASE.results[1])
    )
    check_sources(broken, [other(key="r2", value="3")])


def test_of_a_copied_row_only_what_differs_is_kept():
    """People copy the row; its numbers belong together, its words need no repeating."""
    cells = {
        "result_id": "r1", "study_id": "smith2020", "arm_id": "k", "statistic": "mean",
        "outcome": "pain_intensity", "outcome_words": "pain", "value": "2.9",
        "spread": "0.5", "spread_type": "unspecified", "n": "10",
        "source_location": "Table 1",
    }  # fmt: skip
    assert dict(stated_cells(BASE.results[0], cells)) == {
        "value": "2.9",
        "spread": "0.5",
        "spread_type": "unspecified",
    }


def test_a_row_is_found_by_its_key():
    """The table follows from the key; what is not there, or in two, is told."""
    assert table_of(BASE, "r1", None) == "results"
    assert table_of(BASE, "smith2020/p", None) == "arms"
    with pytest.raises(CurationError, match="no row 'r9'"):
        table_of(BASE, "r9", None)
    with pytest.raises(CurationError, match="no table 'tables'"):
        table_of(BASE, "r1", "tables")
    twin = replace(BASE, results=(replace(BASE.results[0], result_id="smith2020"),))
    with pytest.raises(CurationError, match="in studies and results; say which"):
        table_of(twin, "smith2020", None)
    assert table_of(twin, "smith2020", "studies") == "studies"


texts = st.text(
    st.characters(codec="utf-8", exclude_characters="\r\0"), min_size=1, max_size=12
).filter(lambda text: bool(text.strip()))


@given(texts, texts | st.none(), st.integers(0, 10))
def test_the_file_gives_back_what_was_written(words, quote, events):
    """Any words, any numbers, several cells and several sources come back."""
    source = Source(None, words, "secondary", quote)
    made = (
        replace(other(events=events, total=10, notes=words, source=source)),
        other("smith2020", "studies", dose=words, source=source),
    )
    text = write_other_sources(made)
    assert read_other_sources(text, BASE, **WHO) == made


HEAD = write_other_sources(()).strip()


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (["tables,r1,2,value,3,,x,secondary,"], "row 2: there is no table 'tables'"),
        (["results,r1,1,value,3,,x,secondary,"], "'1' is no number of another source"),
        (["results,r1,2,value,3"], "row 2: 5 cells; allowed: 9"),
        (["results,r1,2,value,3,,x,secondary,", "results,r1,2,n,9,,y,secondary,"], "is named otherwise above"),
        (["results,r1,2,value,3,,x,secondary,", "results,r1,2,value,4,,x,secondary,"], "value is there twice"),
        (["results,r1,2,value,3,,x,,"], "source_confidence: None is not possible"),
        (['results,r1,2,value,"3'], "cannot be read as a CSV table"),
    ],
)  # fmt: skip
def test_a_file_that_is_none_is_refused(lines, told):
    """Row and fault are named, and nothing is read."""
    with pytest.raises(CurationError) as error:
        read_other_sources("\n".join([HEAD, *lines]), BASE, **WHO)
    assert told in str(error.value)


def test_a_file_with_other_columns_is_refused(tmp_path):
    """The columns are named; a file that is missing is too."""
    with pytest.raises(CurationError, match="the columns must be table, key"):
        read_other_sources("table,key\n", BASE, **WHO)
    with pytest.raises(CurationError, match=r"none\.csv: it cannot be read"):
        read_other_sources(tmp_path / "none.csv", BASE, **WHO)

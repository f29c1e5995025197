"""The CSV of the R package PRISMA2020: its rows to the letter, our numbers in them."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.screening.builders import full, vote

from ketaevidence.exchange.prisma_csv import prisma_csv
from ketaevidence.screening.flow import count_flow
from ketaevidence.screening.since import Version, count_since

#: data, node, box, url of version 1.1.4's own file, row by row.
KEYS = """
NA node4 prevstud prevstud.html
previous_studies node5 box1 previous_studies.html
previous_reports NA box1 previous_reports.html
NA node6 newstud newstud.html
database_results node7 box2 database_results.html
database_specific_results NA box2 database_results.html
register_results NA box2 NA
register_specific_results NA box2 database_results.html
NA node16 othstud othstud.html
website_results node17 box11 website_results.html
organisation_results - box11 NA
citations_results NA box11 NA
duplicates node8 box3 duplicates.html
excluded_automatic NA box3 NA
excluded_other NA box3 NA
records_screened node9 box4 records_screened.html
records_excluded node10 box5 records_excluded.html
dbr_sought_reports node11 box6 dbr_sought_reports.html
dbr_notretrieved_reports node12 box7 dbr_notretrieved_reports.html
other_sought_reports node18 box12 other_sought_reports.html
other_notretrieved_reports node19 box13 other_notretrieved_reports.html
dbr_assessed node13 box8 dbr_assessed.html
dbr_excluded node14 box9 dbrexcludedrecords.html
other_assessed node20 box14 other_assessed.html
other_excluded node21 box15 other_excluded.html
new_studies node15 box10 new_studies.html
new_reports NA box10 NA
total_studies node22 box16 total_studies.html
total_reports NA box16 NA
identification node1 identification identification.html
screening node2 screening screening.html
included node3 included included.html
total_studies_ma node23 box17 total_studies_meta_analysis.html
total_reports_ma NA box17 NA
"""

ALL = [f"pmid:{n}" for n in range(8)]
REASONS = {"design": "no data (review, comment)", "animal": "animal's study; rats"}
DECISIONS = [
    *(vote(key, reviewers=1) for key in ALL[:6]), vote(ALL[6], "exclude", reviewers=1),
    full(ALL[0], reviewers=1), full(ALL[1], reviewers=1), full(ALL[2], "not_retrieved", reviewers=1),
    full(ALL[3], "exclude", reason="design", reviewers=1), full(ALL[4], "exclude", reason="animal", reviewers=1),
]  # fmt: skip


def flow_of(
    decisions=DECISIONS,
    sources=(("PubMed", 7), ("ClinicalTrials.gov", 2), ("Own, list", 1)),
    studies=None,
):
    """Count a flow of eight records."""
    return count_flow(
        sources, ALL, decisions, reasons=REASONS, studies_of=studies or {}
    )


def numbers(text):
    """Give the column n by the keys of the rows that have one."""
    return {
        row["data"]: row["n"]
        for row in csv.DictReader(io.StringIO(text))
        if row["data"] != "NA"
    }


def test_the_file_has_the_packages_rows_in_their_order():
    """Header, 34 rows, and each key in its place, as the package's own file has them."""
    rows = list(csv.reader(io.StringIO(prisma_csv(flow_of()))))
    assert rows[0] == [
        "data",
        "node",
        "box",
        "description",
        "boxtext",
        "tooltips",
        "url",
        "n",
    ]
    found = [
        (data, node or "-", box, url) for data, node, box, _, _, _, url, _ in rows[1:]
    ]
    assert found == [tuple(line.split()) for line in KEYS.split("\n") if line]
    assert len(found) == 34


def test_every_box_has_its_number():
    """The numbers are those of the flow, each where the package looks for it."""
    found = numbers(
        prisma_csv(flow_of(studies={ALL[0]: "a", ALL[1]: "a"}), in_meta_analysis=(1, 2))
    )
    assert {key: n for key, n in found.items() if n != "0"} == {
        "previous_studies": "NA", "previous_reports": "NA",
        "database_results": "8", "database_specific_results": "PubMed, 7; Own – list, 1",
        "register_results": "2", "register_specific_results": "ClinicalTrials.gov, 2",
        "duplicates": "2", "records_screened": "7", "records_excluded": "1",
        "dbr_sought_reports": "6", "dbr_notretrieved_reports": "1", "dbr_assessed": "4",
        "dbr_excluded": "animal’s study – rats, 1; no data (review – comment), 1",
        "new_studies": "1", "new_reports": "2", "total_studies": "1", "total_reports": "2",
        "total_studies_ma": "1", "total_reports_ma": "2",
    }  # fmt: skip


def test_a_source_can_be_said_to_be_a_register():
    """A register that is not well known counts as one when a person says so."""
    found = numbers(prisma_csv(flow_of(), registers=["own, list"]))
    assert (found["database_results"], found["register_results"]) == ("7", "3")


def test_what_is_not_known_is_not_a_number():
    """Without a register of studies their number is NA, not 0."""
    found = numbers(prisma_csv(flow_of()))
    assert (
        found["new_studies"],
        found["total_studies"],
        found["total_studies_ma"],
    ) == ("NA", "NA", "NA")


def test_an_update_fills_the_boxes_of_the_version_before():
    """Previous, new and total stand apart in the diagram of an updated review."""
    then = Version(
        (("PubMed", 7),),
        tuple(ALL[:4]),
        tuple(d for d in DECISIONS if d.record_key == ALL[0]),
    )
    now = Version((("PubMed", 12),), tuple(ALL), tuple(DECISIONS))
    flow = count_since(
        then,
        now,
        moment="2026-01-31",
        reasons=REASONS,
        studies_of={ALL[0]: "a", ALL[1]: "b"},
    )
    found = numbers(prisma_csv(flow))
    assert [
        found[key]
        for key in (
            "previous_studies",
            "previous_reports",
            "new_studies",
            "new_reports",
            "total_studies",
            "total_reports",
        )
    ] == ["1", "1", "1", "1", "2", "2"]
    assert (
        "awaiting a decision in the previous version, 3"
        in found["database_specific_results"]
    )


@pytest.mark.parametrize(
    "name",
    ["=cmd|' /C calc'!A0", "+1", "@x", "-3", "a,b;c", 'it\'s "quoted" \\ so', " , "],
)
def test_no_name_breaks_the_figure_or_a_spreadsheet(name):
    """What separates, ends a text or begins a formula leaves the names of sources."""
    found = numbers(prisma_csv(flow_of([], sources=((name, 8),))))[
        "database_specific_results"
    ]
    said, n = found.split(", ")
    assert n == "8"
    assert said
    assert said[0] not in "=+-@"
    assert not set(said) & set(",;'\"\\")


@given(
    st.lists(
        st.tuples(st.text(min_size=1, max_size=12), st.integers(0, 99)),
        min_size=1,
        max_size=4,
    )
)
def test_the_package_reads_back_as_many_parts_as_were_written(sources):
    """Split as the package splits, the parts of a box add up to its number."""
    total = sum(n for _, n in sources)
    found = numbers(prisma_csv(flow_of([], sources=tuple(sources))))
    specific, other = (
        found["database_specific_results"],
        found["register_specific_results"],
    )
    parts = [
        part for text in (specific, other) if text != "0" for part in text.split("; ")
    ]
    assert len(parts) == len(sources)
    assert sum(int(part.rpartition(",")[2]) for part in parts) == total
    assert int(found["database_results"]) + int(found["register_results"]) == total

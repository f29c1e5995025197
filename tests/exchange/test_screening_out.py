"""Records with decisions for screening tools: out, and in again as they were."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.exchange.builders import record

from ketaevidence.exchange import asreview
from ketaevidence.exchange.asreview_out import asreview_csv, asreview_ris
from ketaevidence.exchange.covidence_out import covidence_files
from ketaevidence.exchange.decisions import Terms, take_over
from ketaevidence.exchange.matching import Index
from ketaevidence.exchange.rayyan_out import rayyan_csv, rayyan_notes
from ketaevidence.exchange.reading import read_export
from ketaevidence.exchange.reasons import Reasons
from ketaevidence.exchange.screened_rows import Screened
from ketaevidence.exchange.tables import read_csv
from ketaevidence.screening.model import Decision
from ketaevidence.screening.settling import settled

REASONS = {"wrong_design": "no trial; no cohort", "wrong_drug": "another drug"}
AT = "2026-02-03T04:05:06Z"


def decision(number, stage, verdict, by="A. Reader", **more):
    """Make a decision on a record."""
    return Decision(f"pmid:{90000000 + number}", stage, verdict, by=by, at=AT, **more)


RECORDS = (
    *(record(n, title=f"=Trial, “{n}”\nof pain") for n in range(1, 7)),
    record(7, doi="10.1000/seven", pmid=False),
)
FIRST = (
    decision(1, "title_abstract", "include"),
    decision(2, "title_abstract", "exclude", reason="another condition, clearly"),
    decision(3, "title_abstract", "include", by="B. Reader"),
    decision(4, "title_abstract", "include"),
    decision(5, "title_abstract", "include"),
    Decision("doi:10.1000/seven", "title_abstract", "exclude", by="C", at=AT),
)
SECOND = (
    decision(1, "full_text", "include"),
    decision(3, "full_text", "exclude", reason="wrong_design"),
    decision(4, "full_text", "exclude", reason="wrong_drug"),
    decision(5, "full_text", "not_retrieved"),
)
SCREENED = Screened(RECORDS, (*FIRST, *SECOND), 1, REASONS)


def write(folder, name, text):
    """Write a file and give its path."""
    path = folder / name
    path.write_bytes(text.encode())
    return path


def back(path, tool="auto", by=None, screened=SCREENED, **more):
    """Take a file over into a review that knows the records and no decision."""
    found = take_over(
        read_export(path, tool, **more),
        Index(screened.records),
        (),
        Terms(at=AT, by=by),
        Reasons(REASONS),
    )
    assert not found.unmatched
    assert not found.ambiguous
    return {(d.record_key, d.stage): d for d in found.decisions}


FIRST_BY_RECORD = {(d.record_key, d.stage): d for d in FIRST}


@pytest.mark.parametrize(
    ("name", "text"),
    [("a.csv", asreview_csv(SCREENED)), ("a.ris", asreview_ris(SCREENED))],
)
def test_asreview_gives_back_every_decision_with_person_time_and_reason(
    name, text, tmp_path
):
    """What was decided on titles comes back the same, from CSV and from RIS."""
    assert back(write(tmp_path, name, text)) == FIRST_BY_RECORD


def test_asreview_has_no_label_where_nobody_decided_or_people_differ(tmp_path):
    """A record in conflict is as unlabelled as one that nobody has seen."""
    two = (
        decision(1, "title_abstract", "include"),
        decision(1, "title_abstract", "exclude", by="B"),
        decision(2, "title_abstract", "include"),
        decision(2, "title_abstract", "include", by="B"),
    )
    rows = list(
        csv.DictReader(io.StringIO(asreview_csv(Screened(RECORDS, two, 2, {}))))
    )
    assert [row["asreview_label"] for row in rows] == ["", "1", *[""] * 5]
    assert rows[0]["pmid"] == "90000001"


def test_rayyan_gives_back_what_each_person_decided(tmp_path):
    """Every person's verdict comes back under the same name, with the reason."""
    path = write(tmp_path, "articles.csv", rayyan_csv(SCREENED))
    found = back(path)
    assert found == FIRST_BY_RECORD
    two = (
        decision(1, "title_abstract", "include", by='Anna "the first" B'),
        decision(1, "title_abstract", "exclude", by="B", reason="wrong population"),
    )
    path = write(tmp_path, "two.csv", rayyan_csv(Screened(RECORDS, two, 2, REASONS)))
    votes = read_export(path).rows[0].votes
    assert [(v.by, v.verdict, v.reason) for v in votes] == [
        ('Anna "the first" B', "include", None),
        ("B", "exclude", "wrong population"),
    ]


_words = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=9)


@settings(max_examples=30, deadline=None)
@given(_words, st.one_of(_words, st.sampled_from(["USER-NOTES: x", "a | RAYYAN-A"])))
def test_no_name_and_no_reason_changes_a_verdict(name, reason):
    """Quotation marks, braces and Rayyan's own words in a text stay a text."""
    from ketaevidence.exchange.rayyan import read_table
    from ketaevidence.exchange.tables import Table, TableRow

    notes = rayyan_notes(
        [decision(1, "title_abstract", "exclude", by=name, reason=reason)]
    )
    row = TableRow(2, {"notes": notes, "title": "x"})
    (found,) = read_table(Table("a.csv", ("title", "notes"), (row,))).rows
    assert [vote.verdict for vote in found.votes] == ["exclude"]
    if "\\" not in name and not name.startswith("RAYYAN-"):
        assert found.votes[0].by == name


def test_covidence_gives_back_both_stages(tmp_path):
    """Each record stands on the list that says what was decided, with its reason."""
    files = covidence_files(SCREENED, "2026-02-03")
    assert set(files) == {
        f"{name}.ris"
        for name in ("screen", "irrelevant", "select", "excluded", "included")
    } | {
        f"review_1_{name}_csv_20260203.csv"
        for name in ("screen", "irrelevant", "select", "excluded", "included")
    }
    found = {}
    for name, text in files.items():
        if name.endswith(".csv"):
            found |= back(write(tmp_path, name, text), by="A. Reader")
    every = {(d.record_key, d.stage): d for d in (*FIRST, *SECOND)}
    expected = {k: d for k, d in every.items() if d.verdict != "not_retrieved"}
    assert {k: d.verdict for k, d in found.items()} == {
        k: d.verdict for k, d in expected.items()
    }
    assert {k: d.reason for k, d in found.items() if k[1] == "full_text"} == {
        k: d.reason for k, d in expected.items() if k[1] == "full_text"
    }


def test_covidence_gets_each_record_once():
    """Every record is in exactly one list, as RIS with its PMID."""
    files = covidence_files(SCREENED, None)
    ris = "".join(text for name, text in files.items() if name.endswith(".ris"))
    assert ris.count("TY  - ") == len(RECORDS)
    assert ris.count("N1  - PMID: ") == len(RECORDS) - 1


def test_no_cell_is_run_as_a_formula():
    """A title that begins with an equals sign is a text in every table."""
    tables = [asreview_csv(SCREENED), rayyan_csv(SCREENED)]
    tables += [t for n, t in covidence_files(SCREENED, None).items() if n[-3:] == "csv"]
    for table in tables:
        for row in csv.reader(io.StringIO(table)):
            assert not [cell for cell in row if cell.startswith("=")]


def test_settled_is_what_the_review_counts():
    """A label is the decision that settles the record, the newest of one reviewer."""
    again = decision(1, "title_abstract", "exclude", reason="seen again")
    screened = Screened(RECORDS[:1], (*FIRST, again), 1, {})
    assert screened.settled("title_abstract")["pmid:90000001"] == again
    assert screened.settled("title_abstract") == settled(
        (*FIRST, again), "title_abstract", 1
    )


NAMELESS = Screened(
    (
        record(1, title="Poster on pain", year=None, pmid=False),
        record(2, title="Poster on pain", year=None, pmid=False),
        record(3, title="???", year=None, pmid=False),
    ),
    tuple(
        Decision(f"local:r{n}", stage, verdict, by="A. Reader", at=AT, reason=reason)
        for n, stage, verdict, reason in (
            (1, "title_abstract", "exclude", "another condition"),
            (2, "title_abstract", "include", None),
            (3, "title_abstract", "include", None),
            (2, "full_text", "exclude", "wrong_drug"),
            (3, "full_text", "include", None),
        )
    ),
    1,
    REASONS,
)


def test_records_without_pmid_doi_and_year_come_back(tmp_path):
    """Their key in the review names them in every file, also among equal titles."""
    every = {(d.record_key, d.stage): d for d in NAMELESS.decisions}
    first = {place: d for place, d in every.items() if place[1] == "title_abstract"}
    for name, text in (
        ("a.csv", asreview_csv(NAMELESS)),
        ("a.ris", asreview_ris(NAMELESS)),
        ("r.csv", rayyan_csv(NAMELESS)),
    ):
        assert back(write(tmp_path, name, text), screened=NAMELESS) == first
    found = {}
    for name, text in covidence_files(NAMELESS, None).items():
        if name.endswith(".csv"):
            path = write(tmp_path, name, text)
            found |= back(path, by="A. Reader", screened=NAMELESS)
    assert {k: d.verdict for k, d in found.items()} == {
        k: d.verdict for k, d in every.items()
    }


@settings(max_examples=40)
@given(
    st.tuples(st.sampled_from("=+-@|%'a＝"), _words).map("".join),
    st.tuples(st.sampled_from("=+-@|%'a＝"), _words).map("".join),
)
def test_what_a_spreadsheet_would_run_comes_back_without_an_apostrophe(name, reason):
    """Name and reason are the same behind a file of ours, whatever they begin with."""
    made = decision(1, "title_abstract", "exclude", by=name, reason=reason)
    text = asreview_csv(Screened(RECORDS[:1], (made,), 1, {}))
    (row,) = asreview.read_table(read_csv(text.encode(), "a.csv")).rows
    assert [(vote.by, vote.reason) for vote in row.votes] == [(name, reason)]


def test_an_apostrophe_of_another_program_is_left_where_it_is():
    """Only what this program put there is taken away."""
    text = "title,asreview_label,asreview_note\nT,0,'-omics' alone\n"
    (row,) = asreview.read_table(read_csv(text.encode(), "a.csv")).rows
    assert row.votes[0].reason == "'-omics' alone"

"""Records of websites, organisations and citation searching have boxes of their own."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.screening.builders import full, vote

import ketaevidence as ke
from ketaevidence.cli import main
from ketaevidence.errors import LibraryError
from ketaevidence.exchange.prisma_csv import prisma_csv
from ketaevidence.screening.flow import count_flow
from ketaevidence.screening.methods import (
    Brought,
    brought_by_others,
    check_method,
    methods_of,
    usual_method,
)
from ketaevidence.screening.since import CARRIED, Version, count_since

KEYS = tuple(f"pmid:{n}" for n in range(6))
CITED = Brought("citation searching", "citations")
ASKED = Brought("experts", "organisations")
OTHERS = {KEYS[4]: CITED, KEYS[5]: ASKED}
REASONS = {"animal": "animal study"}


def count(decisions, others=OTHERS, studies=None):
    """Count a flow of six records of which two came by other methods."""
    return count_flow(
        (("PubMed", 4),),
        KEYS,
        decisions,
        reasons=REASONS,
        studies_of=studies or {},
        others=others,
    )


@pytest.mark.parametrize(
    ("source", "method"),
    [
        ("Citation searching", "citations"),
        ("reference lists", "citations"),
        ("Websites", "websites"),
        ("Contact with authors", "organisations"),
        ("PubMed", None),
        ("ClinicalTrials.gov", None),
        ("Web of Science", None),
    ],
)
def test_a_sources_name_tells_its_method(source, method):
    """Only names that can mean nothing else do; every other is a database."""
    assert usual_method(source) == method


def test_what_an_import_says_goes_before_the_name():
    """A method that was said stands, also for later imports that say nothing."""
    said = [("FDA", "websites"), ("FDA", None), ("experts", "database"), ("X", None)]
    assert methods_of(said) == {"FDA": "websites"}


def test_a_source_keeps_its_method():
    """Another method is another source, and a method that is none is refused."""
    said = [("FDA", "websites")]
    check_method("FDA", "websites", said)
    check_method("FDA", None, said)
    check_method("New", "citations", said)
    with pytest.raises(LibraryError, match="by the method 'websites' before"):
        check_method("FDA", "citations", said)
    with pytest.raises(LibraryError, match="'post' is no method"):
        check_method("New", "post", said)


def test_what_a_database_brought_as_well_is_counted_there():
    """Only records that no database brought are of other methods, with the first."""
    methods = {"citation searching": "citations", "experts": "organisations"}
    origins = {
        "a": ("PubMed",),
        "b": ("experts", "PubMed"),
        "c": ("citation searching", "experts"),
        "d": (),
    }
    assert brought_by_others(origins, methods) == {"c": CITED}


def test_both_columns_are_counted_and_meet_in_what_is_included():
    """Boxes beside each other are of databases and of others; included is of both."""
    decisions = [
        *(vote(key, reviewers=1) for key in (KEYS[0], KEYS[1], KEYS[4])),
        vote(KEYS[2], "exclude", reviewers=1),
        vote(KEYS[5], "exclude", reviewers=1),
        full(KEYS[0], reviewers=1),
        full(KEYS[1], "exclude", reason="animal", reviewers=1),
        full(KEYS[4], reviewers=1),
    ]
    flow = count(decisions, studies={KEYS[0]: "a", KEYS[4]: "b"})
    assert (flow.unique, flow.screened, flow.awaiting_screening) == (4, 3, 1)
    assert (flow.reports_assessed, flow.included_reports, flow.included_studies) == (2, 2, 2)  # fmt: skip
    other = flow.other
    assert other.identified == (("citation searching", 1), ("experts", 1))
    assert other.methods == ("citations", "organisations")
    assert (other.excluded_at_screening, other.reports_sought) == (1, 1)
    assert (other.reports_assessed, other.included_reports) == (1, 1)
    boxes = {box: n for _, box, n in flow.rows()}
    assert boxes["Records identified by other methods: experts"] == 1
    assert boxes["Reports assessed, by other methods"] == 1
    assert boxes["Reports included"] == 2


def test_without_other_methods_nothing_is_added():
    """The flow of databases alone has no further box."""
    flow = count([], others={})
    assert flow.other is None
    assert not [box for _, box, _ in flow.rows() if "other methods" in box]


verdicts = st.sampled_from([None, "include", "exclude"])
texts = st.sampled_from([None, "include", "exclude", "not_retrieved"])


@given(
    st.lists(st.tuples(verdicts, texts), min_size=6, max_size=6),
    st.sets(st.sampled_from(KEYS)),
)
def test_the_boxes_of_both_columns_add_up(made, theirs):
    """Every record is in one column, and each column adds up by itself."""
    decisions = []
    for key, (title, text) in zip(KEYS, made, strict=True):
        if title is not None:
            decisions.append(vote(key, title, reviewers=1))
        if title == "include" and text is not None:
            decisions.append(full(key, text, reason="animal", reviewers=1))
    others = dict.fromkeys(sorted(theirs), CITED)
    ours = len(KEYS) - len(theirs)
    flow = count_flow((("PubMed", ours),), KEYS, decisions, reasons=REASONS,
                      studies_of={}, others=others)  # fmt: skip
    columns = [flow] if flow.other is None else [flow, flow.other]
    assert sum(column.unique for column in columns) == len(KEYS)
    for column in columns:
        assert column.unique == column.screened + column.awaiting_screening
        assert column.screened == column.excluded_at_screening + column.reports_sought
        sought = (
            column.reports_not_retrieved
            + column.reports_assessed
            + column.awaiting_full_text
        )
        assert column.reports_sought == sought
    excluded = sum(n for c in columns for _, n in c.excluded_at_full_text)
    assert flow.included_reports == sum(c.reports_assessed for c in columns) - excluded


def test_an_update_counts_both_columns():
    """What citation searching brought since is told by its source, also carried over."""
    before = Version((("PubMed", 3),), KEYS[:4], (), {KEYS[3]: CITED})
    now = Version(
        (("PubMed", 4),),
        KEYS,
        (vote(KEYS[5], reviewers=1), full(KEYS[5], reviewers=1)),
        {KEYS[3]: CITED, KEYS[5]: CITED},
    )
    flow = count_since(before, now, moment="2026-01-31", reasons={}, studies_of={})
    assert dict(flow.identified) == {"PubMed": 1, CARRIED: 3}
    assert flow.other.identified == (("citation searching", 2),)
    assert (flow.unique, flow.other.unique) == (4, 2)
    assert (flow.included_reports, flow.previous.total_reports) == (1, 1)


def test_the_csv_has_the_column_of_other_methods():
    """Each number stands where the R package looks for it; its rows stay the same."""
    decisions = [
        *(vote(key, reviewers=1) for key in KEYS),
        full(KEYS[0], reviewers=1),
        full(KEYS[4], "not_retrieved", reviewers=1),
        full(KEYS[5], "exclude", reason="animal", reviewers=1),
    ]
    text = prisma_csv(count(decisions))
    found = {row["data"]: row["n"] for row in csv.DictReader(io.StringIO(text))}
    assert {k: n for k, n in found.items() if k.startswith("other_") or "results" in k} == {
        "database_results": "4", "database_specific_results": "PubMed, 4",
        "register_results": "0", "register_specific_results": "0",
        "website_results": "0", "organisation_results": "1", "citations_results": "1",
        "other_sought_reports": "2", "other_notretrieved_reports": "1",
        "other_assessed": "1", "other_excluded": "animal study, 1",
    }  # fmt: skip
    assert (found["records_screened"], found["dbr_assessed"]) == ("4", "1")
    assert found["new_reports"] == "1"
    assert len(text.splitlines()) == 35


@pytest.fixture
def place(tmp_path, monkeypatch):
    """Start a review with two files of records."""
    monkeypatch.chdir(tmp_path)
    for name, numbers in (("a", "12"), ("b", "23"), ("c", "3")):
        (tmp_path / f"{name}.nbib").write_text(
            "\n".join(
                f"PMID- 9000000{n}\nTI  - Ketamine: {n}\nDP  - 2020\n" for n in numbers
            )
        )
    ke.init_review("R").close()
    return tmp_path


def run(capsys, *words):
    """Run a command; give its exit code, stdout and stderr."""
    code = main([str(word) for word in words])
    out, err = capsys.readouterr()
    return code, out, err


def test_how_records_were_found_is_said_at_the_import(place, capsys):
    """From the import to the file for R, as a person types it."""
    run(capsys, "import", "R", "a.nbib", "--source", "PubMed")
    run(capsys, "import", "R", "b.nbib", "--source", "FDA", "--method", "websites")
    code, out, _ = run(capsys, "screen", "R")
    assert code == 0
    assert "Records identified by other methods: FDA" in out
    assert run(capsys, "screen", "R", "--prisma", "P.csv")[:2] == (
        0,
        "Wrote P.csv.\nThe diagram has no box for 3 records still to be screened.\n",
    )
    text = (place / "P.csv").read_text("utf-8")
    rows = {row["data"]: row["n"] for row in csv.DictReader(io.StringIO(text))}
    assert (rows["database_results"], rows["website_results"]) == ("2", "1")
    code, _, err = run(capsys, "import", "R", "c.nbib", "--source", "FDA", "--method", "citations")  # fmt: skip
    assert code == 1
    assert "by the method 'websites' before" in err
    code, _, err = run(capsys, "import", "R", "x", "--source", "PubMed", "--match", "a", "--method", "websites")  # fmt: skip
    assert (code, "PubMed's baseline is a database" in err) == (2, True)


def test_a_record_that_a_database_finds_later_moves_there(place):
    """The past is counted as it was; now the record is the database's."""
    with ke.open_review("R") as review:
        review.import_files(["c.nbib"], source="experts", at="2026-01-01T00:00:00Z")
        review.import_files(["b.nbib"], source="PubMed", at="2026-02-01T00:00:00Z")
        before = review.as_of("2026-01-15").flow()
        assert (before.unique, before.other.unique) == (0, 1)
        flow = review.flow()
        assert (flow.identified, flow.other) == ((("PubMed", 2),), None)
        update = review.flow(since="2026-01-15")
        assert update.screened + update.awaiting_screening == update.unique

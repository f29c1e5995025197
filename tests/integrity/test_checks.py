"""The checks as a table: named, sourced, on the page, and stable from run to run."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.integrity.builders import ONE, QUESTION, ask, register, scored
from tests.integrity.page import PAGE, with_tables
from tests.synthesis.builders import responder, study

import ketaevidence as ke
from ketaevidence.curation.model import Register
from ketaevidence.integrity.checks import CHECKS, find
from ketaevidence.integrity.material import gather
from ketaevidence.integrity.model import SEVERITIES, Place, identify
from ketaevidence.screening.model import Decision


def test_every_check_is_named_sourced_and_tells_what_to_do():
    """Each has an id of its own, a title, a formula, a severity, and a DOI."""
    assert len({check.id for check in CHECKS}) == len(CHECKS)
    for check in CHECKS:
        assert re.fullmatch(r"[a-z_]+", check.id)
        assert check.severity in SEVERITIES
        assert check.title[0].isupper() or check.title[0] in "“0p9"
        assert check.formula
        assert check.what_to_do.endswith(".")
        assert re.fullmatch(r"10\.\d{4,}/\S+", check.reference.doi)
        assert 1900 < check.reference.year < 2100
        assert check.reference.author


def test_what_cannot_be_accepted_blocks():
    """Only a check that blocks may refuse to be accepted as it is."""
    assert all(c.severity == "block" for c in CHECKS if not c.may_be_accepted)


def test_the_page_has_every_check_with_its_example():
    """docs/checks.md is what `python -m tests.integrity.page` writes."""
    if not PAGE.is_file():
        pytest.skip("the documentation is not beside an installed package")
    text = PAGE.read_text("utf-8")
    for check in CHECKS:
        assert f"| `{check.id}` |" in text, f"{check.id} is missing on docs/checks.md"
    advice = "run `python -m tests.integrity.page` and read what changed"
    assert text == with_tables(text), advice


def test_a_check_is_tried_by_name_in_the_tests():
    """No check is without a test that raises it."""
    tests = [
        p.read_text("utf-8") for p in PAGE.parents[1].glob("tests/integrity/test_*.py")
    ]
    for check in CHECKS:
        assert any(f'"{check.id}"' in text for text in tests), check.id


def test_findings_have_ids_of_their_own_that_stay():
    """In the bundled review every id is unique, and two runs give the same."""
    with ke.example_review() as review:
        ids = [finding.id for finding in review.check()]
        again = [finding.id for finding in review.check()]
    assert ids == again
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-z_]+-[0-9a-f]{8}", name) for name in ids)


def test_ids_do_not_hang_on_the_process():
    """Another Python with another hash seed gives the same ids."""
    code = (
        "from ketaevidence.integrity.model import Place, identify\n"
        "print(identify('c', Place(('s',), ('r',)), (1.5, None, 'ü', 30)))"
    )
    told = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    )
    assert told.stdout.strip() == identify(
        "c", Place(("s",), ("r",)), (1.5, None, "ü", 30)
    )


@settings(deadline=None)
@given(st.floats(0.1, 0.9), st.floats(0.1, 0.9), st.integers(5, 90))
def test_a_changed_value_is_another_question(first, second, n):
    """The same spread gives the same id, whatever is changed beside it; another does not."""

    def id_of(spread, **more):
        rows = [scored(spread=spread, n=n, **more)]
        (name,) = [f.id for f in ask([ONE], rows) if f.check == "tiny_deviation"]
        return name

    same = f"{first:.12g}" == f"{second:.12g}"
    assert (id_of(first) == id_of(second)) is same
    assert id_of(first) == id_of(first, notes="read again", source=ONE.source)


def test_whole_numbers_are_the_same_value_as_their_decimals():
    """30 and 30.0 are one value; None, a text and a number are three."""
    place = Place(("s",))
    ids = {identify("c", place, (value,)) for value in (30, 30.0, "30.5", None, 31)}
    assert len(ids) == 4


def test_findings_are_sorted_by_what_hangs_on_them():
    """What blocks comes first, then warnings, then notes."""
    with ke.example_review() as review:
        order = [SEVERITIES.index(f.severity) for f in review.check()]
    assert order == sorted(order)


def test_what_a_person_keeps_out_is_not_asked_about_again():
    """A row with a reason, a study with one, and another's patients raise nothing."""
    row = scored(mean=2.7, spread=0.5)
    assert "tiny_deviation" in {f.check for f in ask([ONE], [row])}
    settled = [
        ([ONE], [replace(row, kept_out_because="decided")]),
        ([replace(ONE, kept_out_because="decided")], [row]),
        ([ONE, study("b", secondary_of="a")], [replace(row, study_id="b")]),
    ]
    for studies, rows in settled:
        assert "tiny_deviation" not in {f.check for f in ask(studies, rows)}


def test_a_study_whose_reports_people_excluded_is_not_asked_about():
    """An excluded report raises no question; an undecided one does."""
    from ketaevidence.records.model import Record

    one = study("a", pmid="90000001")
    row = scored(mean=2.7, spread=0.5)
    records = [Record(title="Invented", pmid="90000001")]
    out = Decision(
        "pmid:90000001", "title_abstract", "exclude", "A", "2026-01-01T00:00:00Z"
    )
    assert ask([one], [row], records=records)
    assert not ask([one], [row], records=records, decisions=[out])


def test_readings_block_nothing():
    """What blocks is the same with machine readings and without."""
    with ke.example_review() as review:
        parts = (review.register, review.question, review.records(), review.decisions())
        with_readings = find(gather(*parts, candidates=review.candidates()))
        without = find(gather(*parts))
    blocking = [[f.id for f in found if f.blocks] for found in (with_readings, without)]
    assert blocking[0] == blocking[1]


def test_an_empty_review_raises_no_question():
    """Nothing entered, nothing asked."""
    assert ask([]) == ()
    assert find(gather(Register(), QUESTION, (), ())) == ()


def test_rows_with_nothing_in_them_break_no_check():
    """Every check passes over rows of which only the least is known."""
    bare = responder("R1", definition=None, estimator=None, events=None, total=None)
    rows = [
        replace(bare, result_id=f"R{i}", statistic=statistic, scale=None,
                scale_low=None, scale_high=None, time_words=None, time_days=None,
                outcome=outcome)
        for i, (statistic, outcome) in enumerate(
            (s, o)
            for s in ("mean", "mean_change", "count", "percent", "interval", "odds_ratio")
            for o in ("pain_intensity", "responder", "adverse_event")
        )
    ]  # fmt: skip
    whole = register([ONE], rows)
    assert {f.check for f in find(gather(whole, QUESTION, (), ()))} == {
        "citation_unnamed"
    }

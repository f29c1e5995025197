"""How far two people decide alike, against numbers worked out by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.screening.builders import asked_of, vote

from ketaevidence.screening.agreement import Agreement, agreements

VERDICTS = st.sampled_from(["include", "exclude"])


def pairs(*verdicts):
    """Give the decisions of two people on records of their own, each pair in turn."""
    return [
        vote(f"pmid:{n}", verdict, by)
        for n, both in enumerate(verdicts)
        for by, verdict in zip("AB", both, strict=True)
    ]


def test_kappa_equals_cohens_formula():
    """Of 50 records 35 alike, 0.5 by chance: kappa is 0.4 (20, 5, 10, 15)."""
    table = (
        ("include", "include", 20),
        ("include", "exclude", 5),
        ("exclude", "include", 10),
        ("exclude", "exclude", 15),
    )
    decisions = pairs(*((one, two) for one, two, n in table for _ in range(n)))
    (found,) = agreements(decisions, "title_abstract")
    assert (found.n, found.alike, found.observed) == (50, 35, 0.7)
    assert found.expected == pytest.approx(0.5)
    assert found.kappa == pytest.approx(0.4)


def test_a_kappa_from_the_literature_is_reproduced():
    """Cohen 1960, table 1 in numbers of 200: observed .70, expected .41, kappa .492."""
    kinds = ("include", "exclude", "not_retrieved")
    table = ((88, 14, 18), (10, 40, 10), (2, 6, 12))
    counts = tuple(
        (kinds[i], kinds[j], n)
        for i, row in enumerate(table)
        for j, n in enumerate(row)
    )
    found = Agreement("full_text", "A", "B", counts)
    assert found.n == 200
    assert found.observed == pytest.approx(0.70)
    assert found.expected == pytest.approx(0.41)
    assert round(found.kappa, 3) == 0.492


def test_without_variation_there_is_no_kappa():
    """Two people who always include agree, and kappa is no number."""
    (found,) = agreements(
        pairs(("include", "include"), ("include", "include")), "title_abstract"
    )
    assert (found.observed, found.kappa) == (1.0, None)


def test_talking_about_it_later_does_not_make_people_agree():
    """What counts is what both had decided when both had first decided."""
    made = [
        vote("pmid:1", "exclude", "A"), vote("pmid:1", "include", "A"),
        vote("pmid:1", "exclude", "B"), vote("pmid:1", "exclude", "A"),
        vote("pmid:1", "exclude", "C", resolution="talked"),
    ]  # fmt: skip
    (found,) = agreements(made, "title_abstract")
    assert found.counts == (("include", "exclude", 1),)


def test_people_without_a_common_record_have_no_agreement():
    """Who shares no record with another is not listed with them."""
    made = [vote("pmid:1", by="A"), vote("pmid:2", by="B"), vote("pmid:2", by="C")]
    assert [(a.first, a.second) for a in agreements(made, "title_abstract")] == [
        ("B", "C")
    ]


@given(st.lists(st.tuples(VERDICTS, VERDICTS), min_size=1, max_size=30))
def test_kappa_lies_between_its_ends_and_is_the_same_both_ways(verdicts):
    """Kappa is from -1 to 1, 1 only where all is alike, and it knows no first person."""
    (found,) = agreements(pairs(*verdicts), "title_abstract")
    (turned,) = agreements(pairs(*((b, a) for a, b in verdicts)), "title_abstract")
    if found.kappa is None:
        assert turned.kappa is None
    else:
        assert -1 <= found.kappa <= 1
        assert found.kappa == pytest.approx(turned.kappa)
        assert (found.kappa == 1) == (found.alike == found.n)


def test_agreement_is_there_in_a_review_of_one_reviewer_too():
    """Two people who both looked can be compared, whatever the review asks for."""
    assert (
        agreements(asked_of(pairs(("include", "exclude")), 1), "title_abstract")[0].n
        == 1
    )

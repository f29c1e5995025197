"""Ratings of certainty: people's words, checked and kept, never worked out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketaevidence.curation.certainty import (
    DOMAINS,
    RATINGS,
    STARTS,
    certainty_rating,
    rating_key,
)
from ketaevidence.curation.certainty_entries import certainty_entry, read_certainty
from ketaevidence.errors import CurationError
from ketaevidence.library import Entry

AT = "2026-01-01T00:00:00Z"


def rated(rating="low", *, kind="responder", group="2 to 6 weeks", **more):
    """Rate an invented outcome of evidence that is not randomised."""
    told = {"start": "low", "is_randomised": False, "by": "A", "at": AT, "reason": "r"}
    return certainty_rating(kind, group, rating, **(told | more))


@pytest.mark.parametrize("word", ["very low", "Very Low", "very_low", " VERY-LOW "])
def test_a_rating_is_meant_whatever_its_case(word):
    """Case, underscores and hyphens do not matter."""
    assert rated(word).rating == "very low"


@pytest.mark.parametrize(
    ("made", "told"),
    [
        (
            {"rating": "lowish"},
            "rating 'lowish'; allowed: very low, low, moderate, high",
        ),
        ({"rating": ""}, "rating ''; allowed"),
        ({"start": "moderate"}, "start 'moderate'; allowed: high, low"),
        ({"start": None}, "say where it starts: low, or high if .* ROBINS-I"),
        ({"domains": {"precision": -1}}, "no domain 'precision'; it has risk_of_bias"),
        ({"domains": {"imprecision": 1}}, r"imprecision 1; allowed: -3, -2, -1, 0"),
        ({"domains": {"imprecision": True}}, "imprecision True; allowed"),
        ({"domains": {"imprecision": -1.0}}, "imprecision -1.0; allowed"),
        ({"domains": {"publication_bias": -3}}, "publication_bias -3; allowed: -2"),
        ({"domains": {"large_effect": 3}}, r"large_effect 3; allowed: 0, \+1, \+2"),
        ({"domains": {"dose_response": -1}}, r"dose_response -1; allowed: 0, \+1"),
        ({"domains": {"imprecision": -1}}, "imprecision -1 without words"),
        (
            {"domains": {"imprecision": -1}, "support": {"imprecision": "  "}},
            "without words",
        ),
        ({"support": {"imprecision": "few"}}, "imprecision, which has no level"),
        ({"by": " "}, r"who \(by\)"),
        ({"reason": ""}, r"why \(reason\)"),
    ],
)
def test_an_impossible_rating_is_refused_with_the_allowed(made, told):
    """What cannot be is named with what may be said, and nothing is made."""
    with pytest.raises(CurationError, match=told):
        rated(**made)


def test_all_problems_are_told_at_once():
    """A person corrects a rating in one go."""
    with pytest.raises(CurationError) as told:
        rated("x", start="y", domains={"z": -1}, by="")
    assert str(told.value).startswith("Certainty of responder, '2 to 6 weeks': rating")
    assert str(told.value).count(";") >= 4


def test_randomised_evidence_starts_high_and_nothing_raises_it():
    """The start may be left out there, and only there."""
    made = rated("high", is_randomised=True, start=None)
    assert (made.start, made.adds_up) == ("high", True)
    with pytest.raises(CurationError, match="randomised evidence starts high"):
        rated("low", is_randomised=True, start="low")
    with pytest.raises(CurationError, match="only evidence without randomisation"):
        rated(
            "high", is_randomised=True, start="high", domains={"large_effect": 1},
            support={"large_effect": "large"},
        )  # fmt: skip


@pytest.mark.parametrize(
    ("rating", "start", "domains", "adds_up"),
    [
        ("low", "low", {}, True),
        ("very low", "low", {"imprecision": -1}, True),
        ("very low", "low", {"imprecision": -3, "indirectness": -1}, True),
        ("moderate", "low", {"large_effect": 1}, True),
        ("low", "high", {"risk_of_bias": -3, "dose_response": 1}, True),
        ("high", "high", {"imprecision": 0}, True),
        ("low", "low", {"imprecision": -1}, False),
        ("low", "high", {}, False),
    ],
)
def test_levels_are_compared_with_the_rating_and_never_make_it(
    rating, start, domains, adds_up
):
    """The rating is kept as the person gave it, whatever the levels lead to."""
    support = {name: "why" for name, level in domains.items() if level}
    made = rated(rating, start=start, domains=domains, support=support)
    assert (made.rating, made.adds_up) == (rating, adds_up)


def test_what_is_not_spoken_of_is_not_recorded():
    """A domain that nobody named is missing; one that was named with 0 is there."""
    made = rated(domains={"imprecision": 0, "risk_of_bias": 0})
    assert [one.domain for one in made.domains] == ["risk_of_bias", "imprecision"]
    assert rated().domains == ()
    assert rated(comment="  ").comment is None


def test_a_key_is_of_one_analysis_and_group():
    """Spaces do not matter; another label or analysis is another outcome."""
    assert rating_key("a", "2 to  6 weeks ") == rating_key("a", "2 to 6 weeks")
    keys = {rating_key(k, g) for k in ("a", "b") for g in ("", "x", "≥30 %", "≤30 %")}
    assert len(keys) == 8
    assert len(rating_key("a", "x" * 3000)) == 10


@st.composite
def ratings(draw):
    """Rate with any words, levels and numbers."""
    chosen = draw(st.lists(st.sampled_from(DOMAINS), unique=True))
    domains = {d.name: draw(st.integers(d.lowest, d.highest)) for d in chosen}
    text = st.text(min_size=1).filter(str.strip)
    return rated(
        draw(st.sampled_from(RATINGS)),
        start=draw(st.sampled_from(STARTS)),
        domains=domains,
        support={name: draw(text) for name in domains},
        comment=draw(st.none() | st.text()),
        basis=tuple(draw(st.lists(st.tuples(st.text(), st.text()), max_size=3))),
        group=draw(st.text()),
    )


@given(ratings())
def test_a_rating_comes_back_from_the_store_as_it_was(made):
    """Entry and rating are two forms of the same."""
    assert read_certainty(certainty_entry(made)) == made
    assert made.level_words in RATINGS


@pytest.mark.parametrize(
    "change",
    [{"rating": "good"}, {"start": "moderate"}, {"domains": None}, {"more": 1}],
)
def test_an_entry_that_cannot_be_read_is_named(change):
    """A damaged entry is one clear error, and no certainty."""
    entry = certainty_entry(rated())
    broken = Entry("certainty", "k", {**entry.body, **change}, "r", "A", AT)
    with pytest.raises(CurationError, match="The rating k in the store"):
        read_certainty(broken)

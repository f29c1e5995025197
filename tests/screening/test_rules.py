"""Suggestions: which rule speaks, and with which words."""

from __future__ import annotations

import pytest

from ketaevidence.question.load import shipped_question
from ketaevidence.records.model import Record
from ketaevidence.records.parts import (
    Correction,
    Keyword,
    MeshHeading,
    PublicationType,
    Section,
)
from ketaevidence.screening.rules import RULES, suggest

QUESTION = shipped_question()
BOTH = "Ketamine for complex regional pain syndrome"


def record(title=BOTH, **more):
    """Make a record with an abstract."""
    more.setdefault("sections", (Section("Twelve patients."),))
    return Record(title=title, pmid="1", **more)


def of_type(ui, name="x"):
    """Make publication types."""
    return (PublicationType(name, ui),)


ANIMALS = (MeshHeading("Animals"), MeshHeading("Rats"))
HUMANS = (MeshHeading("Animals"), MeshHeading("Humans"))


@pytest.mark.parametrize(
    ("given", "verdict", "rule"),
    [
        (record(), "include", "drug_and_condition_named"),
        (record("Causalgia treated with esketamine"), "include", "drug_and_condition_named"),
        (record("Ketamine for pain"), "exclude", "condition_not_named"),
        (record("Ketamine and serum CRPs"), "exclude", "condition_not_named"),
        (record("Lidocaine for causalgia"), "exclude", "drug_not_named"),
        (record("Pain", mesh=(MeshHeading("Ketamine"), MeshHeading("Causalgia"))), "include", "drug_and_condition_named"),
        (record("Causalgia", keywords=(Keyword("ketamine"),)), "include", "drug_and_condition_named"),
        (record(mesh=ANIMALS), "exclude", "animals_only"),
        (record(mesh=HUMANS), "include", "drug_and_condition_named"),
        (record(publication_types=of_type("D016454")), "exclude", "no_original_data"),
        (record(publication_types=of_type("D017418")), "exclude", "no_original_data"),
        (record(publication_types=of_type("D000078325")), "exclude", "protocol"),
        (record(publication_types=of_type("D016441")), "exclude", "retracted"),
        (record(corrections=(Correction("RetractionIn", "J"),)), "exclude", "retracted"),
        (record(publication_types=of_type("D016440")), "exclude", "notice"),
        (record(sections=()), "unclear", "no_abstract"),
    ],
)  # fmt: skip
def test_the_first_rule_that_applies_is_named(given, verdict, rule):
    """A suggestion carries its verdict and the name of the rule behind it."""
    suggestion = suggest(given, QUESTION)
    assert (suggestion.verdict, suggestion.rule) == (verdict, rule)
    assert suggestion.reason


def test_a_suggestion_quotes_the_words_it_went_by():
    """A reader sees which words made the rule speak, and where they stand."""
    assert suggest(record(), QUESTION).reason == (
        "“Ketamine” in the title; “complex regional pain” in the title"
    )


def test_every_rule_has_a_name_of_its_own():
    """Names of rules are unique, so that a suggestion points to one rule."""
    names = [name for name, _ in RULES]
    assert len(set(names)) == len(names)

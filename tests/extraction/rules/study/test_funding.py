"""Who paid, and what the authors declare: as stated, else from PubMed's metadata."""

from __future__ import annotations

import pytest

from ketaevidence.extraction.rules.study.funding import (
    read_conflict_of_interest,
    read_funding,
)
from ketaevidence.extraction.text import View
from ketaevidence.question.load import shipped_question
from ketaevidence.records.model import Record
from ketaevidence.records.parts import Grant, Section


def read(reader, text, label=None, **more):
    """Give the candidates of a reader, and check their quotes."""
    one = Record(title="X", pmid="1", sections=(Section(text, label),), **more)
    found = list(reader(View.of(one), shipped_question()))
    assert all(one.text[c.start : c.end] == c.quote for c in found)
    return found


def funding(text, label=None):
    """Give the sponsors that a text states."""
    return [item.value for item in read(read_funding, text, label)]


@pytest.mark.parametrize(
    ("text", "label", "who"),
    [
        ("This study was funded by the Invented Research Council.", None, ["the Invented Research Council"]),
        ("The trial was supported by a grant from the Pain Foundation.", None, ["a grant from the Pain Foundation"]),
        ("Funded by NIHR.", None, ["NIHR"]),
        ("Funding: Acme Pharma Ltd.", None, ["Acme Pharma Ltd"]),
        ("Invented Trust and University of Nowhere.", "FUNDING", ["Invented Trust and University of Nowhere"]),
        ("Funding: None.", None, ["none"]),
        ("None.", "FUNDING", ["none"]),
        ("The authors received no funding for this work.", None, ["none"]),
    ],
)  # fmt: skip
def test_a_sponsor_is_read(text, label, who):
    """Who paid is read from sentences on money, and "none" where nobody did."""
    assert funding(text, label) == who


@pytest.mark.parametrize(
    "text",
    [
        "The use of ketamine is supported by the evidence of several trials.",
        "These results are supported by decreased levels of the peptide.",
        "The arm was supported by a pillow on a board.",
        "Patients were supported by nurses of the hospital.",
        "Commercially funded trials received more attention.",
        "The hypothesis was supported by our data.",
    ],
)
def test_other_support_is_no_money(text):
    """Evidence, pillows and nurses support too, and pay for nothing."""
    assert funding(text) == []


def test_grants_are_inferred_where_the_text_is_silent():
    """PubMed's grants have no quote; each agency is named once."""
    grants = (Grant("Agency A", "1"), Grant("Agency B"), Grant("Agency A", "2"))
    (item,) = read(read_funding, "Pain fell.", grants=grants)
    assert (item.value, item.status, item.section) == (
        "Agency A; Agency B", "inferred", "metadata",
    )  # fmt: skip
    text = "This study was funded by the Invented Trust."
    (item,) = read(read_funding, text, grants=grants)
    assert (item.value, item.status) == ("the Invented Trust", "stated")


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("Declaration of Competing Interest None.", "none_declared"),
        ("The authors declare that they have no conflict of interest.", "none_declared"),
        ("No author received fees, honoraria or grants from any company.", "none_declared"),
        ("AB has received fees from Acme. The other authors declare no conflict.", "declared"),
        ("CD and EF were employees of Acme GmbH. GH has no competing interests.", "declared"),
        ("IJ owns stock of a maker of pumps.", "declared"),
    ],
)  # fmt: skip
def test_a_statement_of_interests_is_judged(said, value):
    """Money, posts or shares are declared interests, whatever the rest denies."""
    (item,) = read(read_conflict_of_interest, "Pain fell.", conflict_of_interest=said)
    assert (item.value, item.section, item.sentence) == (value, "metadata", said)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("The authors declare no conflicts of interest.", ["none_declared"]),
        ("Conflict of interest: AB received honoraria from Acme.", ["declared"]),
        ("Conflicts of interest were frequent in the trials of this drug.", []),
        ("Pain fell.", []),
    ],
)
def test_an_abstract_may_declare_interests(text, values):
    """A sentence that declares is read; one that speaks of interests is not."""
    read_values = [c.value for c in read(read_conflict_of_interest, text)]
    assert read_values == values

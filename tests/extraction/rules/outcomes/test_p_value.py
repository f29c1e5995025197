"""P values: written in one way, with their clause; levels are no results."""

from __future__ import annotations

import pytest

from ketaevidence.extraction.rules.outcomes.p_value import read_p_value
from ketaevidence.extraction.text import View
from ketaevidence.question.load import shipped_question
from ketaevidence.records.model import Record
from ketaevidence.records.parts import Section


def found(text):
    """Give the p values of a text, and check their quotes."""
    one = Record(title="Pain", pmid="1", sections=(Section(text),))
    read = list(read_p_value(View.of(one), shipped_question()))
    assert all(one.text[c.start : c.end] == c.quote for c in read)
    return read


def values(text):
    """Give the p values of a text as they are written."""
    return [item.value for item in found(text)]


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        # trap 68
        ("p<0.0003", "<0.0003"), ("P<.004", "<0.004"), ("P = .04", "=0.04"), ("p-value <0.03", "<0.03"),
        ("P values < 0.02", "<0.02"), ("P </= .03", "≤0.03"), ("P < or = 0.03", "≤0.03"),
        ("p ≥ 0.08", "≥0.08"), ("P > or = .06", "≥0.06"), ("P = NS", "=NS"), ("p=n.s.", "=NS"),
        ("P not significant", "=NS"), ("P less than 0.02", "<0.02"),
        ("P less than or equal to 0.02", "≤0.02"), ("P greater than 0.2", ">0.2"),
        ("P value of 0.03", "=0.03"), ("P-value: 0.03", "=0.03"), ("P was 0.03", "=0.03"),
        ("Ptrend<0.02", "<0.02"), ("p for interaction = 0.2", "=0.2"), ("P:=0.03", "=0.03"),
        ("p = 0,03", "=0.03"), ("p = 2.4 × 10−6", "=2.4e-6"), ("P < 10(-5)", "<1e-5"), ("p = 2.4 × 10⁻¹²", "=2.4e-12"),
        ("p = 1.0", "=1.0"), ("p < 4%", "<0.04"),
        # trap 66
        ("p = 0. 006", "=0.006"), ("p=0·04", "=0.04"), ("P <. 03", "<0.03"),
    ],
)  # fmt: skip
def test_a_p_value_is_written_in_one_way(printed, value):
    """However it is printed, a p value has one sign and a leading zero."""
    assert values(f"Pain was less ({printed}).") == [value]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Pain fell at 2, 4 and 6 h (p = 0.03, 0.004, and 0.02, respectively).", ["=0.03", "=0.004", "=0.02"]),
        ("Pain fell in both (P < .04 and .01).", ["<0.04", "<0.01"]),
        ("Pain fell (p<0.04 and <0.002, respectively).", ["<0.04", "<0.002"]),
        ("Pain and itch fell (both P = .03).", ["=0.03"]),
        ("Pain fell (0.01 < p < 0.04).", [">0.01", "<0.04"]),
        ("Pain fell (p = 0.02, 0.5 versus 0.7 points).", ["=0.02"]),
        ("Pain fell (p = 0.02, 95% CI 0.3 to 0.5).", ["=0.02"]),
    ],
)  # fmt: skip
def test_each_of_a_list_is_a_p_value(text, expected):
    """A list shares one letter; what follows in other units is none of it."""
    assert values(text) == expected


@pytest.mark.parametrize("link", ["-", " to ", "–"])
def test_a_range_gives_both_ends_with_a_warning(link):
    """A range of p values is two values that a reader must look at."""
    items = found(f"Pain was less (P = 0.04{link}0.003).")
    assert [item.value for item in items] == ["=0.04", "=0.003"]
    assert all("one end of a range of p values" in item.warnings for item in items)


@pytest.mark.parametrize(
    "text",
    [
        # trap 70
        "Significance was set at p < 0.05.",
        "A P value of less than 0.05 was considered statistically significant.",
        "The level of significance was p<0.05.",
        "Differences were considered significant at a p-value < 0.05.",
        "Groups were compared by a t-test (P < 0.05 as significant).",
        "P<0.05 was taken as the limit of significance.",
        "The alpha level was set at P<.01.",
        "An ANOVA was used to analyse the scores (p < 0.05).",
        # no p value at all
        "Group P had 0.5 mg.", "Substance P = 1.4 was seen.", "P = 0.5 mg.", "It was given p.o. at 8 p.m.",
    ],
)  # fmt: skip
def test_a_level_of_significance_is_no_result(text):
    """The level that authors set is not what they found."""
    assert values(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "The fall was statistically significant (p = 0.01), representing a third.",
        "Pain was lower (P < 0.05) but the block was considered poor.",
        "Pain was lower (p < 0.05), indicating relief.",
    ],
)
def test_a_result_is_read_beside_words_of_significance(text):
    """Words of significance alone do not make a level of a result."""
    assert len(values(text)) == 1


@pytest.mark.parametrize(
    ("text", "warned"),
    [
        # trap 69
        ("There were no differences in pain between the groups (P < 0.05).", "no difference"),
        ("Pain was significantly higher in one group (p > 0.05).", "it is significant"),
        ("Scores were similar (p = 0.003).", "no difference"),
        ("There was no difference in pain, but itch was less (P < 0.05).", None),
        ("No difference was seen at noon; the evening score was lower (P < 0.05).", None),
        ("Pain was not significantly lower (p > 0.05).", None),
        ("Pain was significantly lower (p = 0.01).", None),
        ("The fall was nearly significant (p = 0.06).", None),
    ],
)  # fmt: skip
def test_a_contradiction_with_the_words_is_a_warning(text, warned):
    """A misprint is kept as it is printed, and said to contradict the text."""
    (item,) = found(text)
    assert bool(item.warnings) == bool(warned)
    if warned:
        assert warned in item.warnings[0]


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Pain fell. The need for opioids was lower (P = .02).", "The need for opioids was lower (P = .02"),
        ("Pain was the same, but the stay was shorter (p=0.02).", "the stay was shorter (p=0.02"),
        ("Pain fell (12 mm; 95% CI, 4 to 20; P = .01).", "Pain fell (12 mm; 95% CI, 4 to 20; P = .01"),
    ],
)  # fmt: skip
def test_the_quote_is_the_clause(text, quote):
    """What a p value belongs to is said by its clause, so the clause is quoted."""
    assert found(text)[-1].quote == quote


@pytest.mark.parametrize("text", ["", "P", "p" * 5000, "P < 0." * 500, "(p=" * 900, "P < 0.04 " * 300])  # fmt: skip
def test_any_text_is_read_without_an_error(text):
    """Whatever the text, each quote is where it says."""
    assert len(found(text)) <= 300

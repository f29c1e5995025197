"""What a spread stands for is read where it is said, and never guessed."""

from __future__ import annotations

import pytest

from ketaevidence.extraction.rules.pain.score import read_pain_score
from ketaevidence.extraction.text import View
from ketaevidence.question.load import shipped_question
from ketaevidence.records.model import Record
from ketaevidence.records.parts import Section


def last(text):
    """Give the last pain score of a text."""
    one = Record(title="Pain", pmid="1", sections=(Section(text),))
    return list(read_pain_score(View.of(one), shipped_question()))[-1]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        # trap 54
        ("Pain scores were 2.7 ± 0.5 and 5.4 ± 0.4.", "unspecified"),
        ("Age was 51 (SD 12). The pain score was 2.7 ± 0.5.", "unspecified"),
        ("Age was 51 (SD 12) and the pain score was 2.7 ± 0.5.", "unspecified"),
        ("Age (mean ± SD) was 51 ± 12. The pain score was 2.7 ± 0.5.", "unspecified"),
        ("The pain score was 2.7 ± 0.5 (SD or SEM).", "unspecified"),
        ("The range of motion rose. Pain scores were 3 (1-6) and 4 (2-7).", "unspecified"),
        ("Pain scores were 2.4 [0.3-7.1] vs 6.2 [2.9-8.8], 95% CI of the difference 2 to 5.", "unspecified"),
        # trap 56
        ("Values are mean (SD). The pain score was 2.7 ± 0.5.", "SD"),
        ("Values are mean (SD). The pain score was 2.7 (0.5).", "SD"),
        ("The pain score was 2.7 ± 0.5 (mean ± SEM).", "SE"),
        ("The mean (SE) pain score was 2.7 (0.5).", "SE"),
        ("Pain scores were 2.7 (SD 0.5) and 5.4 (0.4).", "SD"),
        ("VAS scores (± SD) after surgery were 23 ± 19 and 14 ± 11.", "SD"),
        # trap 57
        ("The median (interquartile range) pain score was 3 (1-6).", "IQR"),
        ("Median [range] pain scores were 3 [1-6] and 4 [2-7].", "range"),
        ("Data are given as median (range). The pain score was 3 (1-6).", "range"),
        ("Data are mean ± SD or median (IQR). The pain score was 2.7 ± 0.5.", "SD"),
        ("Data are mean ± SD or median (IQR). The pain score was 3 (1-6).", "IQR"),
        # A row that states two kinds leaves the third open.
        ("Pain scores were 2.7 (SD 0.5), 5.4 (SE 0.4) and 3.1 (0.2).", "unspecified"),
        # Other values of the sentence have legends of their own.
        ("Mean (SD) sedation scores were 1.3 (0.6) and the pain score was 2.7 (0.5).", "unspecified"),
        ("The mean (SD) morphine use was 23 (11) mg and the pain score was 2.7 ± 0.5.", "unspecified"),
        ("Mean (SD) morphine use was lower, and the pain score was 2.7 ± 0.5.", "unspecified"),
        ("The pain score was 2.7 ± 0.5, and the mean (SD) consumption was 23 (11) mg.", "unspecified"),
        ("The pain score was 2.7 ± 0.5 and the stay 51 ± 12 h (mean ± SD).", "unspecified"),
        ("The pain score was 3 (1-6) and the median [range] stay was 4 [1-9] days.", "unspecified"),
        ("Pain scores were 2.7 ± 0.5, unlike the mean (SE) change, 4.1 ± 0.2 mmol.", "unspecified"),
        # A sentence on something else says nothing of all values.
        ("Cortisol values (mean ± SD) were 13 ± 4. The pain score was 2.7 ± 0.5.", "unspecified"),
        ("Cortisol values are mean ± SD. The pain score was 2.7 ± 0.5.", "unspecified"),
        ("Mean (SD) morphine use was 23 (11) mg. The pain score was 2.7 ± 0.5.", "unspecified"),
        # The letters stand for something else.
        ("The mean pain per se was 2.7 ± 0.5.", "unspecified"),
        ("In the standard dose (SD) group the pain score was 2.7 ± 0.5.", "unspecified"),
        ("Side effects (SE) were rare. The pain score was 2.7 ± 0.5 (SE).", "unspecified"),
        ("Continuous infusion (CI) was used. The pain score was 2.7 (CI 2.1 to 3.3).", "unspecified"),
        ("The standard error of measurement (SEM) was known. The pain score was 2.7 (SEM 0.5).", "unspecified"),
        # A legend of a kind that the spread cannot be.
        ("Values are mean ± SD. The pain score was 2.7 ± 0.5 (95% CI).", "unspecified"),
        # Legends that are the values' own.
        ("Data are mean ± SD unless otherwise stated. The pain score was 2.7 ± 0.5.", "SD"),
        ("Numerical data were expressed as mean ± SD. The pain score was 2.7 ± 0.5.", "SD"),
        ("We present all data as median (IQR). The pain score was 3 (1-6).", "IQR"),
        ("Mean ± SEM. The pain score was 2.7 ± 0.5.", "SE"),
        ("Values in parentheses are SD. The pain score was 2.7 (0.5).", "SD"),
        ("Pain scores in both groups (mean ± SD) were 5.1 ± 0.9 and 2.7 ± 0.5.", "SD"),
        ("Pain was 5.1 ± 0.9 in A and 2.7 ± 0.5 in B (values are mean ± SEM).", "SE"),
    ],
)  # fmt: skip
def test_a_kind_of_spread_must_be_stated_for_the_value(text, kind):
    """A kind that another number has is not pain's; unspecified comes with a warning."""
    item = last(text)
    assert item.spread_type == kind
    assert bool(item.warnings) == (kind == "unspecified")


def test_a_value_without_a_spread_has_no_kind():
    """No spread, no kind and no warning."""
    item = last("Values are mean (SD). The pain score was 2.7.")
    assert (item.spread, item.spread_type, item.warnings) == (None, None, ())


@pytest.mark.parametrize(
    "said",
    [
        "(SD or SEM)", "(SD/SEM)", "SD/SEM", "(SD, SEM)", "(SD or SE)", "(standard deviation or standard error)",
        "(mean ± SD or SEM)", "(mean ± SD/SEM)", "(SD not stated)", "(presumably SD)", "(not SD)", "(SD = 0.4)",
        "(SD group)", "(SD [SEM])",
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "text", ["The pain score was 2.7 ± 0.5 {}.", "Pain was 2.7 ± 0.5 {} at rest."]
)
def test_two_kinds_or_a_doubt_are_no_statement(text, said):
    """Where a text names two kinds for a value, or doubts one, the kind is open."""
    assert last(text.format(said)).spread_type == "unspecified"


@pytest.mark.parametrize(
    "legend",
    ["mean (SD or SEM)", "mean ± SD or mean ± SEM", "mean ± SD/SEM", "mean ± SD (or SEM where stated)", "mean ± 2 SD", "mean, with SD or SEM"],
)  # fmt: skip
def test_two_kinds_for_all_values_are_no_statement(legend):
    """A word on all values that names two kinds states neither."""
    text = f"Values are {legend}. The pain score was 2.7 ± 0.5."
    assert last(text).spread_type == "unspecified"


def test_a_range_that_may_be_the_scales_is_not_taken_for_a_spread():
    """The whole width of a scale in a bracket may be what patients said, or not."""
    item = last("The mean pain score was 3.2 (range 0-10).")
    assert (item.spread_type, item.confidence, len(item.warnings)) == (
        "unspecified",
        "low",
        1,
    )
    item = last("The median pain score was 3 (range 1-6).")
    assert (item.spread_type, item.warnings) == ("range", ())

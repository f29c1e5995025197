"""What a spread stands for is read where it is said, and never guessed."""

from __future__ import annotations

import pytest

from ketaevidence.extraction.rules.score import read_pain_score
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
        ("Pain scores were 2.1 [0.2-7.6] vs 6.5 [3.1-8.5], 95% CI of the difference 2 to 5.", "unspecified"),
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

"""A kind of spread that is stated for some scores of pain holds for those alike."""

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
        ("Mean (±SD) pain scores were 4.4 ± 1.6. At week 4 the pain score was 2.7 ± 0.5.", "SD"),
        ("The mean (SE) pain score was 4.4 (0.6). The pain score at week 4 was 2.7 (0.5).", "SE"),
        ("Pain at rest was 5 (IQR 3-6) at first. On movement pain scores were 3 (1-6) and 4 (2-7).", "IQR"),
        ("Median (IQR) pain scores were 5 (3-6). On movement pain was 4 (2-7).", "IQR"),
        ("Mean [95% CI] pain on day 0 was 5.4 (4.2 to 6.6). After treatment pain was 3.9 (2.2 to 5.0).", "CI"),
    ],
)  # fmt: skip
def test_scores_printed_alike_have_one_kind(text, kind):
    """What a text says of one score goes for the next, printed with the same sign."""
    assert last(text).spread_type == kind


def test_a_kind_of_other_scores_comes_with_a_warning():
    """It is no statement on this value, so a reviewer is told and it is not sure."""
    text = "Mean (±SD) pain was 4.4 ± 1.6. At week 4 the pain score was 2.7 ± 0.5."
    item = last(text)
    assert item.confidence == "medium"
    assert item.warnings == (
        "the text says SD only of other scores, which it prints alike",
    )


@pytest.mark.parametrize(
    "text",
    [
        # Other measures, and other signs.
        "Mean (SD) morphine use was 23 (11) mg. The pain score was 2.7 (0.5).",
        "Mean (SD) pain was 4.4 (1.6). At week 4 the pain score was 2.7 ± 0.5.",
        "Median [IQR] pain was 5 [3-6]. On movement the pain score was 4 (2-7).",
        # Two kinds leave a third open.
        "Mean (SD) pain was 4.4 (1.6), mean ± SEM pain was 3.1 ± 0.3. The pain score was 2.7 (0.5).",
        "The pain score was 4.4 ± 1.6 (SD or SEM). At week 4 the pain score was 2.7 ± 0.5.",
    ],
)  # fmt: skip
def test_a_kind_that_is_not_of_scores_printed_alike_is_not_taken(text):
    """A kind that another measure has, or two kinds, leave the spread unspecified."""
    assert last(text).spread_type == "unspecified"

"""Values of several measures that share a row are given out by their order."""

from __future__ import annotations

import pytest

from ketaevidence.extraction.rules.pain.score import read_pain_score
from ketaevidence.extraction.text import View
from ketaevidence.question.load import shipped_question
from ketaevidence.records.model import Record
from ketaevidence.records.parts import Section


def found(text):
    """Give the pain scores of a text, and check their quotes."""
    one = Record(title="Pain", pmid="1", sections=(Section(text),))
    read = list(read_pain_score(View.of(one), shipped_question()))
    assert all(one.text[c.start : c.end] == c.quote for c in read)
    return read


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("VAS and ODI scores improved from 7.4 ± 1.2 and 54 ± 11 to 2.1 ± 0.9 and 21 ± 7, respectively.", [7.4, 2.1]),
        ("Median pain and nausea scores were 3 and 1 in one group and 5 and 2 in the other.", [3, 5]),
        ("Pain and disability scores were 4.2 (1.3) and 31 (12) with placebo, and 2.8 (1.0) and 22 (8) with the drug.", [4.2, 2.8]),
        ("Pain (VAS 0-100 mm) and rescue tablets were 52 ± 18 and 4.2 ± 2.1 with A, versus 37 ± 16 (P < 0.01) and 2.9 ± 1.7 (P = 0.03) with B, respectively.", [52, 37]),
    ],
)  # fmt: skip
def test_each_measure_has_its_own_place_in_the_row(text, expected):
    """Where every group of values has one for each measure, the order tells."""
    read = found(text)
    assert [c.value for c in read] == expected
    assert {c.confidence for c in read} == {"medium"}


@pytest.mark.parametrize(
    "text",
    [
        "Pain and satisfaction were 2 and 9.",
        "Pain and disability scores were 3.1 ± 1.2 and 4.2 ± 1.1 and 22 ± 8.",
        "Sedation and nausea scores were 3 and 1 in one group and 5 and 2 in the other.",
    ],
)
def test_where_the_order_does_not_tell_nothing_is_read(text):
    """One group without "respectively", or one of another size, leaves it open."""
    assert found(text) == []

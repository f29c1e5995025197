"""What a source states is told in words that people use."""

from __future__ import annotations

import pytest

from ketaevidence.curation.model import Source
from ketaevidence.curation.sources import Stated
from ketaevidence.curation.stated_words import stated_words

SOURCE = Source("https://example.org/news", "an invented news page", "secondary")


@pytest.mark.parametrize(
    ("cells", "columns", "words"),
    [
        ({"events": "13", "total": "20", "percent": "65"}, ("events", "percent"),
         "13 of 20 (65%)"),
        ({"events": "17", "total": "20", "percent": "17/20"}, ("events", "percent"),
         "17 of 20"),
        ({"percent": "65"}, ("percent",), "65%"),
        ({"events": "17"}, ("events",), "17 (of how many is not stated)"),
        ({"value": "-2.7", "n": "30"}, ("value", "n"), "value −2.7; patients 30"),
        ({"spread_type": "SE"}, ("spread_type",), "standard error"),
        ({"unit_of_analysis": "infusion"}, ("unit_of_analysis",), "infusions"),
        ({"phase": "off_drug", "n": "9"}, ("phase", "n"),
         "measured after treatment; patients 9"),
        ({"dose": "-"}, ("dose",), "-"),
        ({"dose": "5-20 mg/h"}, ("dose",), "5-20 mg/h"),
        ({}, ("dose",), "nothing on it"),
    ],
)  # fmt: skip
def test_what_a_source_states_is_told_as_people_say_it(cells, columns, words):
    """Counts as counts, codes in words, a true minus sign, and no invented share."""
    stated = Stated(1, tuple(cells.items()), SOURCE)
    assert stated_words(stated, columns) == words

"""What a rule read otherwise is shown to a person and blocks nothing."""

from __future__ import annotations

import pytest
from tests.integrity.builders import found, scored
from tests.synthesis.builders import study

from ketaevidence.extraction.model import Candidate
from ketaevidence.records.model import Record

CITED = study("a", pmid="90000001")


def read(**more):
    """Give a machine reading of the record."""
    values = {
        "record_key": "pmid:90000001", "field": "pain_score", "value": 5.0,
        "quote": "5.0 ± 2.0", "section": "RESULTS", "start": 0, "end": 9,
        "rule": "invented", "sentence": "Pain was 5.0 ± 2.0.",
    }  # fmt: skip
    return Candidate(**(values | more))


@pytest.mark.parametrize(
    ("row", "reading", "field"),
    [
        ({}, {"spread": 2.0, "spread_type": "SE"}, "spread_type"),
        ({}, {"spread": 2.0, "spread_type": "unspecified"}, "spread_type"),
        ({"spread_type": "unspecified"}, {"spread": 2.0, "spread_type": "SE"}, "spread_type"),
        ({}, {"spread": 2.0, "spread_type": "SD"}, None),
        ({}, {"spread": 1.0, "spread_type": "SE"}, None),
        ({}, {"statistic": "median"}, "statistic"),
        ({}, {"statistic": "mean"}, None),
        ({}, {"value": 6.0, "statistic": "median"}, None),
        ({}, {"value": "5.0", "statistic": "median"}, None),
        ({"ci_low": 4.0, "ci_high": 6.0, "ci_level": 0.95},
         {"value": 4.0, "value_high": 6.0, "percent": 90.0}, "ci_level"),
        ({"ci_low": 4.0, "ci_high": 6.0, "ci_level": 0.9},
         {"value": 4.0, "value_high": 6.0, "percent": 90.0}, None),
    ],
)  # fmt: skip
def test_a_reading_of_the_same_numbers_as_another_kind_warns(row, reading, field):
    """The same numbers as SE, as a median, or with 90% in the text are asked about."""
    # T01, T04, T05
    findings = found(
        "read_otherwise", [CITED], [scored(**row)],
        records=[Record(title="Invented", pmid="90000001")],
        candidates=[read(**reading)],
    )  # fmt: skip
    assert [f.where.field for f in findings] == [field] * (field is not None)
    assert not any(finding.blocks for finding in findings)

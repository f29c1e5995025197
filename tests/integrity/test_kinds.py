"""A number is what it is entered as: a count, a mean, one value."""

from __future__ import annotations

import pytest
from tests.integrity.builders import ONE, found, quoted, scored
from tests.synthesis.builders import responder


@pytest.mark.parametrize(
    ("more", "is_found"),
    [
        (
            {"estimator": "kaplan_meier", "events": None, "total": None, "percent": 54},
            False,
        ),
        ({"estimator": "kaplan_meier"}, True),
        ({"notes": "a Kaplan-Meier estimate, it seems"}, True),
        ({"source": quoted("54% by the survival curve stayed free of pain")}, True),
        ({"estimator": None, "definition": "free of pain, actuarial"}, True),
        ({}, False),
    ],
)
def test_a_survival_estimate_used_as_a_count_blocks(more, is_found):
    """People who left are weighed in a survival curve, so it counts nobody."""
    # T03
    findings = found("survival_as_count", [ONE], [responder("R1", **more)])
    assert bool(findings) is is_found
    assert all(finding.blocks for finding in findings)


@pytest.mark.parametrize(
    ("more", "is_found"),
    [
        ({"spread_type": "IQR_width"}, True),
        ({"outcome_words": "median pain"}, True),
        ({"source": quoted("The median pain score fell to 6 (IQR 4).")}, True),
        ({"source": quoted("Median age was 46; mean pain fell to 6.0.")}, False),
        ({"source": quoted("median duration 5 y. Mean pain was 6 after it")}, False),
        ({"notes": "median duration of disease 5 years"}, False),
        ({"statistic": "median", "spread_type": "IQR_width"}, False),
        ({}, False),
    ],
)
def test_a_median_entered_as_a_mean_blocks(more, is_found):
    """A quartile range or the word beside the number tells a median."""
    # T04
    findings = found("median_as_mean", [ONE], [scored(mean=6.0, **more)])
    assert bool(findings) is is_found


@pytest.mark.parametrize(
    ("more", "is_found"),
    [
        ({"value_high": 9.0}, True),
        ({"notes": "a range of means over several items"}, True),
        ({"value_high": 9.0, "statistic": "mean_range"}, False),
        ({"notes": "reduction range 53-100%"}, False),
    ],
)
def test_a_range_of_means_entered_as_a_mean_blocks(more, is_found):
    """Two ends, or words of a range over items, are no mean."""
    # T06
    row = scored(mean=8.0, spread=None, spread_type=None, **more)
    assert bool(found("range_as_mean", [ONE], [row])) is is_found

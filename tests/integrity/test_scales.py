"""A number stands on its own scale and on its own side of nought."""

from __future__ import annotations

import pytest
from tests.integrity.builders import ONE, found, quoted, scored
from tests.synthesis.builders import changed, study


@pytest.mark.parametrize(
    ("more", "is_found"),
    [
        ({"value": 7.2, "outcome_words": "VAS reduction"}, True),
        ({"value": 7.2, "source": quoted("pain fell by 7.2 points")}, True),
        ({"value": -7.2, "outcome_words": "VAS reduction"}, False),
        ({"value": 0.4, "outcome_words": "pain"}, False),
        ({"value": 0.4, "source": quoted("pain was not reduced")}, False),
        ({"value": 0.4, "source": quoted("pain increased; function was lower")}, False),
    ],
)
def test_a_fall_with_the_sign_of_a_rise_blocks(more, is_found):
    """A "reduction of 7.2" is −7.2 here."""
    # T08
    findings = found("fall_as_rise", [ONE], [changed("R1", **more)])
    assert bool(findings) is is_found
    assert all(finding.blocks for finding in findings)


def test_two_scales_in_one_study_block_the_odd_one():
    """42 on 0 to 100 beside two numbers on 0 to 10 is asked about."""
    # T07
    rows = [
        scored("R1", mean=6.2),
        scored("R2", mean=4.1),
        scored("R3", mean=42.0, spread=20.0, scale_high=100.0),
    ]
    (finding,) = found("scales_in_study", [ONE], rows)
    assert finding.where.results == ("R3",)
    (both,) = found("scales_in_study", [ONE], rows[1:])
    assert both.where.results == ("R2", "R3")
    assert not found("scales_in_study", [ONE], rows[:2])


def test_another_instrument_is_no_mixed_scale():
    """A questionnaire from 0 to 45 beside a rating is another instrument."""
    rows = [scored("R1"), scored("R2", mean=20.0, scale="SF-MPQ", scale_high=45.0)]
    assert not found("scales_in_study", [ONE], rows)


def test_a_study_on_another_scale_than_most_is_named():
    """One study on 0 to 100 among those on 0 to 10 is a note."""
    # T07
    studies = [study(name) for name in "abc"]
    rows = [
        scored("R1"),
        scored("R2", study_id="b"),
        scored("R3", study_id="c", mean=50.0, spread=20.0, scale_high=100.0),
    ]
    (finding,) = found("scales_across", studies, rows)
    assert (finding.where.studies, finding.severity) == (("c",), "note")
    assert not found("scales_across", studies, rows[:2])


def test_scores_to_ten_on_a_scale_to_a_hundred_warn():
    """Where every score would fit 0 to 10, the scale was perhaps entered wrongly."""
    # T07
    rows = [scored(f"R{i}", mean=6.0 - i, scale_high=100.0) for i in (1, 2)]
    assert found("small_for_scale", [ONE], rows)
    high = [*rows, scored("R3", mean=62.0, spread=20.0, scale_high=100.0)]
    assert not found("small_for_scale", [ONE], high)

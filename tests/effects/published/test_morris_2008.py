"""Morris 2008, Organizational Research Methods 11:364-386, table 5.

doi 10.1177/1094428106291059. Five trials of training, two groups, before and after.
"""

import pytest

from ketaevidence.effects import effect_sizes

TRIALS = {
    "pre1i": [30.6, 23.5, 0.5, 53.4, 35.6],
    "post1i": [38.5, 26.8, 0.7, 75.9, 36.0],
    "sdpre1i": [15.0, 3.1, 0.1, 14.5, 4.7],
    "n1i": [20, 50, 9, 10, 14],
    "pre2i": [23.1, 24.9, 0.6, 55.7, 34.8],
    "post2i": [19.7, 25.3, 0.6, 60.7, 33.4],
    "sdpre2i": [13.8, 4.1, 0.2, 17.3, 3.1],
    "n2i": [20, 42, 9, 11, 14],
    "r1i": [0.47, 0.64, 0.77, 0.89, 0.44],
    "r2i": [0.47, 0.64, 0.77, 0.89, 0.44],
}


@pytest.mark.parametrize(
    ("measure", "printed"),
    [
        ("PPC1", [0.7421, 0.9524, 1.8054, 1.1514, 0.5050]),
        ("PPC2", [0.7684, 0.8010, 1.2045, 1.0476, 0.4389]),
    ],
)
def test_morris_2008_is_reproduced(measure, printed):
    """Both differences in standardized change equal the table's columns."""
    es = effect_sizes(measure, **TRIALS)
    assert es.yi == pytest.approx(printed, abs=5.1e-5)

"""Yusuf S, Peto R, Lewis J, Collins R, Sleight P (1985).

Beta blockade during and after myocardial infarction. Progress in Cardiovascular Diseases
27:335-371, doi 10.1016/S0033-0620(85)80003-7: counts of table 6 and its Peto odds ratio.
"""

from ketaevidence.pooling.counts import peto_odds_ratio

#: Early beta blockade after myocardial infarction, deaths (table 6).
BETA_BLOCKADE = {
    "ai": [14, 18, 15, 10, 21, 3, 2, 19, 15, 5, 0, 8, 3, 0, 1, 0, 14, 0, 8, 6, 3],
    "n1i": [56, 66, 100, 52, 226, 38, 20, 76, 106, 62, 9, 133, 48, 16, 42, 25, 221, 11,
            259, 157, 177],
    "ci": [15, 19, 12, 12, 24, 6, 3, 15, 9, 4, 0, 11, 3, 0, 1, 3, 15, 0, 7, 4, 2],
    "n2i": [58, 64, 95, 47, 228, 31, 20, 67, 114, 57, 8, 127, 49, 13, 46, 25, 228, 11,
            129, 158, 136],
}  # fmt: skip


def test_peto_of_yusuf_1985_is_reproduced():
    """Peto's odds ratio of early beta blockade is 0.93 (0.74 to 1.18)."""
    pooled = peto_odds_ratio(**BETA_BLOCKADE)
    bounds = (pooled.estimate, pooled.ci_lb, pooled.ci_ub)
    shown = [f"{value:.2f}" for value in pooled.back_transform(bounds)]
    assert shown == ["0.93", "0.74", "1.18"]

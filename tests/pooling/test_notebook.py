"""Every result of pooling in a notebook: the same words as in a terminal."""

import re
import warnings
from html import unescape

import pytest

from ketaevidence.effects import effect_sizes
from ketaevidence.effects.notebook import STYLE
from ketaevidence.pooling import henmi_copas, pool, tau2_interval
from ketaevidence.pooling.bayes import bayes
from ketaevidence.pooling.clusters import cluster_robust
from ketaevidence.pooling.counts import (
    binomial_normal,
    mantel_haenszel,
    peto_odds_ratio,
)
from ketaevidence.pooling.sensitivity import (
    baujat,
    bootstrap,
    correlation_grid,
    cumulative,
    gosh,
    influence,
    leave_one_out,
    multiverse,
    shrunken_effects,
    standardized_residuals,
)
from ketaevidence.pooling.small_studies import (
    pet_peese,
    rank_test,
    regression_test,
    trim_and_fill,
)
from ketaevidence.pooling.subgroups import subgroups

YI = [-1.6, -0.9, -0.4, -0.5, -1.1, -0.2, -0.8, -0.3, -1.3, -0.6]
VI = [0.5, 0.2, 0.1, 0.04, 0.3, 0.05, 0.21, 0.02, 0.4, 0.11]
TRIALS = effect_sizes("GEN", yi=YI, vi=VI, slab=[f"<b>{i}</b>" for i in range(10)])
EVENTS = {"ai": [8, 3, 4], "n1i": [20] * 3, "ci": [3, 2, 1], "n2i": [21] * 3}
PAIRS = {"m1i": [4, 5], "m2i": [7, 7], "sd1i": [2, 2], "sd2i": [2, 2], "ni": [20, 30]}
GROUPS = ["iv", "oral"] * 5


def pooled():
    """Pool the trials, by a test that warns of nothing."""
    return pool(TRIALS, test="z")


#: One result of each class.
RESULTS = {
    "Effects": lambda: TRIALS,
    "Pooled": pooled,
    "Tau2Interval": lambda: tau2_interval(pooled()),
    "HenmiCopas": lambda: henmi_copas(TRIALS),
    "Regression": lambda: pool(TRIALS, test="z", mods={"route": GROUPS}),
    "Subgroups": lambda: subgroups(pooled(), GROUPS),
    "Robust": lambda: cluster_robust(pooled(), [0, 0, 1, 1, 2, 3, 4, 5, 6, 7]),
    "Stratified": lambda: mantel_haenszel("OR", **EVENTS),
    "Peto": lambda: peto_odds_ratio(**EVENTS),
    "PooledProportion": lambda: binomial_normal([3, 0, 5], [20, 12, 25]),
    "Posterior": lambda: bayes(TRIALS, tau_prior=("half-normal", 0.5), threshold=-1),
    "LeaveOneOut": lambda: leave_one_out(pooled()),
    "Cumulative": lambda: cumulative(pooled(), order="precision"),
    "Influence": lambda: influence(pooled()),
    "Baujat": lambda: baujat(pooled()),
    "Residuals": lambda: standardized_residuals(pooled()),
    "ShrunkenEffects": lambda: shrunken_effects(pooled()),
    "Gosh": lambda: gosh(pool(TRIALS.take(range(4)), test="z")),
    "Bootstrap": lambda: bootstrap(pooled(), replicates=100, seed=1),
    "CorrelationGrid": lambda: correlation_grid("MC", **PAIRS, pooling={"test": "z"}),
    "Multiverse": lambda: multiverse(TRIALS, methods=["DL", "EE"], tests=["z"]),
    "RegressionTest": lambda: regression_test(TRIALS),
    "RankTest": lambda: rank_test(TRIALS),
    "TrimAndFill": lambda: trim_and_fill(pooled()),
    "PetPeese": lambda: pet_peese(TRIALS),
}


@pytest.mark.parametrize("name", RESULTS)
def test_a_notebook_shows_what_the_terminal_shows(name):
    """Each result's HTML has every word of its text, in order, and no markup of names."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        result = RESULTS[name]()
    html = result._repr_html_()
    bare = unescape(re.sub(r"<[^>]+>", " ", html.replace(STYLE, "")))
    words = [
        w for w in str(result).split() if w != "-" and not re.fullmatch("={3,}", w)
    ]
    assert [w for w in bare.split() if w != "-"] == words
    assert "<b>" not in html
    assert html.count("<table") == html.count("</table>") > 0 or "<p>" in html

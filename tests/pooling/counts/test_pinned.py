"""Agreement of Mantel-Haenszel and Peto with metafor where cells are zero."""

import json
from pathlib import Path

import numpy as np
import pytest

from ketaevidence.errors import PoolingError
from ketaevidence.pooling.counts import (
    association_test,
    mantel_haenszel,
    peto_odds_ratio,
)

PINNED = json.loads(
    (Path(__file__).parent / "pinned" / "edge2x2.json").read_text("utf-8")
)

VARIANTS = {
    "add_all": {"pool_add": 0.5, "pool_to": "only0"},
    "correct": {},
    "nocorrect": {"correct": False},
}

#: metafor's names, and where the number stands here.
PLACES = {
    "b": "estimate",
    "k_yi": "",
    "MH": "association.statistic",
    "MHp": "association.p",
    "CO": "association.cochran",
    "COp": "association.cochran_p",
    "BD": "homogeneity.breslow_day",
    "TA": "homogeneity.tarone",
    "TAp": "homogeneity.tarone_p",
}

CASES = [
    pytest.param(analysis, variant, id=f"{analysis['id']}-{variant}")
    for analysis in PINNED["analyses"]
    for variant in VARIANTS
]


def _value(result, name):
    if name == "k_yi":
        return float(np.isfinite(result.yi).sum())
    for part in PLACES.get(name, name).split("."):
        result = None if result is None else getattr(result, part)
    return result


@pytest.mark.parametrize(("analysis", "variant"), CASES)
def test_every_number_of_a_pool_agrees_with_metafor(analysis, variant):
    """Odds, risks and differences equal metafor's to 8 digits, or both have none."""
    theirs = dict(zip(PINNED["fields"], analysis["mh"][variant], strict=True))
    counts, options = analysis["counts"], VARIANTS[variant]
    if theirs["b"] is None:
        with pytest.raises(PoolingError, match="ratio is 0"):
            mantel_haenszel(analysis["measure"], **counts, **options)
        return
    ours = mantel_haenszel(analysis["measure"], **counts, **options)
    for name, value in theirs.items():
        expected = value if value is None else pytest.approx(value, rel=1e-8, abs=1e-12)
        assert _value(ours, name) == expected, name


@pytest.mark.parametrize("correct", [True, False])
def test_the_test_stands_where_the_ratio_does_not(correct):
    """Without an event in one group the Mantel-Haenszel test still equals metafor's."""
    analysis = next(a for a in PINNED["analyses"] if a["id"].endswith("arm.OR"))
    variant = "correct" if correct else "nocorrect"
    theirs = dict(zip(PINNED["fields"], analysis["mh"][variant], strict=True))
    ours = association_test(**analysis["counts"], correct=correct)
    assert theirs["b"] is None
    assert (ours.statistic, ours.p, ours.cochran, ours.cochran_p) == pytest.approx(
        [theirs[name] for name in ("MH", "MHp", "CO", "COp")], rel=1e-8
    )


@pytest.mark.parametrize(
    "analysis", [a for a in PINNED["analyses"] if "peto" in a], ids=lambda a: a["id"]
)
def test_every_number_of_peto_agrees_with_metafor(analysis):
    """Peto's odds ratio, its interval and Q equal metafor's to 8 digits."""
    ours = peto_odds_ratio(**analysis["counts"])
    theirs = dict(zip(PINNED["fields"], analysis["peto"], strict=True))
    for name in ("b", "se", "zval", "pval", "ci_lb", "ci_ub", "QE", "QEp", "I2", "H2"):
        assert _value(ours, name) == pytest.approx(theirs[name], rel=1e-8, abs=1e-12)
    assert np.isfinite(ours.yi).sum() == theirs["k_yi"]


def test_the_pinned_numbers_are_complete():
    """No pinned pool can go missing quietly."""
    assert len(PINNED["analyses"]) == 8
    assert sum(len(a["mh"]) for a in PINNED["analyses"]) == 24
    assert sum("peto" in a for a in PINNED["analyses"]) == 4
    assert all(len(v) == 19 for a in PINNED["analyses"] for v in a["mh"].values())
    assert "metafor 5.1.12" in PINNED["origin"]

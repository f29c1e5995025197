"""Jackson D, Turner R, Rhodes K, Viechtbauer W (2014).

Methods for calculating confidence and credible intervals for the residual between-study
variance in random effects meta-regression models. BMC Medical Research Methodology
14:103, doi 10.1186/1471-2288-14-103.

Intervals of the two examples by Q-profile and by the generalised Q, with the effects,
variances and moderators as printed there; the printed ends as quoted by the metafor
project.
"""

import json
from pathlib import Path

import numpy as np
import pytest

from ketaevidence.pooling import tau2_interval
from ketaevidence.pooling.regression import regress

PINNED = Path(__file__).parents[1] / "regression" / "pinned" / "models.json"
MODELS = json.loads(PINNED.read_text("utf-8"))["models"]


@pytest.mark.parametrize(
    ("row", "printed"),
    [(0, ("0.0023", "1.4871")), (1, ("0.0178", "0.1564")), (2, ("0.0178", "0.1564"))],
    ids=["example 1", "example 2", "example 2, raw years"],
)
def test_the_interval_of_the_residual_tau2_is_as_printed(row, printed):
    """The Q-profile interval with a moderator has the printed ends."""
    model = MODELS[row]
    fit = regress(model["yi"], {"x": model["x"]}, vi=model["vi"], method="PM", test="z")
    assert tuple(f"{bound:.4f}" for bound in tau2_interval(fit).tau2) == printed


@pytest.mark.parametrize(
    ("row", "power", "printed"),
    [
        (0, 1.0, ("0.0029", "0.6907")),
        (1, 1.0, ("0.0170", "0.1393")),
        # The upper end is 1.124565, which rounds to 1.1246; 1.1245 is printed.
        (0, 0.5, ("0.0000", "1.1246")),
        (1, 0.5, ("0.0180", "0.1375")),
        (2, 0.5, ("0.0180", "0.1375")),
    ],
)
def test_the_interval_of_the_generalised_q_is_as_printed(row, power, printed):
    """With weights of inverse variances and of inverse standard errors."""
    model = MODELS[row]
    weights = np.array(model["vi"]) ** -power
    fit = regress(
        model["yi"], {"x": model["x"]}, vi=model["vi"], method="GENQ", weights=weights,
        test="z",
    )  # fmt: skip
    found = tau2_interval(fit, method="GENQ").tau2
    assert tuple(f"{bound:.4f}" for bound in found) == printed

"""Jackson D, Turner R, Rhodes K, Viechtbauer W (2014).

Methods for calculating confidence and credible intervals for the residual between-study
variance in random effects meta-regression models. BMC Medical Research Methodology
14:103, doi 10.1186/1471-2288-14-103.

Q-profile intervals of the two examples, with the effects, variances and moderators as
printed there.
"""

import json
from pathlib import Path

import pytest

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
    assert tuple(f"{bound:.4f}" for bound in fit.tau2_interval()) == printed

"""Agreement of meta-regressions with metafor, number by number."""

import json
import warnings
from pathlib import Path

import numpy as np
import pytest

from ketaevidence.errors import PoolingWarning
from ketaevidence.pooling.regression import regress

PINNED = json.loads(
    (Path(__file__).parent / "pinned" / "models.json").read_text("utf-8")
)

#: Relative tolerance, and the floor as a share of the data's own scale.
RTOL, FLOOR = 1e-8, 1e-9

#: metafor's names of a coefficient's numbers, and ours.
COEFFICIENT = {
    "b": "estimate",
    "se": "se",
    "stat": "zval",
    "pval": "pval",
    "ci_lb": "ci_lb",
    "ci_ub": "ci_ub",
}

MODELS = [
    pytest.param(model, id=f"{model['id']} {model['formula']}")
    for model in PINNED["models"]
]


def fitted(model, kind):
    """Fit one model, keeping the caveats silent."""
    method, test = kind.split()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PoolingWarning)
        return regress(
            model["yi"], {"x": model["x"]}, vi=model["vi"], method=method, test=test
        )


@pytest.mark.parametrize("model", MODELS)
def test_every_number_agrees_with_metafor(model):
    """All estimators, normal and Knapp-Hartung, equal metafor's to 8 digits."""
    yi, vi = np.array(model["yi"]), np.array(model["vi"])
    scale = max(float(np.var(yi, ddof=1)), float(np.median(vi)))
    for kind, row in model["fits"].items():
        theirs = dict(zip(PINNED["fields"], row, strict=True))
        ours = fitted(model, kind)
        for name, mine in COEFFICIENT.items():
            values = [getattr(one, mine) for one in ours.coefficients]
            floor = 1e-14 if name == "pval" else FLOOR
            assert values == pytest.approx(theirs[name], rel=RTOL, abs=floor), (
                f"{kind} {name}"
            )
        for name in ("QM", "QMp", "QE", "QEp", "tau2", "se_tau2", "I2", "H2"):
            value, where = getattr(ours, name), f"{kind} {name}"
            if theirs[name] is None:
                assert value is None, where
                continue
            floor = FLOOR * (scale if "tau2" in name else 1)
            assert value == pytest.approx(theirs[name], rel=RTOL, abs=floor), where
        assert (ours.QM_df, ours.QM_ddf) == tuple(theirs["QM_df"])
        if ours.tau2_unmoderated == 0:
            assert (ours.R2, theirs["R2"]) == (None, 0)
        else:
            assert pytest.approx(theirs["R2"], rel=RTOL, abs=1e-7) == ours.R2


@pytest.mark.parametrize("kind", ["REML z", "REML knha"])
def test_predictions_agree_with_metafor(kind):
    """Expected effects, intervals and prediction intervals equal metafor's."""
    model = PINNED["models"][0]
    ours = fitted(model, kind).predict()
    names = {"pred": "estimate", "se": "se"} | {
        name: name for name in ("ci_lb", "ci_ub", "pi_lb", "pi_ub")
    }
    for name, mine in names.items():
        theirs = model["predictions"][kind][name]
        assert getattr(ours, mine) == pytest.approx(theirs, rel=RTOL), name


def test_the_pinned_models_are_complete():
    """No pinned model, fit or number can go missing quietly."""
    models = PINNED["models"]
    assert [len(model["fits"]) for model in models] == [15, 15, 15, 15, 15, 5, 15, 15]
    rows = [row for model in models for row in model["fits"].values()]
    assert all(len(row) == len(PINNED["fields"]) == 16 for row in rows)
    assert min(models[2]["x"]) == 1986, "raw calendar years"
    assert "metafor 5.1.12" in PINNED["origin"]

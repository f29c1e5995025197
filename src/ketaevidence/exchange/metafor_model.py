"""One pool as a call of metafor's ``rma``, and what of it metafor has no option for."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Final

from ketaevidence.pooling import Pooled
from ketaevidence.pooling.choices import INVERSE_VARIANCE
from ketaevidence.present.words import clean

#: Our tests by metafor's names; it has none for "knha-ci".
_TESTS: Final = {"z": "z", "t": "t", "knha": "knha", "knha-se": "adhoc"}
#: Estimators that search, and what stops metafor's search.
_SEARCHES: Final = {
    "ML": "threshold = 1e-12 * spread(d), maxiter = 10000",
    "REML": "threshold = 1e-12 * spread(d), maxiter = 10000",
    "EB": "threshold = 1e-12 * spread(d), maxiter = 10000",
    "PM": "tol = 1e-14 * spread(d), maxiter = 10000, tau2.max = 10 * spread(d)",
}
_GIVEN: Final = "given by the user"
_WIDTH: Final = 78


def model_lines(name: str, pooled: Pooled) -> Iterator[str]:
    """Yield the lines that fit one pool, print it, and compare it."""
    settings = pooled.settings
    is_pool = pooled.k > 1
    yield from comment(
        f"Measure {pooled.effects.measure} ({pooled.effects.measure_name}); "
        f"{settings['method']}; test: {settings['test']}; weights: "
        f"{settings['weights']}; interval level {pooled.level:.10g}."
    )
    yield f'd <- studies[studies$pool == "{name}", ]'
    method = pooled.method if is_pool else "EE"
    if is_pool and pooled.test == "knha-ci":
        yield from comment(
            "metafor has no test that takes the wider of two intervals: both are "
            "fitted, and the one with the wider interval is used below."
        )
        yield f"fit_z <- {_call(pooled, method, 'z')}"
        yield f"fit_knha <- {_call(pooled, method, 'knha')}"
        yield "width <- function(fit) fit$ci.ub - fit$ci.lb"
        yield "fit <- if (width(fit_knha) < width(fit_z)) fit_z else fit_knha"
    else:
        yield f"fit <- {_call(pooled, method, _TESTS[pooled.test])}"
    if any("maxima" in note for note in pooled.notes):
        yield from comment(
            "metafor climbs from one start and may find another of these maxima: the "
            "two can differ here."
        )
    yield f'cat("\\n{name}\\n")'
    yield "print(fit, digits = 10)"
    found = [
        "estimate = as.numeric(fit$beta)",
        "se = fit$se",
        "zval = fit$zval",
        "pval = fit$pval",
        "ci_lb = fit$ci.lb",
        "ci_ub = fit$ci.ub",
    ]
    if is_pool:
        yield from _prediction(pooled, method)
        found += (
            ["pi_lb = ahead[1]", "pi_ub = ahead[2]"] if _has_prediction(pooled) else []
        )
        found += ["tau2 = fit$tau2", "QE = fit$QE", "QEp = fit$QEp"]
        found += _shares(pooled)
        if _is_from_q(pooled):
            yield from comment(
                "metafor's I2 and H2 come from tau2; these come from its Q, as the "
                "settings of this pool ask."
            )
    told = ",\n".join(f"  {number}" for number in found)
    yield f'compare("{name}", list(\n{told}\n), d, fit)'


def _call(pooled: Pooled, method: str, test: str) -> str:
    parts = [
        "yi, vi, data = d, slab = study",
        f'method = "{method}"',
        f'test = "{test}"',
        f"level = {100 * pooled.level:.12g}",
    ]
    weighting = pooled.settings["weights"]
    is_given = weighting not in (INVERSE_VARIANCE, "none: one study")
    if method == "GENQ" or weighting == _GIVEN:
        parts.append("weights = weight_percent")
    elif is_given:
        parts.append("weighted = FALSE")
    if method in _SEARCHES:
        parts.append(f"control = list({_SEARCHES[method]})")
    return "\n  ".join(["rma(" + parts[0], *parts[1:]]).replace("\n", ",\n") + ")"


def _has_prediction(pooled: Pooled) -> bool:
    return pooled.pi_lb is not None


def _prediction(pooled: Pooled, method: str) -> Iterator[str]:
    """Yield the lines for the prediction interval, in the words of its formula."""
    if not _has_prediction(pooled):
        return
    asked = str(pooled.settings["prediction_asked"])
    yield from comment(
        "Prediction interval by its formula, since metafor's default differs between "
        f"versions: {pooled.settings['prediction_interval']}."
    )
    tail = f"{pooled.level:.12g} / 2 + 0.5"
    error = "fit$se"
    if asked == "test":
        yield 'by_t <- fit$test != "z"'
        yield f"q <- if (by_t) qt({tail}, nrow(d) - 1) else qnorm({tail})"
    elif asked == "HK":
        yield f"hk <- {_call(pooled, method, 'knha')}"
        yield f"q <- qt({tail}, nrow(d) - 1)"
        error = "hk$se"
    elif asked == "z":
        yield f"q <- qnorm({tail})"
    else:
        lost = {"t(k-1)": 1, "t(k-2)": 2}[asked]
        yield f"q <- qt({tail}, nrow(d) - {lost})"
    yield (f"ahead <- as.numeric(fit$beta) + c(-1, 1) * q * sqrt({error}^2 + fit$tau2)")


def _is_from_q(pooled: Pooled) -> bool:
    """Say whether I2 comes from Q although the model is one of random effects."""
    return pooled.method != "EE" and str(pooled.settings["I2"]).startswith("Q-based")


def _shares(pooled: Pooled) -> list[str]:
    if not _is_from_q(pooled):
        return ["I2 = fit$I2", "H2 = fit$H2"]
    return [
        "I2 = 100 * max(0, (fit$QE - nrow(d) + 1) / fit$QE)",
        "H2 = fit$QE / (nrow(d) - 1)",
    ]


def comment(text: str) -> Iterator[str]:
    """Write a text as lines of an R comment; nothing in it can end the comment."""
    yield from (f"# {line}" for line in textwrap.wrap(clean(text), _WIDTH))

"""Printed results of articles whose data are not part of this project.

The numbers are those of the articles as the metafor project quotes them, to as many
digits as it gives; the data come from the oracle. A number agrees when ours rounds to
the same digits.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from cells import Cell

from ketaevidence.pooling import henmi_copas, pool

#: Trials of the article among those of the data set (Viechtbauer 2007, table 1).
LINDE = {str(study) for study in (*range(7, 11), *range(13, 26))}

#: Name of a table, and its printed numbers as they stand there.
PRINTED: Mapping[str, tuple[str, Mapping[str, str]]] = {
    # Henmi M, Copas JB (2010). Statistics in Medicine 29:2969-2983, page 2978.
    "dat.lee2004.OR": (
        "Henmi and Copas 2010, page 2978",
        {
            "DL tau2": "0.3325",
            "DL b": "-0.6787",
            "DL ci_lb": "-1.0664",
            "DL ci_ub": "-0.2911",
            "HC b": "-0.5145",
            "HC ci_lb": "-0.9994",
            "HC ci_ub": "-0.0295",
        },
    ),
    # Viechtbauer W (2007). Zeitschrift fuer Psychologie 215:104-121, pages 107 and 109.
    # The article has 1.39, 1.90 and .091: with variances of three decimals ours are
    # 1.385, 1.887 and .0906.
    "dat.linde2005.RR": (
        "Viechtbauer 2007b, pages 107, 109",
        {
            "EE RR": "1.3840",
            "EE ci_lb": "1.2599",
            "EE ci_ub": "1.5204",
            "EE Q": "51.5454",
            "DL RR": "1.5722",
            "DL ci_lb": "1.3103",
            "DL ci_ub": "1.8864",
            "DL tau2": "0.0903",
            "DL pi_lb": "0.8488",
            "DL pi_ub": "2.9120",
        },
    ),
    # Stijnen T, Hamza TH, Ozdemir P (2010). Statistics in Medicine 29:3046-3067, the
    # approximate model; the exact one stands in the area "counts".
    "dat.nielweise2007.ctrl.PLO": (
        "Stijnen 2010, table II, normal",
        {"REML b": "-3.3018", "REML se": "0.2378", "REML tau2": "0.6629"},
    ),
}


def _linde(analysis: dict[str, Any]) -> dict[str, float]:
    rows = [i for i, label in enumerate(analysis["slab"]) if str(label) in LINDE]
    yi, vi = (np.array(analysis[name], float)[rows] for name in ("yi", "vi"))
    equal = pool(yi, vi, method="EE", test="z")
    random = pool(yi, vi, method="DL", test="z")
    return {
        "EE RR": math.exp(equal.estimate),
        "EE ci_lb": math.exp(equal.ci_lb),
        "EE ci_ub": math.exp(equal.ci_ub),
        "EE Q": equal.QE or math.nan,
        "DL RR": math.exp(random.estimate),
        "DL ci_lb": math.exp(random.ci_lb),
        "DL ci_ub": math.exp(random.ci_ub),
        "DL tau2": random.tau2 or math.nan,
        "DL pi_lb": math.exp(random.pi_lb or math.nan),
        "DL pi_ub": math.exp(random.pi_ub or math.nan),
    }


def _lee(analysis: dict[str, Any]) -> dict[str, float]:
    random = pool(analysis["yi"], analysis["vi"], method="DL", test="z")
    robust = henmi_copas(analysis["yi"], analysis["vi"])
    return {
        "DL tau2": random.tau2 or math.nan,
        "DL b": random.estimate,
        "DL ci_lb": random.ci_lb,
        "DL ci_ub": random.ci_ub,
        "HC b": robust.estimate,
        "HC ci_lb": robust.ci_lb,
        "HC ci_ub": robust.ci_ub,
    }


def _nielweise(analysis: dict[str, Any]) -> dict[str, float]:
    pooled = pool(analysis["yi"], analysis["vi"], method="REML", test="z")
    tau2 = pooled.tau2 or math.nan
    return {"REML b": pooled.estimate, "REML se": pooled.se, "REML tau2": tau2}


_OURS = {
    "dat.lee2004.OR": _lee,
    "dat.linde2005.RR": _linde,
    "dat.nielweise2007.ctrl.PLO": _nielweise,
}


def _cells(analysis: dict[str, Any]) -> Iterator[Cell]:
    where, printed = PRINTED[analysis["id"]]
    ours = _OURS[analysis["id"]](analysis)
    for name, shown in printed.items():
        digits = len(shown.partition(".")[2])
        rounded = float(f"{ours[name]:.{digits}f}")
        yield Cell(where, f"{name} ({ours[name]:.6f})", float(shown), rounded, 0.0, 0.0)


def groups_of(analysis: dict[str, Any]) -> Iterator[tuple[str, Iterator[Cell]]]:
    """Name every group of cells of one analysis."""
    if analysis["id"] in PRINTED:
        yield PRINTED[analysis["id"]][0], _cells(analysis)


def explanation(analysis: dict[str, Any], cell: Cell) -> str | None:  # noqa: ARG001
    """Give no excuse: a printed number is met or not."""
    return None

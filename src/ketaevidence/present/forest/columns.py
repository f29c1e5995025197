"""The columns of a forest plot: what a study's arms showed, next to its effect."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from ketaevidence.present import words

Pair = tuple[str, str]


def _text(value: float | None) -> str:
    return "" if value is None or math.isnan(value) else words.plain(value)


def _mean_sd(mean: float, sd: float) -> str:
    if math.isnan(mean):
        return ""
    decimals = words.decimals_of(mean, None if math.isnan(sd) else sd)
    text = words.number(mean, min(decimals, 2))
    return text if math.isnan(sd) else f"{text} ({words.number(sd, min(decimals, 2))})"


def _arm(
    inputs: Mapping[str, Sequence[float]], i: int, arm: str, name: str | None
) -> list[Pair]:
    """Give mean (SD) and number of patients of one of two arms."""
    mean, sd = inputs[f"m{arm}i"][i], inputs[f"sd{arm}i"][i]
    return [
        (f"{name or f'Group {arm}'}\nmean (SD)", _mean_sd(mean, sd)),
        (f"{name}\nn" if name else f"n ({arm})", _text(inputs[f"n{arm}i"][i])),
    ]


def arm_columns(
    inputs: Mapping[str, Sequence[float]],
    ni: Sequence[int] | None,
    k: int,
    arms: tuple[str, str] | None = None,
) -> tuple[tuple[Pair, ...], ...]:
    """Give the columns of each study, as far as its inputs are known.

    Two arms give mean (SD) and n of each; proportions give events of total; all
    others give the number of patients, or nothing. The arms are named as given, or
    "Group 1" and "Group 2".
    """
    first, second = arms or (None, None)
    rows: list[tuple[Pair, ...]] = []
    for i in range(k):
        pairs: list[Pair] = []
        if {"m1i", "sd1i", "n1i", "m2i", "sd2i", "n2i"} <= set(inputs):
            pairs = [
                *_arm(inputs, i, "1", first),
                *_arm(inputs, i, "2", second),
            ]
        elif {"xi", "ni"} <= set(inputs):
            events, total = _text(inputs["xi"][i]), _text(inputs["ni"][i])
            pairs = [("Events / n", f"{events} / {total}")]
        elif ni is not None:
            pairs = [("n", words.plain(ni[i]))]
        rows.append(tuple(pairs))
    return tuple(rows)

"""Effect sizes and variances of every measure, patients, and the way back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from cells import Cell, number

from ketaevidence.effects import MEASURES, Effects, effect_sizes

#: Relative tolerance of effects, variances and back-transformed numbers.
RTOL = 1e-12

#: Relative tolerance of numbers with Hedges' exact correction: metafor takes it from
#: the difference of two logarithms of the gamma function, which loses digits in
#: proportion to the number of patients (5e-13 with 600); here it is exact.
RTOL_GAMMA = 1e-10

_WITH_GAMMA = frozenset({"SMD", "SMDH", "SMCC", "SMCR", "SMCRH", "SMCRP"})


#: metafor's names of the ways back, and the scales here.
WAYS_BACK = {
    "exp": "log",
    "transf.ilogit": "logit",
    "transf.iarcsin": "arcsine",
    "transf.ipft.hm": "freeman-tukey",
}

#: metafor's names of back-transformed numbers, and of the numbers of the fit.
BACK = {
    "pred": "b",
    "ci_lb": "ci_lb",
    "ci_ub": "ci_ub",
    "pi_lb": "pi_lb",
    "pi_ub": "pi_ub",
}


def effects_of(analysis: dict[str, Any]) -> Effects:
    """Compute an analysis' effects with the choices that metafor was given."""
    measure = analysis["measure"]
    options = dict(analysis["escalc_options"] or {})
    if MEASURES[measure].has_double_zeros:
        # metafor keeps studies without events in either group unless told otherwise.
        options.setdefault("drop00", False)
    columns = analysis["inputs"]
    return effect_sizes(
        measure,
        columns,
        slab=[str(label) for label in analysis["slab"]],
        **options,
        **{name: name for name in columns},
    )


def effect_cells(analysis: dict[str, Any], ours: Effects) -> Iterator[Cell]:
    """Compare effects, variances and numbers of patients, row by row."""
    measure = analysis["measure"]
    rtol = RTOL_GAMMA if measure in _WITH_GAMMA else RTOL
    for name, got in (("yi", ours.yi), ("vi", ours.vi)):
        for row, (theirs, value) in enumerate(zip(analysis[name], got, strict=True)):
            where = f"{analysis['id']} row {row + 1}"
            yield Cell(where, f"{measure} {name}", theirs, float(value), rtol, 0.0)
    if ours.ni is None or not analysis.get("ni"):
        return
    for row, (theirs, n) in enumerate(zip(analysis["ni"], ours.ni, strict=True)):
        where = f"{analysis['id']} row {row + 1}"
        yield Cell(where, f"{measure} ni", number(theirs), float(n), 0.0, 0.0)


def back_cells(analysis: dict[str, Any], ours: Effects) -> Iterator[Cell]:
    """Compare the way back, from metafor's pooled numbers on the scale of analysis."""
    patients = None
    if ours.scale == "freeman-tukey":
        # metafor's own choice of n; here it must be given on purpose.
        patients = 1 / np.mean(1 / np.array(ours.ni, dtype=float))
    for fit, shown in sorted(analysis["backtransformed"].items()):
        method, test = fit.split()
        where = f"{analysis['id']} {fit}"
        scale = WAYS_BACK.get(shown["fun"])
        yield Cell(where, "way back", 1.0, float(scale == ours.scale), 0.0, 0.0)
        for name, source in BACK.items():
            value = number(analysis["fits"][method][test][source])
            back = None
            if value is not None and name in shown:
                back = float(ours.back_transform(value, n=patients))
            yield Cell(where, f"back {name}", number(shown[name]), back, RTOL, 0.0)


def groups_of(analysis: dict[str, Any]) -> Iterator[tuple[str, Iterator[Cell]]]:
    """Name every group of cells of one analysis."""
    measure = analysis["measure"]
    if measure not in MEASURES or analysis["k"] == 0:
        return
    ours = effects_of(analysis)
    yield f"effects {measure}", effect_cells(analysis, ours)
    if analysis.get("backtransformed"):
        yield f"back-transformed {measure}", back_cells(analysis, ours)


def explanation(analysis: dict[str, Any], cell: Cell) -> str | None:  # noqa: ARG001
    """Give the verified reason of a difference, or None."""
    return None

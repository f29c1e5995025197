"""What a funnel plot says: its key, its notes, and itself in sentences."""

from __future__ import annotations

import math
from collections.abc import Sequence

from ketaevidence.pooling import Pooled
from ketaevidence.pooling.intervals import quantile
from ketaevidence.pooling.small_studies.caveats import CAUSES, dependence_caveat
from ketaevidence.present import words
from ketaevidence.present.chart.ink import GREY, INK, RULE, TONES, WHITE
from ketaevidence.present.chart.model import Key
from ketaevidence.present.chart.reading import Reading
from ketaevidence.present.chart.words import pool_line, pooled_sentence, unnamed
from ketaevidence.present.funnel.model import PSEUDO, SHAPES, FunnelStudy, Naming


def group_keys(names: tuple[str, ...]) -> tuple[Key, ...]:
    """Give the shape of every group."""
    return tuple(
        Key(name or "(no name)", SHAPES[i], INK, INK if i % 2 == 0 else WHITE)
        for i, name in enumerate(names)
    )


def keys(
    reading: Reading, contours: tuple[tuple[float, float], ...], pooled: Pooled
) -> tuple[Key, ...]:
    """Say what lines and shades mean."""
    lines = (
        Key(f"pooled value {reading.text(pooled.estimate)}", "dashed", INK),
        Key("pseudo 95% limits", "dotted", INK),
    )
    if not contours:
        return lines
    outer, middle, inner = (f"{p:.2f}" for p, _ in contours)
    regions = (
        f"p > {outer}",
        f"{middle} < p ≤ {outer}",
        f"{inner} < p ≤ {middle}",
        f"p ≤ {inner}",
    )
    return (
        *lines,
        Key(reading.null_words, "line", GREY),
        *(
            Key(text, "patch", RULE, tone)
            for text, tone in zip(regions, TONES, strict=True)
        ),
    )


def notes(
    pooled: Pooled, studies: Sequence[FunnelStudy], names: Naming, missing: int
) -> tuple[str, ...]:
    """Say how the plot is read, and what it cannot tell."""
    told = []
    if studies[0].p is not None:
        told.append(
            "Shades: p of each study alone against the line in the middle of them."
        )
    else:
        told.append(
            "No value of this measure means “no difference”: there are no shades."
        )
    inside = sum(study.is_inside for study in studies)
    limits = (
        f"Pseudo 95% limits: pooled value ± {quantile(PSEUDO, None):.2f} standard "
        "errors, where 95% of studies "
        f"would lie if chance alone moved them; {inside} of {len(studies)} do."
    )
    if pooled.tau2 is not None and pooled.tau2 > 0:
        limits += " True differences between studies widen the cloud beyond them."
    told.append(limits)
    if names == "outside" and inside < len(studies):
        told.append("Named: studies outside the pseudo 95% limits.")
    told += unnamed(missing)
    told.append(f"Asymmetry is not the same as publication bias. {CAUSES}")
    what = "A funnel plot" if pooled.effects.measure == "GEN" else "a funnel plot"
    if pooled.effects.kind in {"single group", "uncontrolled change"}:
        told.append(
            "Without a comparator, asymmetry has little to do with what gets published."
        )
    # What to call instead is for the programmer, in the documentation.
    told += [
        f"{note.partition('; prefer')[0].rstrip('.')}."
        for note in dependence_caveat(pooled.effects, what)
    ]
    told.append(pool_line(pooled))
    return tuple(told)


def sentences(
    pooled: Pooled,
    reading: Reading,
    studies: Sequence[FunnelStudy],
    groups: tuple[str, ...],
) -> tuple[str, ...]:
    """Give the pool and every study in words."""
    told = [pooled_sentence(pooled, reading)]
    decimals = max(2, 1 - math.floor(math.log10(max(s.se for s in studies))))
    for study in studies:
        text = (
            f"{study.name}: {reading.text(study.effect)}, standard error "
            f"{words.number(study.se, decimals)}"
        )
        if study.p is not None:
            text += f", {words.p_equals(study.p)}"
        if groups:
            text += f", {groups[study.group]}"
        text += "" if study.is_inside else ", outside the pseudo 95% limits"
        told.append(text + ".")
    return tuple(told)

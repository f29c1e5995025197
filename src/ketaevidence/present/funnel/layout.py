"""What stands where in a funnel plot, before anything is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

from ketaevidence.errors import PresentError
from ketaevidence.pooling import Pooled
from ketaevidence.pooling.intervals import infer, quantile
from ketaevidence.pooling.small_studies.studies import FEWEST_AT_ALL, FEWEST_STUDIES
from ketaevidence.present import words
from ketaevidence.present.chart.labels import Dot, Label, beside
from ketaevidence.present.chart.model import Axis, Frame
from ketaevidence.present.chart.reading import favours_of, reading_of
from ketaevidence.present.chart.words import name_of
from ketaevidence.present.forest.scale import linear_ticks, tick_texts
from ketaevidence.present.funnel.model import (
    CONTOURS,
    HEIGHT,
    PSEUDO,
    RADIUS,
    SHAPES,
    FunnelLayout,
    FunnelStudy,
    Naming,
)
from ketaevidence.present.funnel.told import group_keys, keys, notes, sentences


def funnel_layout(  # noqa: PLR0913 (as funnel)
    pooled: Pooled,
    *,
    title: str | None = None,
    allow_few: bool = False,
    groups: Sequence[object] | None = None,
    names: Naming = "outside",
    favours: tuple[str, str] | None = None,
) -> FunnelLayout:
    """Lay out a funnel plot.

    Raises
    ------
    PresentError
        When there are too few studies, or a choice does not exist or fit.
    """
    _check_number(pooled.k, allow_few=allow_few)
    if names not in get_args(Naming):
        msg = f"names={names!r} is not on offer; choose {', '.join(get_args(Naming))}"
        raise PresentError(msg)
    effects = pooled.effects
    reading = reading_of(effects, pooled.se)
    places, group_names = _grouped(groups, pooled.k)
    pseudo = quantile(PSEUDO, None)
    null = reading.null
    studies = tuple(
        FunnelStudy(
            name_of(name),
            float(y),
            float(se),
            None if null is None else infer(float(y) - null, float(se), PSEUDO, None).p,
            abs(float(y) - pooled.estimate) <= pseudo * float(se),
            place,
        )
        for name, y, se, place in zip(
            effects.slab, effects.yi, effects.se, places, strict=True
        )
    )
    contours = tuple((p, quantile(1 - p, None)) for p in CONTOURS if null is not None)
    y = _upright(max(study.se for study in studies))
    bottom = y.limits[0]
    wide = [(pooled.estimate - pseudo * bottom, pooled.estimate + pseudo * bottom)]
    if null is not None:
        wide.append((null - contours[-1][1] * bottom, null + contours[-1][1] * bottom))
    ends = [end for pair in wide for end in pair]
    x = reading.axis([*(s.effect for s in studies), *ends], wide, [null])
    bare = Frame("", x, y, HEIGHT)
    lines = [(pooled.estimate, side * pseudo * bottom) for side in (-1.0, 0.0, 1.0)]
    labels, missing = _labels(bare, studies, names, [*lines, (null or 0.0, 0.0)])
    frame = Frame(
        title=words.clean(title or f"Funnel plot: {reading.name}"),
        x=x,
        y=y,
        plot_height=HEIGHT,
        key=(*group_keys(group_names), *keys(reading, contours, pooled)),
        notes=notes(pooled, studies, names, missing),
        caution=_caution(pooled.k),
        favours=favours_of(reading, favours),
        null=null,
    )
    told = sentences(pooled, reading, studies, group_names)
    return FunnelLayout(
        frame, studies, group_names, pooled.estimate, contours, pseudo, labels, told
    )


def _check_number(k: int, *, allow_few: bool) -> None:
    if k < FEWEST_AT_ALL:
        msg = (
            f"a funnel plot needs at least {FEWEST_AT_ALL} studies; there "
            f"{'is' if k == 1 else 'are'} {k}; show them with forest()"
        )
        raise PresentError(msg)
    if k < FEWEST_STUDIES and not allow_few:
        msg = (
            f"a funnel plot is not made for {k} studies: below {FEWEST_STUDIES}, "
            "chance cannot be told from asymmetry (Sterne and others 2011, doi "
            "10.1136/bmj.d4002); allow_few=True draws it with a caution"
        )
        raise PresentError(msg)


def _caution(k: int) -> str | None:
    if k >= FEWEST_STUDIES:
        return None
    return (
        f"Caution: {k} studies only. Below {FEWEST_STUDIES}, chance cannot be told "
        "from asymmetry: the shape of this plot supports no judgement."
    )


def _grouped(
    groups: Sequence[object] | None, k: int
) -> tuple[Sequence[int], tuple[str, ...]]:
    if groups is None:
        return [0] * k, ()
    texts = [] if isinstance(groups, str) else [words.clean(group) for group in groups]
    found = tuple(dict.fromkeys(texts))
    if len(texts) != k:
        msg = f"groups= has {len(texts)} values; give one name for each of {k} studies"
        raise PresentError(msg)
    if len(found) > len(SHAPES):
        msg = f"groups= names {len(found)} groups; at most {len(SHAPES)} have a shape"
        raise PresentError(msg)
    return [found.index(text) for text in texts], found


def _upright(largest: float) -> Axis:
    bottom = largest * 1.04 or 1.0
    ticks = [tick for tick in linear_ticks(0.0, bottom) if tick <= bottom]
    return Axis(
        "Standard error (precise studies at the top)",
        (bottom, 0.0),
        tuple(zip(ticks, tick_texts(ticks, is_log=False), strict=True)),
    )


def _labels(
    bare: Frame,
    studies: Sequence[FunnelStudy],
    names: Naming,
    lines: Sequence[tuple[float, float]],
) -> tuple[tuple[Label, ...], int]:
    dots = [
        Dot(
            bare.x.share(study.effect) * bare.plot_width,
            (1 - bare.y.share(study.se)) * HEIGHT,
            RADIUS + 1,
        )
        for study in studies
    ]
    wanted = [
        i
        for i, study in enumerate(studies)
        if names == "all" or (names == "outside" and not study.is_inside)
    ]
    wide = bare.plot_width
    inked = [
        (bare.x.share(top) * wide, 0.0, bare.x.share(top + away) * wide, HEIGHT)
        for top, away in lines
    ]
    placed = beside(
        dots, [study.name for study in studies], wanted, (wide, HEIGHT), inked
    )
    return placed, len(wanted) - len(placed)

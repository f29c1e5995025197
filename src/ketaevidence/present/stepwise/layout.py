"""What stands where in a picture of repeated pools."""

from __future__ import annotations

from collections.abc import Sequence

from ketaevidence.errors import PresentError
from ketaevidence.pooling.sensitivity import Cumulative, LeaveOneOut
from ketaevidence.pooling.sensitivity.refits import Refits
from ketaevidence.present import words
from ketaevidence.present.chart.ink import BAND, INK, RULE, SMALL, TONES
from ketaevidence.present.chart.model import Axis, Frame, Key
from ketaevidence.present.chart.reading import Reading, favours_of, reading_of
from ketaevidence.present.chart.words import name_of, pool_line, pooled_sentence
from ketaevidence.present.forest.footers import printed_notes
from ketaevidence.present.stepwise.model import (
    STABLE_SIGN,
    Step,
    StepwiseLayout,
)
from ketaevidence.present.stepwise.rows import (
    measured,
    placed,
    rows_of,
    side_of,
    stable_from,
)
from ketaevidence.present.type_metrics import LEADING, wrapped

#: Room for the measure's name over its column [points].
_HEAD = 110.0
#: Stands for the heading of the effects, which is the measure's own name.
_EFFECT: tuple[str, ...] = ()
_WITHOUT = (
    "Each row: the pool of all studies but the one named. Change in I² in percentage "
    "points."
)
_NO_RULE = (
    "Each row looks back at the same growing set of studies: this is not a sequential "
    "test, and no row is a rule for when to stop."
)


def _laid_out(  # noqa: PLR0913 (what the two figures differ in)
    result: Refits,
    *,
    title: str,
    heads: tuple[tuple[str, ...], ...],
    notes: Sequence[str],
    favours: tuple[str, str] | None,
    new: frozenset[str] = frozenset(),
    stays: int | None = None,
    is_growing: bool,
) -> StepwiseLayout:
    pooled = result.pooled
    reading = reading_of(pooled.effects, pooled.se)
    rows = rows_of(result, reading, is_growing=is_growing)
    steps, height = placed(rows, reading.null, new)
    level = f"({words.level_percent(pooled.level)} CI)"
    effect = (*wrapped(reading.name, SMALL, _HEAD, bold=True), level)
    heads = tuple(effect if head == _EFFECT else head for head in heads)
    left, ends, right = measured(steps, heads)
    x = reading.axis(
        [step.estimate for step in steps],
        [step.ci for step in steps],
        [reading.null, pooled.ci_lb, pooled.ci_ub],
    )
    told = list(notes)
    if any(step.ci[0] < x.limits[0] or step.ci[1] > x.limits[1] for step in steps):
        told.append("Arrow: the interval goes on beyond the axis.")
    told += [*printed_notes(result.notes), pool_line(pooled)]
    frame = Frame(
        title=title,
        x=x,
        y=Axis("", (height, 0.0)),
        plot_height=height,
        key=_keys(reading, is_growing=is_growing, has_new=bool(new)),
        notes=tuple(dict.fromkeys(told)),
        favours=favours_of(reading, favours),
        null=reading.null,
        left=left,
        right=right,
        above=max(map(len, heads)) * SMALL * LEADING + 4,
    )
    band = None if is_growing else (pooled.ci_lb, pooled.ci_ub)
    said = _sentences(result, reading, steps, stays, is_growing=is_growing)
    return StepwiseLayout(frame, steps, heads, ends, band, stays, said)


def _keys(reading: Reading, *, is_growing: bool, has_new: bool) -> tuple[Key, ...]:
    keys = [Key("pool of all studies", "dashed", INK)]
    if not is_growing:
        keys.append(Key("its interval", "patch", RULE, BAND))
    if reading.null is not None:
        keys.append(Key(f"interval excludes {reading.null_words}", "s", INK, INK))
        keys.append(Key("interval includes it", "s", INK, TONES[0]))
    if has_new:
        keys.append(Key("new", "patch", RULE, TONES[2]))
    return tuple(keys)


def _sentences(
    result: Refits,
    reading: Reading,
    steps: Sequence[Step],
    stays: int | None,
    *,
    is_growing: bool,
) -> tuple[str, ...]:
    told = [pooled_sentence(result.pooled, reading)]
    before = "Up to" if is_growing else "Without"
    for i, step in enumerate(steps):
        if step.is_whole:
            continue
        effect = reading.estimate(step.estimate, *step.ci)
        spread = words.percent(float(result.I2[i]))
        text = f"{before} {step.name}: {effect}, I² {spread}"
        if step.side is not None:
            verb = "excludes" if step.side else "includes"
            text += f", {verb} {reading.null_words}"
        text += ", new" if step.is_new else ""
        text += ", the same side from here on" if i == stays else ""
        told.append(text + ".")
    return tuple(told)


def leave_one_out_layout(
    result: LeaveOneOut,
    *,
    title: str | None = None,
    favours: tuple[str, str] | None = None,
) -> StepwiseLayout:
    """Lay out the pools without each study.

    Raises
    ------
    PresentError
        With one study, which leaves nothing to pool.
    """
    if not len(result.slab):
        msg = (
            "leave-one-out has nothing to draw: without "
            f"{result.pooled.effects.slab[0]}, the only study, there is none"
        )
        raise PresentError(msg)
    effects = result.pooled.effects
    return _laid_out(
        result,
        title=words.clean(title or f"Leave-one-out: {reading_of(effects, 1.0).name}"),
        heads=(("Without",), _EFFECT, ("I²",), ("change", "in I²")),
        notes=[_WITHOUT],
        favours=favours,
        is_growing=False,
    )


def cumulative_layout(
    result: Cumulative,
    *,
    title: str | None = None,
    new: Sequence[str] = (),
    favours: tuple[str, str] | None = None,
) -> StepwiseLayout:
    """Lay out the pools as they grew.

    Raises
    ------
    PresentError
        When ``new`` names no study of the result.
    """
    known = [name_of(name) for name in result.slab]
    marked = [name_of(name) for name in ([new] if isinstance(new, str) else new)]
    unknown = [name for name in marked if name not in known]
    if unknown:
        msg = (
            f"new= names no study of this result: {', '.join(map(repr, unknown))}; "
            f"choose from {', '.join(map(repr, known))}"
        )
        raise PresentError(msg)
    effects = result.pooled.effects
    reading = reading_of(effects, 1.0)
    order = str(result.settings["order"])
    notes = [f"Each row adds the study named. Order: {order}."]
    if order not in {"as given", "as given, reversed"} and not any(
        "equal values" in note for note in result.notes
    ):
        notes[0] += " No two studies share a value."
    sides = [
        side_of((float(low), float(high)), reading.null)
        for low, high in zip(result.ci_lb, result.ci_ub, strict=True)
    ]
    place = stable_from(sides)
    if place is not None:
        verb = "excludes" if sides[-1] else "includes"
        side = {1: ", on the upper side", -1: ", on the lower side"}.get(
            sides[-1] or 0, ""
        )
        n = words.counted(place + 1, "study", "studies")
        notes.append(
            f"{STABLE_SIGN} From “{known[place]}” on ({n}) "
            f"every interval {verb} {reading.null_words}{side}."
        )
    notes.append(_NO_RULE)
    return _laid_out(
        result,
        title=words.clean(title or f"Cumulative: {reading.name}"),
        heads=(("Up to and with",), ("k",), _EFFECT, ("I²",)),
        notes=notes,
        favours=favours,
        new=frozenset(marked),
        stays=place,
        is_growing=True,
    )

"""What a spread stands for, where the text says so; it is never guessed.

A kind is taken from the words at the value itself, from a legend that stands for this
value ("mean (SD) pain scores", "... (mean ± SD)"), or from a sentence that says how all
values are given; with a warning, from other scores of pain that are printed alike
(house_style.py). Where two kinds are named, where a legend belongs to another measure,
or where the letters stand for something else, the spread stays unspecified.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ketaevidence.extraction.rules.pain.letters import letters_for_others
from ketaevidence.extraction.rules.pain.spread_legends import (
    OF_SOMETHING_ELSE,
    end_of_kind,
    heads_in,
    how_values_are_given,
    legends_in,
)
from ketaevidence.extraction.rules.pain.values import (
    CI,
    IQR,
    OPEN,
    RANGE,
    SD,
    SE,
    Value,
)
from ketaevidence.extraction.text import View

UNSPECIFIED = "unspecified"
#: Which kinds a spread can be, by how it is printed.
_FITS = {
    "plus_minus": frozenset({SD, SE}),
    "bare_one": frozenset({SD, SE, IQR}),
    "bare_two": frozenset({IQR, RANGE, CI}),
}
#: A legend behind its values is closed: "(mean ± SD)", "[SD]", "(= median (IQR)".
_OPENS = re.compile(
    r"(?:(?<!mean )(?<!means )(?<!median )(?<!medians )(?<!average )(?<!mean)(?<!median)[(\[][^()\[\]\d]{0,40}|"
    r"[(\[]\s?=?\s?(?:means?|medians?|averages?)\s?[(\[]|"
    r"[,;:]\s(?:(?:values|data|all)\s(?:are\s)?)?(?:means?|medians?|averages?)\s?(?:±|and|with)?)\s*$",
    re.IGNORECASE,
)
#: ... and nothing follows that it is the head of: "... and use (SD) was 21 (12)".
_CLOSES = re.compile(
    r"[^()\[\]\d]{0,30}(?:[)\]]{1,2}(?!\s?(?:[\w-]+\s){0,4}?(?:was|were|is|are|averaged|decreased|increased)\b|\s?[=:\d])|[.;]?\s*$)",
    re.IGNORECASE,
)
#: Between a legend and a measure these begin a clause of its own.
_VERB = re.compile(
    r"\b(?:was|were|had|did|decreased|increased|fell|rose|improved|dropped|declined)\b",
    re.IGNORECASE,
)
_NEXT_CLAUSE = re.compile(r"[,;]|\b(?:and|while|whereas|but)\b", re.IGNORECASE)
#: How far a head may stand before the value that it explains [characters].
_NEAR = 90


class Reach(NamedTuple):
    """How far in its sentence the words on a value may stand.

    ``since`` is where the last value before it ends that is another's, ``until`` where
    the next one begins, and ``measure`` where the words on this value begin.
    """

    measure: int
    since: int = 0
    until: int = 1_000_000


class Spread(NamedTuple):
    """What the spread of a value is: ``None`` if the value has none."""

    kind: str | None
    #: Whether the text says it only of other scores of pain, which it prints alike.
    is_by_others: bool = False


def spread_of(
    view: View, words: str, reach: Reach, value: Value, of_others: str | None = None
) -> Spread:
    """Give the kind of a value's spread, as its words, its sentence or the text say.

    Two kinds, or one in doubt, leave the spread unspecified. ``of_others`` is the kind
    that other scores have which are printed alike (house_style.py).
    """
    if not value.has_spread:
        return Spread(None)
    stated = stated_kind(view, words, reach, value)
    kind = stated or of_others
    if kind in {None, OPEN} or _stands_for_another(view, words, value, kind or OPEN):
        return Spread(UNSPECIFIED)
    return Spread(kind, is_by_others=stated is None)


def stated_kind(view: View, words: str, reach: Reach, value: Value) -> str | None:
    """Give the kind that is stated for this value, or `OPEN`, or nothing."""
    if not value.has_spread:
        return None
    return value.kind or _explained(view, words, reach, value)


def _stands_for_another(view: View, words: str, value: Value, kind: str) -> bool:
    """Say whether the letters of a kind, or a range, are of something else here."""
    letters = {SE, "SEM"} if kind == SE else {kind}
    is_level = kind == CI and "%" in words[value.start : value.end]
    if letters & view.once(letters_for_others) and not is_level:
        return True
    return kind == RANGE and may_be_the_scales(value)


def _explained(view: View, words: str, reach: Reach, value: Value) -> str | None:
    """Give the kind that a legend states for a value, or `OPEN`, or nothing."""
    said = [
        (kind, place)
        for kind, place in (*legends_in(words), *_heads(words, value))
        if _is_the_values(words, place, reach, value)
    ]
    fits = _FITS.get(value.form, frozenset())
    own = [(kind, place) for kind, place in said if kind in fits or kind == OPEN]
    near = {
        kind
        for kind, place in own
        if reach.measure - _NEAR <= place <= value.end + 30 or kind == OPEN
    }
    if len(near) == 1:
        is_anothers = OF_SOMETHING_ELSE.search(words) and not any(
            reach.measure <= place for _, place in own
        )
        return OPEN if is_anothers else near.pop()
    if said:
        kinds = {kind for kind, _ in own}
        is_clear = len(kinds) == 1 and not OF_SOMETHING_ELSE.search(words)
        return kinds.pop() if is_clear else OPEN
    general = view.once(how_values_are_given)
    fitting = general & fits
    return next(iter(fitting)) if len(fitting) == 1 and OPEN not in general else None


def spread_warnings(spread: Spread, value: Value) -> tuple[str, ...]:
    """Warn where the kind of a spread is not stated for it, and of odd print."""
    odd = (value.warning,) if value.warning else ()
    if spread.is_by_others:
        return (
            *odd,
            f"the text says {spread.kind} only of other scores, which it prints alike",
        )
    if spread.kind != UNSPECIFIED:
        return odd
    if value.kind == RANGE:
        return odd
    return (*odd, _OPEN.get(value.form, "the text leaves open what the spread is"))


_OPEN = {
    "bare_two": "the text does not say what the two numbers of the spread are",
    "bare_one": "the text does not say what the number in brackets is",
    "plus_minus": "the text does not say whether ± is a standard deviation or error",
}


def may_be_the_scales(value: Value) -> bool:
    """Say whether "3.2 (range 0-10)" may give the scale, and not what patients said."""
    return value.low == 0 and value.high in {10, 100}


def _is_the_values(words: str, place: int, reach: Reach, value: Value) -> bool:
    """Say whether a legend at a place stands for a value, and for no other one."""
    if place >= value.end:
        return (
            place < reach.until
            and bool(_OPENS.search(words, max(0, place - 60), place))
            and bool(_CLOSES.match(words, end_of_kind(words, place)))
        )
    if place < reach.since:
        return False
    # "Mean (SD) use was lower, and pain was 2.7 ± 0.5": the use's.
    verb = _VERB.search(words, place, max(place, reach.measure))
    return not (verb and _NEXT_CLAUSE.search(words, verb.end(), reach.measure))


def _heads(words: str, value: Value) -> Iterator[tuple[str, int]]:
    """Give the kinds of heads; what follows may be the value: "mean (SD), 3.1 (1.2)"."""
    return ((kind, start) for kind, start, end in heads_in(words) if value.start >= end)

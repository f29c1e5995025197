"""Whether a trial compared people with others, or with themselves."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from ketaevidence.extraction.model import Confidence
from ketaevidence.extraction.rules.study import design_words as w
from ketaevidence.extraction.rules.study.randomised import Randomisation
from ketaevidence.extraction.rules.study.signs import (
    Place,
    before,
    first_sign,
    words,
)
from ketaevidence.extraction.text import View

_CROSSOVER_GATE = frozenset({"crossover", "crossed", "cross", "crossing"})
_CROSSOVER = re.compile(w.CROSSOVER_TEXT, re.IGNORECASE)
_RESCUE_BEFORE = re.compile(w.RESCUE_BEFORE, re.IGNORECASE)
_RESCUE_AFTER = re.compile(w.RESCUE_AFTER, re.IGNORECASE)
_PARALLEL = re.compile(w.PARALLEL, re.IGNORECASE)
_EACH = re.compile(w.EACH, re.IGNORECASE)


class Way(NamedTuple):
    """A way of comparing: the design, what says so, and what else it may be."""

    design: str
    rule: str
    confidence: Confidence
    alternatives: tuple[str, ...] = ()


def way_of_comparing(view: View, place: Randomisation) -> Way:
    """Say whether a randomised trial compared people with others or with themselves."""
    if crosses_over(view):
        return Way("rct_crossover", "crossover", "high")
    other = first_sign(view, w.OTHER_RANDOMISED)
    if place.kind == "unit" or other is not None:
        rule = other.says if other is not None else "cluster"
        return Way("rct_other", rule, "medium", ("rct_parallel", "rct_crossover"))
    if place.kind == "order" or swaps(view) or first_sign(view, w.REPEATED):
        return Way("rct_crossover", "repeated", "medium", ("rct_other",))
    return _by_groups(view)


def _by_groups(view: View) -> Way:
    if _has_occasions(view):
        if _each_had_all(view):
            return Way("rct_crossover", "occasions", "medium", ("rct_other",))
        return Way("rct_parallel", "groups", "medium", ("rct_crossover",))
    if _has_groups(view):
        return Way("rct_parallel", "groups", "high")
    return Way("rct_parallel", "unsaid", "medium", ("rct_other",))


def may_cross_over(view: View) -> bool:
    """Say whether people were treated in several ways, one after the other."""
    if crosses_over(view) or first_sign(view, w.REPEATED) is not None:
        return True
    return _has_occasions(view) and _each_had_all(view)


def _has_occasions(view: View) -> bool:
    return first_sign(view, w.REPEATED_PERHAPS) is not None


def _each_had_all(view: View) -> bool:
    """Say whether several occasions were one person's, and no groups of people had one each."""
    return not _has_groups(view) or _EACH.search(view.folded) is not None


def _has_groups(view: View) -> bool:
    return _PARALLEL.search(view.folded) is not None


def crossing_over(view: View) -> Place | None:
    """Give the words that say that people crossed over, as it was planned."""
    if not view.names_any(_CROSSOVER_GATE):
        return None
    text = view.folded
    for match in _CROSSOVER.finditer(text):
        allowed = _RESCUE_BEFORE.search(before(text, match.start(), 60))
        if not allowed and not _RESCUE_AFTER.match(text, match.end()):
            return Place("crossover", match.start(), match.end())
    return None


_FOLLOWED = re.compile(r"[,;]?\s(?:followed\sby|and\sthen|then)\s", re.IGNORECASE)
_OR = re.compile(r"\b(?:or|and|versus|vs)\b", re.IGNORECASE)
#: How much on either side of "followed by" is read [characters].
_SIDE = 90


def swaps(view: View) -> bool:
    """Say whether a sentence has "A followed by B or B followed by A"."""
    if not view.names_any(_FOLLOWED_GATE):
        return False
    for sentence in view.sentences:
        said = [match.span() for match in _FOLLOWED.finditer(sentence.words)]
        for (start, end), (later, after_later) in pairwise(said):
            if _is_swapped(sentence.words, start, end, later, after_later):
                return True
    return False


_FOLLOWED_GATE = frozenset({"followed", "then"})


def _is_swapped(text: str, start: int, end: int, later: int, behind: int) -> bool:
    """Say whether what stands first before one "followed by" stands last at the next."""
    between = text[end:later]
    ors = list(_OR.finditer(between))
    if not ors or len(between) > 2 * _SIDE:
        return False
    for cut in ors:
        first, second = (
            _long(text[max(0, start - _SIDE) : start]),
            _long(between[: cut.start()]),
        )
        third, fourth = (
            _long(between[cut.end() :]),
            _long(text[behind : behind + _SIDE]),
        )
        if (first & fourth) - second and (second & third) - first:
            return True
    return False


#: Words of time and giving stand on both sides of everything.
_COMMON = words("group hours hour days weeks followed either received given with then")


def _long(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z-]{4,}", text.lower())) - _COMMON


def crosses_over(view: View) -> bool:
    """Say whether people crossed over, as it was planned."""
    return crossing_over(view) is not None

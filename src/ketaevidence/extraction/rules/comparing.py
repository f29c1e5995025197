"""Whether a trial compared people with others, or with themselves."""

from __future__ import annotations

import re
from typing import NamedTuple

from ketaevidence.extraction.model import Confidence
from ketaevidence.extraction.rules import design_words as w
from ketaevidence.extraction.rules.randomised import Randomisation
from ketaevidence.extraction.rules.signs import Place, before, first_sign
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
    if place.kind == "order" or first_sign(view, w.REPEATED):
        return Way("rct_crossover", "repeated", "medium", ("rct_other",))
    return _by_groups(view)


def _by_groups(view: View) -> Way:
    has_groups = _PARALLEL.search(view.folded) is not None
    if first_sign(view, w.REPEATED_PERHAPS):
        if not has_groups or _EACH.search(view.folded):
            return Way("rct_crossover", "occasions", "medium", ("rct_other",))
        return Way("rct_parallel", "groups", "medium", ("rct_crossover",))
    if has_groups:
        return Way("rct_parallel", "groups", "high")
    return Way("rct_parallel", "unsaid", "medium", ("rct_other",))


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


def crosses_over(view: View) -> bool:
    """Say whether people crossed over, as it was planned."""
    return crossing_over(view) is not None

"""The kind of spread that a text states for other scores of pain, printed alike.

"Mean (SD) pain was 5.1 (1.9). At week 4 it was 3.2 (1.7)": the second bracket is a
standard deviation too. That holds only where the text states one kind alone for its
scores with this sign or bracket. What it says of other measures does not count: a kind
that another number has is not pain's.
"""

from __future__ import annotations

import re

from ketaevidence.extraction.rules.pain.pain_values import pain_values
from ketaevidence.extraction.rules.pain.spread import stated_kind
from ketaevidence.extraction.rules.pain.values import OPEN, SD, SE, Value
from ketaevidence.extraction.text import View

_BRACKET = re.compile(r"[(\[]")
_PLUS_MINUS = "±"


def kind_of_other_scores(view: View, words: str, value: Value) -> str | None:
    """Give the one kind that the text states for scores printed as this one is."""
    if value.kind or not value.has_spread:
        return None
    kinds = view.once(_kinds_said).get(_print_of(words, value), set())
    return next(iter(kinds)) if len(kinds) == 1 and OPEN not in kinds else None


def _print_of(words: str, value: Value) -> tuple[str, bool]:
    """Give the sign or bracket of a spread, and whether it is two numbers."""
    if value.form == "plus_minus":
        return _PLUS_MINUS, False
    bracket = _BRACKET.search(words, value.start, value.end)
    return bracket[0] if bracket else "", value.low is not None


def _kinds_said(view: View) -> dict[tuple[str, bool], set[str]]:
    """Give the kinds that a text states for its scores, by how they are printed."""
    found: dict[tuple[str, bool], set[str]] = {}
    for one in view.once(pain_values):
        words, value = one.sentence.words, one.value
        kind = stated_kind(view, words, one.reach, value)
        if kind:
            found.setdefault(_print_of(words, value), set()).add(kind)
    # Deviations and errors are told apart only where a text has one of them.
    if {SD, SE} <= {kind for kinds in found.values() for kind in kinds}:
        for (_, is_two), kinds in found.items():
            if not is_two:
                kinds.add(OPEN)
    return found

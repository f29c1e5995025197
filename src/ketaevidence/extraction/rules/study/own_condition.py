"""Where a text names the question's own condition, by its whole name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ketaevidence.extraction.rules.people.crps import crps
from ketaevidence.extraction.text import View
from ketaevidence.question.matching import pattern
from ketaevidence.question.model import Vocabulary


@dataclass(frozen=True, slots=True)
class OwnPlaces:
    """Finds every place, in order: ``view.once(OwnPlaces(question.condition))``."""

    condition: Vocabulary

    def __call__(self, view: View) -> tuple[tuple[int, int], ...]:
        """Give the places; of two that overlap the longer one.

        A vocabulary may list only the beginning of a name: "complex regional pain".
        """
        places: list[tuple[int, int]] = []
        if view.names_any(_gate(self.condition)):
            named = pattern(self.condition).finditer(view.folded)
            places = [match.span() for match in named]
        if "CRPS" in self.condition.terms:
            # In spellings that no vocabulary lists.
            places += [(one.start, one.end) for one in view.once(crps)]
        return tuple(_outermost(places))


@lru_cache(maxsize=64)
def _gate(condition: Vocabulary) -> frozenset[str]:
    """Give a word of each term: a text with none of them does not name the condition."""
    return frozenset(
        max(re.findall("[a-z]+", term.lower()), key=len, default="")
        for term in condition.terms
    )


def _outermost(places: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Leave out what is part of a place that begins no later."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(places, key=lambda place: (place[0], -place[1])):
        if not kept or end > kept[-1][1]:
            kept.append((start, end))
    return kept

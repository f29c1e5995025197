"""Claims of safety: "no serious side effects", "safe", "side effects are rare"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, Literal, NamedTuple

#: "serious": none that is serious. "any": none at all. "safe": in one word. "rare" and
#: "mild": how the unwanted effects are. "risky": that there are serious ones.
SafetyKind = Literal["serious", "any", "safe", "rare", "mild", "risky"]

_EVENTS: Final = (
    r"(?:adverse\s+(?:\w+\s+)?(?:effects?|events?|reactions?)|side[\s-]effects?|complications?|"
    r"reactions?|risks?|harms?|dangers?)"
)
#: "Side effects of the infusion are": the treatment's name is blanked out.
_OF: Final = r"(?:\s+(?:of|from|with)(?:\s+\w+){0,2}?)?"
_GRAVE: Final = (
    r"(?:serious|severe|major|significant|dangerous|lasting|permanent|long[\s-]term|"
    r"life[\s-]threatening)"
)
_NO: Final = (
    r"\b(?:no|without|zero|free\s+(?:of|from)|lack\s+of|absence\s+of)\s+(?:any\s+)?"
    r"(?:known\s+|reported\s+|documented\s+|observed\s+)?"
)
_WORDS: Final[tuple[tuple[SafetyKind, str], ...]] = (
    ("serious", rf"(?<!not\s){_NO}(?:\w+\s+or\s+)?{_GRAVE}\s+{_EVENTS}\b"),
    ("any", rf"(?<!not\s){_NO}(?:{_EVENTS})\b|\brisk[\s-]free\b|\bharmless\b"),
    (
        "rare",
        (
            rf"\b{_EVENTS}{_OF}\s+(?:are|is|were|remain)\s+(?:\w+\s+)?(?:rare|uncommon|unlikely|few)\b|"
            rf"\b(?:rare|few|rarely)\s+(?:\w+\s+)?{_EVENTS}\b|"
            rf"\b{_EVENTS}\s+(?:rarely|seldom|hardly\s+ever)\b"
        ),
    ),
    (
        "mild",
        (
            rf"\b{_EVENTS}{_OF}\s+(?:are|is|were|tend\s+to\s+be|remain)\s+(?:\w+\s+){{0,2}}?"
            r"(?:mild|minimal|minor|temporary|short-lived|transient|manageable)\b|"
            rf"\b(?:only|minimal|mild|minor|temporary)\s+(?:and\s+\w+\s+)?{_EVENTS}\b"
        ),
    ),
    (
        "safe",
        (
            r"\b(?:safe(?:ly)?|well[\s-]tolerated)\b(?!\s+(?:and\s+)?(?:environment|setting|"
            r"place|space|room|hands))|\b(?:good|excellent|favou?rable)\s+safety\b"
        ),
    ),
    ("risky", rf"\b{_GRAVE}\s+{_EVENTS}\b|\bunsafe\b|\bdangerous\b"),
)
_PATTERNS: Final = tuple(
    (kind, re.compile(words, re.IGNORECASE)) for kind, words in _WORDS
)


class Safety(NamedTuple):
    """A claim on harm as a whole, and its place."""

    kind: SafetyKind
    start: int
    end: int


def safeties(words: str) -> Iterator[Safety]:
    """Find what a sentence says of harm as a whole; what stands in another, once.

    Examples
    --------
    >>> [s.kind for s in safeties("It is safe, with no serious side effects.")]
    ['serious', 'safe']
    """
    taken: list[tuple[int, int]] = []
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(words):
            low, high = match.span()
            if any(low < end and start < high for start, end in taken):
                continue
            taken.append((low, high))
            yield Safety(kind, low, high)

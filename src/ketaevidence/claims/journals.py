"""Names of journals: when two are one journal, and when they only look alike."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_STOP: Final = frozenset({"the", "of", "and", "for", "in", "on", "a", "an", "&"})
_TOKEN: Final = re.compile(r"[a-z]+")
#: Words that stand in so many names that sharing them means nothing.
_COMMON: Final = frozenset(
    {"j", "journal", "international", "int", "clinical", "clin", "research", "res",
     "european", "eur", "british", "br", "american", "am", "canadian", "can",
     "practice",
     "pract", "reports", "rep", "current", "curr", "annals", "ann", "archives", "arch",
     "review", "reviews", "rev"}
)  # fmt: skip
#: Letters that a shared word must share, so that "anesthesia" is like "anesthesiology".
_SHARED: Final = 5


@lru_cache(maxsize=4096)
def tokens(name: str) -> tuple[str, ...]:
    """Give the telling words of a journal's name, in one spelling.

    Examples
    --------
    >>> tokens("The British Journal of Anaesthesia (London)")
    ('british', 'journal', 'anesthesia')
    """
    plain = re.sub(r"\([^)]*\)", " ", name.lower()).replace("aesth", "esth")
    plain = plain.replace("paed", "ped").replace("orthopaed", "orthoped")
    return tuple(t for t in _TOKEN.findall(plain) if t not in _STOP)


def same_journal(one: str, other: str) -> bool:
    """Say whether two names are one journal's, in full or abbreviated.

    Each word of one must begin as the other's does, word for word.

    Examples
    --------
    >>> same_journal("Pain Med", "Pain Medicine"), same_journal("Pain", "Pain Medicine")
    (True, False)
    >>> same_journal("Br J Anaesth", "British Journal of Anaesthesia")
    True
    """
    a, b = tokens(one), tokens(other)
    return (
        bool(a)
        and len(a) == len(b)
        and all(x.startswith(y) or y.startswith(x) for x, y in zip(a, b, strict=True))
    )


def near_journal(one: str, other: str) -> bool:
    """Say whether two names are of different journals and easily confused.

    Examples
    --------
    >>> near_journal("Pain", "Pain Medicine"), near_journal("Pain", "Lancet")
    (True, False)
    """
    if same_journal(one, other):
        return False
    telling = [[t for t in tokens(name) if t not in _COMMON] for name in (one, other)]
    return any(_alike(x, y) for x in telling[0] for y in telling[1])


def _alike(one: str, other: str) -> bool:
    shared = min(len(one), len(other), _SHARED)
    return one == other or (shared == _SHARED and one[:_SHARED] == other[:_SHARED])

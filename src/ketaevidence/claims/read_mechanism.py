"""Claims of how a treatment acts: "blocks NMDA receptors", "resets the nerves"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

_TARGET: Final = (
    r"(?:receptors?|channels?|pathways?|nerves?|nervous\s+system|signal\w*|transmission|"
    r"enzymes?|osteoclasts?|brain|spinal\s+cord|cytokines?|neurotransmitters?|glutamate|"
    r"sensiti[sz]ation|wind-?up|cells)"
)
_ACTS: Final = re.compile(
    r"\b(?:block\w*|antagoni[sz]\w*|inhibit\w*|bind(?:s|ing)?|acts?\s+(?:on|at|by)|"
    r"modulat\w*|switch\w*\s+off|turn\w*\s+off|reset\w*|rewir\w*|reboot\w*|calm\w*|"
    r"revers\w+|regenerat\w*|desensiti[sz]\w*|stabili[sz]\w*|interrupt\w*)\b"
    rf"[^.;]{{0,60}}?\b{_TARGET}\b"
    rf"|\b[\w-]+\s+receptor\s+(?:antagonist|blocker|blockade|agonist|inhibit\w+)\w*",
    re.IGNORECASE,
)

_SEEMS: Final = re.compile(
    r"\b(?:ant)?agonists?\b|\b\w*blockers?\b|\binhibitors?\b|\breceptors?\b|"
    r"\b(?:works?|acts?)\s+(?:\w+ly\s+)?(?:by|through|via|as)\b",
    re.IGNORECASE,
)


class Mechanism(NamedTuple):
    """A way of acting that a sentence claims, and its place."""

    start: int
    end: int


def mechanisms(words: str) -> Iterator[Mechanism]:
    """Find how a sentence says that the treatment acts.

    Examples
    --------
    >>> [("blocks" in "It blocks NMDA receptors."[m.start : m.end])
    ...  for m in mechanisms("It blocks NMDA receptors.")]
    [True]
    """
    for match in _ACTS.finditer(words):
        yield Mechanism(match.start(), match.end())


def seems_mechanism(words: str) -> bool:
    """Say whether a sentence seems to say how the treatment acts, in whatever words.

    Examples
    --------
    >>> seems_mechanism("It is an NMDA antagonist."), seems_mechanism("It eases pain.")
    (True, False)
    """
    return _SEEMS.search(words) is not None

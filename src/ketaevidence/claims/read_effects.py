"""Claims of an effect on an outcome: "lowers pain", "improved mobility"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from ketaevidence.claims.lexicon import Outcome, outcomes

#: "It works by blocking receptors" says how, and not that it works.
_HOW: Final = (
    r"(?!(?:\s+(?:\w+ly|in\s+part))?,?\s+(?:by|through|via)\s+(?:\w+ly\s+)?\w+ing\b)"
)
#: Words of a better state. Those of ``_MORE`` say so only of what one wants more of.
EFFECT: Final = re.compile(
    r"\b(?:reduc\w+|reliev\w+|relief|lower(?:s|ed|ing)?|decreas\w+|eas(?:e|es|ed|ing)|"
    r"alleviat\w+|improv\w+|diminish\w*|lessen\w*|eliminat\w+|restor\w+|regain\w*|"
    r"heal(?:s|ed|ing)?|effective\w*|efficacy|beneficial|benefits?|benefited|"
    rf"help(?:s|ed|ful|ing)?|success\w*|works?\b{_HOW}|worked\b{_HOW}|fewer|less|better|"
    r"control(?:s|led)|fell|dropped|declined)\b",
    re.IGNORECASE,
)
_MORE: Final = re.compile(r"\bincreas\w+\b", re.IGNORECASE)
_WANTED: Final = frozenset({"function", "other"})
#: "Pain clinic", "pain physician": the word is part of a name.
_NAME: Final = re.compile(
    r"[\s-]*(?:clinics?|medicine(?!s)|physicians?|specialists?|doctors?|management|cent(?:er|re)s?|"
    r"practice|journal|society|relievers?|killers?|medications?|patients?|sufferers?|"
    r"conditions?|syndromes?|disorders?|signals?|pathways?)\b",
    re.IGNORECASE,
)
#: An outcome and the word of its effect stand no further apart [characters].
_NEAR: Final = 90
#: What says that a treatment works, with no outcome named.
_WORKS: Final = re.compile(
    r"\b(?:(?:is|are|was|were|be|been|proven|remains?|highly|very|extremely|not|an?)\s+"
    r"(?:\w+ly\s+)*(?:effective|beneficial|helpful|successful|efficacious)|"
    rf"works?\b{_HOW}|worked\b{_HOW}|"
    r"effective\s+(?:treatment|therapy|option|in|for)|(?:treatment|clinical)\s+success|"
    r"helps?\s+(?:most|many|people|patients))\b",
    re.IGNORECASE,
)


class Effect(NamedTuple):
    """An effect that a sentence claims: on what, and where it says so."""

    outcome: Outcome | None
    start: int
    end: int
    #: Where the word of the effect stands: what a "not" must reach.
    at: int


def effects(words: str) -> Iterator[Effect]:
    """Find the claimed effects of one sentence, each outcome once.

    Parameters
    ----------
    words
        The sentence, with names of drugs, conditions and journals blanked out.
    """
    found = list(_on_outcomes(words))
    yield from found
    works = _WORKS.search(words)
    if not found and works:
        # "Is highly effective": the quote begins with the word that claims.
        word = EFFECT.search(words, works.start(), works.end())
        start = word.start() if word else works.start()
        yield Effect(None, start, works.end(), start)


def named_outcomes(words: str) -> Iterator[tuple[Outcome, int, int]]:
    """Give every outcome that a sentence names, with its place."""
    for outcome in outcomes():
        for match in outcome.pattern.finditer(words):
            if not _NAME.match(words, match.end()):
                yield outcome, match.start(), match.end()


def _on_outcomes(words: str) -> Iterator[Effect]:
    best: dict[str, Effect] = {}
    hits = list(EFFECT.finditer(words))
    more = list(_MORE.finditer(words))
    for outcome, start, end in named_outcomes(words):
        # "Painless" is not an outcome that something else acts on.
        usable = hits + (more if outcome.key in _WANTED else [])
        near = [hit for hit in usable if _gap(hit, start, end) <= _NEAR]
        if not near or outcome.name in best:
            continue
        hit = min(near, key=lambda one: (_gap(one, start, end), one.start()))
        best[outcome.name] = Effect(
            outcome, min(hit.start(), start), max(hit.end(), end), hit.start()
        )
    yield from sorted(best.values(), key=lambda one: (one.start, one.end))


def _gap(hit: re.Match[str], start: int, end: int) -> int:
    if hit.end() <= start:
        return start - hit.end()
    return max(0, hit.start() - end)

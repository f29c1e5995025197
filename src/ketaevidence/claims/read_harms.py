"""Claims that a treatment can cause, or does not cause, a named unwanted event."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from ketaevidence.claims.lexicon import Named, harms_in
from ketaevidence.claims.sentences import Said

#: What makes the name of an event a claim that it happens, and not a symptom treated.
_HAPPENS: Final = re.compile(
    r"\b(?:side[\s-]effects?|adverse|unwanted|untoward|risks?|reactions?|complications?|"
    r"caus(?:e|es|ed|ing)|experience[sd]?|may\s+(?:feel|have|occur|include)|"
    r"(?:can|may|might|could)\s+(?:also\s+)?(?:cause|lead|feel|occur|include|happen)|"
    r"induc\w+|provok\w+|report(?:s|ed)?|occur(?:s|red)?|develop(?:s|ed)?|toxic\w*|"
    r"injur\w*|damag\w*|harm(?:s|ful|less)?|had|were\s+seen|was\s+seen|suffer(?:ed)?)\b",
    re.IGNORECASE,
)
#: "Relieves nausea": the event is what is treated.
_TREATED: Final = re.compile(
    r"\b(?:reliev\w+|treat(?:s|ed|ing|ment\s+(?:for|of))|eas(?:e|es|ing)|reduc\w+|"
    r"help(?:s|ing)?\s+(?:with|against)|for\s+people\s+with|patients\s+with|"
    r"histor(?:y|ies)\s+of|if\s+you\s+have|prevent\w*|medication\s+for)\s+"
    r"(?:(?!without|causing|but|and\b)\w+\s+){0,3}?$",
    re.IGNORECASE,
)


def harms_claimed(
    said: Said, vocabulary: Mapping[str, re.Pattern[str]]
) -> Iterator[Named]:
    """Find the unwanted events that a sentence says can happen, or cannot.

    Parameters
    ----------
    said
        The sentence.
    vocabulary
        The register's own words for unwanted events, by what they are called; they are
        found beside those of the tables.
    """
    if not said.lists_harms and not _HAPPENS.search(said.words):
        return
    found = list(harms_in(said.words))
    taken = [(one.start, one.end) for one in found]
    for name, pattern in vocabulary.items():
        for match in pattern.finditer(said.words):
            low, high = match.span()
            if not any(low < end and start < high for start, end in taken):
                taken.append((low, high))
                found.append(Named(name, low, high))
    seen: set[str] = set()
    for one in sorted(found, key=lambda each: (each.start, each.end)):
        if one.name in seen or _TREATED.search(said.words[: one.start]):
            continue
        seen.add(one.name)
        yield one

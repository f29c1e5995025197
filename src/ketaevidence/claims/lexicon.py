"""Tables of words: which outcomes and unwanted events a text names, and where.

The tables are data in ``words/``; a new word is a word there and no code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Final, NamedTuple

from ketaevidence.extraction.rules.outcomes.adverse_words import GENERAL, HARMS, PAIRS


class Named(NamedTuple):
    """Something that a text names, with its place."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """An outcome: how it is called, and the register's word for it."""

    name: str
    #: One of vocabulary.OUTCOMES; ``other`` is looked for in the register's own words.
    key: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Harm:
    """An unwanted event: its name, its words, and what it is one kind of."""

    name: str
    pattern: re.Pattern[str]
    is_serious: bool = False
    kind_of: str | None = None


def _pattern(words: str) -> re.Pattern[str]:
    """Find any of some words, parted by commas; capitals alone match as capitals."""
    parts = []
    for word in sorted((w.strip() for w in words.split(",")), key=len, reverse=True):
        escaped = r"[\s-]+".join(re.escape(p) for p in re.split(r"[\s-]+", word))
        escaped = escaped.replace(r"\*", r"\w*")
        parts.append(escaped if word.isupper() else f"(?i:{escaped})")
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)")


def _lines(name: str) -> Iterator[tuple[str, str]]:
    table = files(__package__).joinpath("words", name).read_text("utf-8")
    for line in table.splitlines():
        if line.strip() and not line.startswith("#"):
            head, _, words = line.partition(" = ")
            yield head.strip(), words


@lru_cache(maxsize=1)
def outcomes() -> tuple[Outcome, ...]:
    """Give the outcomes of the table, in its order."""
    found = []
    for head, words in _lines("outcomes.txt"):
        key, _, name = head.partition(" | ")
        found.append(Outcome(name.strip(), key.strip(), _pattern(words)))
    return tuple(found)


@lru_cache(maxsize=1)
def harms() -> tuple[Harm, ...]:
    """Give the unwanted events of the table, in its order."""
    found = []
    for head, words in _lines("harms.txt"):
        name, _, kind = (part.strip() for part in head.partition("<"))
        found.append(
            Harm(name.rstrip("!"), _pattern(words), name.endswith("!"), kind or None)
        )
    return tuple(found)


def harm_named(name: str) -> Harm | None:
    """Give the unwanted event of a name, if the table has it."""
    return next((harm for harm in harms() if harm.name == name), None)


#: Words of the extraction's table that are no event by themselves in a text for people.
_EVERYDAY: Final = frozenset({*GENERAL, "burning", "stinging", "swelling", "sweating"})
_ONE_WORD: Final = re.compile(r"[A-Za-z][\w'-]*")


def harms_in(words: str) -> tuple[Named, ...]:
    """Give the unwanted events that some words name, in order of their places.

    Those of the table first; then single words and pairs that the rules of extraction
    know as unwanted events.

    Examples
    --------
    >>> [found.name for found in harms_in("Vomiting, blurred vision and hiccups.")]
    ['nausea or vomiting', 'blurred vision', 'hiccups']
    """
    found = [
        Named(harm.name, match.start(), match.end())
        for harm in harms()
        for match in harm.pattern.finditer(words)
    ]
    taken = [(one.start, one.end) for one in found]
    found += [
        one
        for one in _further(words)
        if not any(low < one.end and one.start < high for low, high in taken)
    ]
    return tuple(sorted(found, key=lambda one: (one.start, one.end, one.name)))


def _further(words: str) -> Iterator[Named]:
    matches = list(_ONE_WORD.finditer(words))
    after = 0
    for number, match in enumerate(matches):
        lower = match[0].lower()
        if match.start() < after or lower in _EVERYDAY:
            continue
        second = matches[number + 1] if number + 1 < len(matches) else None
        if second and second[0].lower() in PAIRS.get(lower, ()):
            after = second.end()
            yield Named(f"{lower} {second[0].lower()}", match.start(), second.end())
        elif lower in HARMS:
            yield Named(lower, match.start(), match.end())


def is_serious(name: str) -> bool:
    """Say whether the table marks an unwanted event as serious."""
    harm = harm_named(name)
    return harm is not None and harm.is_serious


def answers_for(name: str) -> tuple[str, ...]:
    """Give the names under which studies may have counted an event, its own first."""
    harm = harm_named(name)
    if harm is None:
        return (name,)
    kinds = [other.name for other in harms() if other.kind_of == name]
    return (name, *([harm.kind_of] if harm.kind_of else []), *kinds)

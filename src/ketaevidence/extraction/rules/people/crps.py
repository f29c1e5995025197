"""Complex regional pain syndrome in all its names and spellings, and its types.

"CRPSI", "CRPS-1", "type I complex regional pain syndrome", "reflex sympathetically
dystrophy", "causalgia", "Sudeck". ASA class I or II, group I and level II are no types.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from ketaevidence.extraction.text import View

#: One of these is in every text that names the syndrome: a cheap question first.
_GATE = (
    "crps", "regional pain", "causalg", "algod", "algon", "sudeck", "sympath", "rsd",
    "shoulder-hand", "shoulder hand", "complex pain",
)  # fmt: skip
_SYNDROME = r"complex[\s-]+(?:regional\s+p\w{2,4}|pain\s+regional)(?:\s+synd\w+)?"
_NAME = re.compile(
    # In capitals only: "CRPs" are C-reactive proteins.
    r"(?<![A-Za-z])CRPS(?![a-z])|(?<!\w)(?i:"
    rf"{_SYNDROME}|reflex\s+symp\w+\s+d[yi]s?t\w+|sympathetic\s+reflex\s+dystroph\w+|"
    r"causalgi\w*|algo-?(?:neuro-?)?d[yi]stroph\w*|sudeck\w*|shoulder-?\s?hand\s+syndrome)"
)
#: "RSD" is also a relative standard deviation: only where the text spells it out.
_RSD = re.compile(r"(?<![A-Za-z])RSDS?(?![A-Za-z])")
_SPELLED = re.compile(r"symp\w+\s+d[yi]s?t\w+", re.IGNORECASE)
#: Names that were given to one type. Patients named so may have either today.
_OLD_TYPES = (
    ("causalgi", "II"),
    ("symp", "I"),
    ("sudeck", "I"),
    ("algo", "I"),
    ("rsd", "I"),
)

_ONE_TYPE = (
    r"(?:I{1,2}|[12]|one|two)(?![\w.,]*\d|\w)"
    r"(?!\s(?:years?|months?|weeks?|days?|h\b|hours?|of\b|cases?|times))"
)
_TYPE_BEHIND = re.compile(
    r"(?:\s?\(\s?CRPS\s?\)|\s?\[CRPS\])?[\s,(-]{0,3}(?:types?|typ)?[\s-]{0,2}"
    rf"(?P<types>{_ONE_TYPE}(?:\s?(?:and|or|/|&|,|and/or)\s?(?:CRPS[\s-]?)?(?:types?\s)?{_ONE_TYPE})?)",
)
_TYPE_BEFORE = re.compile(
    rf"\b[Tt]ypes?[\s-](?P<types>{_ONE_TYPE}(?:\s?(?:and|or|/|&|,)\s?(?:[Tt]ype[\s-])?{_ONE_TYPE})?)"
    r"(?:\s(?:of\s)?(?:the\s)?)$"
)
#: "CRPS I", "CRPS-1" and "CRPSI" need no word "type"; "CRPS in 2 patients" has none.
_NO_TYPE = re.compile(r"(?:\s(?:one|two)\b|,|\s?\()", re.IGNORECASE)


class Named(NamedTuple):
    """One place where a text names the syndrome, and the type named with it."""

    start: int
    end: int
    #: "I", "II", "both", or ``None`` where no type stands by it.
    kind: str | None
    #: The type that an old name was given to: "causalgia" is type II.
    old: str | None


def crps(view: View) -> tuple[Named, ...]:
    """Give every place that names the syndrome; ask through ``view.once(crps)``."""
    if not any(map(view.lower.__contains__, _GATE)):
        return ()
    text = view.folded
    places = [(match.start(), match.end()) for match in _NAME.finditer(text)]
    if places and _SPELLED.search(text) and "RSD" in text:
        places += [(match.start(), match.end()) for match in _RSD.finditer(text)]
        places.sort()
    return tuple(_named(text, start, end) for start, end in places)


def _named(text: str, start: int, end: int) -> Named:
    name = text[start:end].lower()
    old = next((kind for word, kind in _OLD_TYPES if name.startswith(word)), None)
    if name.startswith("reflex"):
        old = "I"
    behind = _TYPE_BEHIND.match(text, end)
    if behind and _is_type(text[end : behind.start("types")], name):
        return Named(start, behind.end(), _kind(behind["types"]), old)
    before = _TYPE_BEFORE.search(text[max(0, start - 30) : start])
    if before:
        first = max(0, start - 30) + before.start()
        return Named(first, end, _kind(before["types"]), old)
    return Named(start, end, None, old)


def _is_type(gap: str, name: str) -> bool:
    """Say whether what follows a name is its type: a number needs "type" or no space."""
    if "typ" in gap.lower():
        return True
    if _NO_TYPE.match(gap):
        return False
    return name == "crps" or "crps" in gap.lower()


def _kind(types: str) -> str:
    found = {
        "II" if part in {"II", "2", "two"} else "I"
        for part in re.findall(r"I{1,2}|[12]|one|two", types)
    }
    return "both" if len(found) > 1 else found.pop()

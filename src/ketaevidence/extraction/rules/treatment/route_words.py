"""The words by which a text says how a drug is given, each with its place."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from ketaevidence.extraction.rules.treatment.dose_words import table
from ketaevidence.extraction.rules.treatment.route_sites import route_sites
from ketaevidence.extraction.rules.treatment.route_table import (
    BLOCKED,
    BLOCKS,
    DISSOLVING,
    GLUED,
    NASAL,
    NERVES,
    NO_FORMS,
    NOT_BEFORE,
    NOT_ON_SKIN,
    SPINAL,
    SPINAL_TECHNIQUE,
    TABLE,
    Side,
)
from ketaevidence.extraction.text import View, Word


class RouteWord(NamedTuple):
    """One mention of a route, with its place and the side on which its drug stands."""

    route: str
    start: int
    end: int
    side: Side


#: Runs of letters without one of which a text names no route.
_GATE = frozenset(
    part
    for word in TABLE
    for part in re.findall("[a-z]+", word)
    if part not in {"intra", "per", "peri", "sub"}
) | table("iv im po sc v m o c mouth os rectum")

#: Short forms. Bare capitals are a route only where a dose or a drug's act is near.
_SHORT = re.compile(
    r"(?<![\w.])(?:(?P<iv>i\.\s?v\.?|IV|iv|I\.\s?V\.?)|(?P<im>i\.\s?m\.?|IM|im|I\.\s?M\.?)|"
    r"(?P<po>p\.\s?o\.?|PO|po|P\.\s?O\.?|per\sos|by\smouth)|(?P<sc>s\.\s?c\.?|SC|sc|SQ)|"
    r"(?P<pr>per\srectum|p\.\s?r\.?))(?!\w|\.\w|-\d)"
)
_SHORT_ROUTES = {
    "iv": "intravenous", "im": "intramuscular", "po": "oral", "sc": "subcutaneous",
    "pr": "rectal",
}  # fmt: skip
#: "Stage IV", "group IV", "IV and V" are numerals; a route has one of these by it.
_ROUTE_BEFORE = re.compile(
    r"(?:\d\s?|\b(?:mg|ml|g|µg|mcg|microg|kg|kg-1|kg\(-1\)|min|h|units?|placebo|saline|"
    r"given|administered|received|receive|receiving|injected|infused|drug|via|the|of|"
    r"with|an?|single|continuous|and|or|low-dose|infusion|bolus|doses?|adding|daily|"
    r"day|hourly|by|either|to|titrated|\w+(?:ine|ol|one|am|il|en|ac|id|ate|um|ib))|[,(/])\s?$",
    re.IGNORECASE,
)
_ROUTE_AFTER = re.compile(
    r"[\s-]?(?:infus|bolus|inject|PCA|patient-control|admin|drip|push|route|dose|"
    r"low-dose|sub|\d|placebo|saline|anaesth|anesth|analges|sedat|fluid|group|"
    r"over|before|after|every|twice|daily|or\b|and\s(?:oral|IM|i\.?m|epidural|p\.?o)|"
    r"at\b|for\b|if\b|in\b|[.,;)/]|\w+(?:ine|ol|one|am|il|en|ac|id|ate|um|ib)\b|S\(|\(S)",
    re.IGNORECASE,
)
_NUMERAL_BEFORE = re.compile(
    r"\b(?:stage|grade|type|class|group|groups|level|phase|stages|grades|cranial|nerve|"
    r"DSM|part|zone|lobule|status|score|ASA|III|II|and\sI|factor|layer)[\s-]{0,2}$",
    re.IGNORECASE,
)


def route_words(view: View) -> tuple[RouteWord, ...]:
    """Give every mention of a route; ask through ``view.once(route_words)``."""
    found = [RouteWord(*site, "site") for site in route_sites(view)]
    if view.names_any(_GATE):
        found += [*_worded(view), *_shortened(view)]
    found.sort(key=lambda word: word.start)
    return tuple(found)


def route_words_in(view: View, start: int, end: int) -> tuple[RouteWord, ...]:
    """Give the mentions of a route between two places of the text."""
    every = view.once(route_words)
    first = bisect_left(every, start, key=lambda word: word.start)
    last = bisect_left(every, end, lo=first, key=lambda word: word.start)
    return every[first:last]


def _worded(view: View) -> Iterator[RouteWord]:
    words = view.words
    for place, word in enumerate(words):
        known = _known(word.lower)
        if known is None:
            continue
        route, side = known
        before = words[place - 1] if place else None
        behind = words[place + 1] if place + 1 < len(words) else None
        found = _in_context(route, side, word, before, behind)
        if found is not None:
            yield found


@lru_cache(maxsize=1 << 16)
def _known(lower: str) -> tuple[str, Side] | None:
    """Give what a word is in the table; "a TAP-block" is a block."""
    glued: tuple[str, Side] = ("perineural", "technique")
    return TABLE.get(lower) or (glued if lower.endswith(GLUED) else None)


def _in_context(
    route: str, side: Side, word: Word, before: Word | None, behind: Word | None
) -> RouteWord | None:
    """Say what a route word is between its neighbours; ``None`` if no route at all."""
    last = before.lower if before and word.start - before.end <= 2 else ""
    following = behind.lower if behind and behind.start - word.end <= 2 else ""
    if following in NOT_BEFORE.get(word.lower, ()):
        return None
    if side == "technique":
        known = _as_technique(route, word, last, following)
    elif side == "form":
        known = _as_form(route, word, last)
    else:
        known = _as_adjective(route, side, word, last, following)
    return known and RouteWord(known[0], word.start, word.end, known[1])


def _as_form(route: str, word: Word, last: str) -> tuple[str, Side] | None:
    if last in NO_FORMS or (word.lower in _SPRAYS and last in NOT_ON_SKIN):
        return None
    return route, "form"


_SPRAYS = frozenset({"spray", "sprays"})


def _as_technique(
    route: str, word: Word, last: str, following: str
) -> tuple[str, Side] | None:
    if word.lower == "spinal":
        if following not in SPINAL:
            return None
        is_technique = following in SPINAL_TECHNIQUE
        return route, "technique" if is_technique else "adjective"
    if route == "perineural":
        if last == "field":
            return "infiltration", "technique"
        return (route, "technique") if _is_nerve(last, word) else None
    return route, "technique"


def _as_adjective(
    route: str, side: Side, word: Word, last: str, following: str
) -> tuple[str, Side] | None:
    if word.lower == "oral" and following in {"rinse", "mouthwash"}:
        return "topical", side
    if word.lower == "orally" and following in DISSOLVING:
        return route, "form"
    if route == "intravenous" and "regional" in {last, following}:
        return "regional_intravenous", "technique"
    if side == "adjective" and following in BLOCKS and route in BLOCKED:
        # "Epidural analgesia with bupivacaine" is a technique.
        return route, "technique"
    if word.lower == "nasal" and following not in NASAL:
        return None
    return route, side


def _is_nerve(last: str, word: Word) -> bool:
    if word.lower.endswith(GLUED):
        return True
    if last in _NUMBERS:
        # "A PECS II block".
        return True
    return last in ({"brachial", "lumbar"} if word.lower == "plexus" else NERVES)


_NUMBERS = frozenset({"i", "ii"})


def _shortened(view: View) -> Iterator[RouteWord]:
    text = view.folded
    for match in _SHORT.finditer(text):
        kind = match.lastgroup or ""
        before = text[max(0, match.start() - 20) : match.start()]
        after = text[match.end() : match.end() + 20]
        if "." not in match[0] and " " not in match[0]:
            if _NUMERAL_BEFORE.search(before):
                continue
            if not (
                _ROUTE_BEFORE.search(before) and _ROUTE_AFTER.match(after)
            ) and not (
                kind == "iv"
                and re.match(r"[\s-](?:infus|bolus|inject|PCA|ketam|S\()", after)
            ):
                continue
        route = _SHORT_ROUTES[kind]
        if kind == "iv" and re.match(r"\sregional\b", after):
            route = "regional_intravenous"
        yield RouteWord(route, match.start(), match.end(), "short")

"""Whether a number on pain is a level, a change or a difference between arms."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from ketaevidence.extraction.rules.pain.binding import Bound
from ketaevidence.extraction.rules.pain.values import CI

Kind = Literal["level", "change", "difference"]


class Reading(NamedTuple):
    """What kind of number it is, and which way it points."""

    kind: Kind
    #: -1 where words say that the number is less pain, +1 for more, 0 if they do not.
    direction: int = 0
    #: The other kind that it might be.
    or_else: Kind | None = None


_LESS_NOUN = r"(?:reductions?|decreases?|improvements?|drops?|declines?|falls?|decrements?|lowering|attenuation|relief)"
_MORE_NOUN = r"(?:increases?|increments?|rises?|worsening|gains?|elevations?)"
_LESS_VERB = r"(?:decreas(?:ed|es|ing)|reduc(?:ed|es|ing)|fell|dropped|declined|improved|lowered|diminished)"
_MORE_VERB = r"(?:increased|rose|worsened|raised)"
_FILL = r"(?:(?:a|an|the|mean|median|average|total|overall|significantly|approximately|about|of|nearly|only|on|score|scores|VAS|NRS|value|pain)\s){0,6}"

#: Directly before the value, the nearest first: what kind it is.
_FROM_OR_TO = re.compile(
    rf"\b(?:from|to)\s{_FILL}(?:(?:baseline|initial(?:ly)?|initially\s\w+|pretreatment|preoperative|preoperatively|admission|before|pre\w*|post\w*|final|"
    rf"as\shigh\sas|as\slow\sas)\s(?:of\s|score\s|value\s|a\s|mean\s|VAS\s|pain\s){{0,4}})?(?:\([^()]*\)\s?)?$",
    re.IGNORECASE,
)
_BY = re.compile(rf"\bby\s{_FILL}$", re.IGNORECASE)
_VERB_DIRECTLY = re.compile(
    rf"\b(?:(?P<less>{_LESS_VERB})|(?P<more>{_MORE_VERB}))\s{_FILL}$", re.IGNORECASE
)
_NOUN_DIRECTLY = re.compile(
    rf"\b(?:(?P<less>{_LESS_NOUN})|(?P<more>{_MORE_NOUN})|(?P<open>changes?|delta|Δ))(?:\sscores?)?\s?"
    rf"(?:\([^()]*\)\s?|\[[^\[\]]*\]\s?)?(?:was|were|of|is|averaged|=|:|,|\(|from\sbaseline\s(?:was|of|to\s[\w\s]{{1,20}}\s(?:was|of)))\s?{_FILL}$",
    re.IGNORECASE,
)
_IS_DIRECTLY = re.compile(rf"(?:\b(?:was|were|is|are)|[=:])\s{_FILL}$", re.IGNORECASE)
_VERB = re.compile(
    rf"\b(?:(?P<less>{_LESS_VERB})|(?P<more>{_MORE_VERB}))\b", re.IGNORECASE
)
_LOWER = re.compile(
    r"\b(?:(?P<less>lower|less)|(?P<more>higher|greater))\b", re.IGNORECASE
)
_OF = re.compile(rf"\bof\s{_FILL}$", re.IGNORECASE)
_IN_CHANGE = re.compile(
    r"(?:\s(?:between|among)\s(?:[\w-]+\s){1,6}?)?\s?(?:in|of)\s(?:the\s)?(?:mean\s)?"
    r"(?:pain\s)?(?:change|reduction|decrease|improvement)",
    re.IGNORECASE,
)
#: "The difference between A and B in pain" [reduction was]: the noun is not alone.
_BETWEEN_ARMS = re.compile(
    r"\bdifferences?\s(?:between|among)\s(?!baseline)[^,;:.]{1,80}\s(?:in|of)\s[^,;:.]{0,40}$",
    re.IGNORECASE,
)
_DIFFERENCE = re.compile(
    r"\b(?:differences?|differ(?:ed|ent)?|MD|WMD|LSMD|treatment\seffects?|treatment\sdifferences?|net\sbenefit|between-group\s\w+)\b",
    re.IGNORECASE,
)
_DIFFERENCE_DIRECTLY = re.compile(
    r"\b(?:differences?|MD|WMD|LSMD|treatment\seffects?)\b"
    r"(?:\s?(?:\([^()]*\)|\[[^\[\]]*\]))?(?:\sbetween\s(?:the\s)?(?:two\s)?(?:groups|arms|treatments|means))?"
    rf"\s?(?:was|were|of|is|=|:|,|\()?\s?(?:\([^()]*\)\s?|\[[^\[\]]*\]\s?)?[,:=]?\s?{_FILL}$",
    re.IGNORECASE,
)
#: Directly behind the value.
_NOUN_BEHIND = re.compile(
    rf"[\s-]?(?:points?|mm|cm|units?)?[\s-]?(?:(?:mean|median|average|absolute|significant|greater|overall)\s)*(?:(?P<less>{_LESS_NOUN})|(?P<more>{_MORE_NOUN})|(?P<open>changes?))\b",
    re.IGNORECASE,
)
_LESS_BEHIND = re.compile(
    r"\s?(?:points?|mm|cm|units?)?\s?(?:(?P<less>lower|less|smaller|better|fewer|below)|(?P<more>higher|greater|more|worse|above))\b",
    re.IGNORECASE,
)
_MORE_PAIN_OF = re.compile(
    r"\b(?:(?P<less>less|lower|reduced)|(?P<more>more|greater|higher))\s(?:intense\s|severe\s)?(?:pain|scores?)\s(?:scores?\s)?(?:of|by)\s$",
    re.IGNORECASE,
)
_BASELINE = re.compile(
    r"\bfrom\s(?:the\s)?(?:baseline|admission|pre\w*)|\bbefore\sand\safter|\bbaseline\s(?:and|to|vs)|\bpre-?\s?(?:and|to)\s?-?post|\bthan\s(?:at\s)?baseline|\bwithin[\s-]group",
    re.IGNORECASE,
)
#: A noun in the same clause, not directly at the value.
_NOUN_ANYWHERE = re.compile(
    rf"\b(?:(?P<less>{_LESS_NOUN})|(?P<more>{_MORE_NOUN})|(?P<open>changes?|delta|Δ))\b",
    re.IGNORECASE,
)
#: "A significant reduction in pain scores (3.1 vs 5.2)" may show levels.
_MERELY_SHOWN = re.compile(
    r"\b(?:significant(?:ly)?|marked(?:ly)?|no|any|clear|statistical(?:ly)?|considerable|substantial|progressive)\s(?:\w+\s){0,2}$",
    re.IGNORECASE,
)
_MORE_REDUCTION = re.compile(
    r"\b(?:greater|larger|more|better|smaller|less|higher|mean|median|average|superior)\s(?:\w+\s){0,2}$",
    re.IGNORECASE,
)


def kind_of(
    words: str, bound: Bound, start: int, before: Reading | None, *, goes_on: bool
) -> Reading:
    """Say what kind of number a bound value is.

    ``start`` is where the words that may speak of it begin; ``before`` is how the
    value that it goes on from was read, and ``goes_on`` says that one follows.
    """
    value = bound.value
    lead = words[max(start, value.start - 160) : value.start]
    behind = words[value.end : value.end + 60]
    own = _directly(lead, behind, bound)
    if own:
        return own
    if before:
        return before
    if bound.is_ahead:
        return Reading("level")
    found = _in_clause(lead, bound, is_compared=goes_on or _is_compared(words, bound))
    if found is None and value.number < 0:
        # No level is below nought.
        return Reading("change", 0, "difference")
    return found or Reading("level")


def _directly(lead: str, behind: str, bound: Bound) -> Reading | None:
    """Read the kind from the words directly at a value; the first that know it."""
    for read in (_more_pain_of, _from_or_to, _lower_behind, _noun_behind, _noun_before):
        found = read(lead, behind, bound)
        if found:
            return found
    return _by(lead)


def _more_pain_of(lead: str, _: str, __: Bound) -> Reading | None:
    match = _MORE_PAIN_OF.search(lead)
    return Reading("difference", _direction(match)) if match else None


def _from_or_to(lead: str, _: str, bound: Bound) -> Reading | None:
    """Read "from 7.1 to 3.2" as levels; a signed number goes "to -0.3" in no level."""
    value = bound.value
    is_of_interval = value.kind == CI and (value.low or 0) < 0
    is_level = not (value.is_signed or is_of_interval) and _FROM_OR_TO.search(lead)
    return Reading("level") if is_level else None


def _lower_behind(_: str, behind: str, bound: Bound) -> Reading | None:
    match = _LESS_BEHIND.match(behind)
    if not match or not (bound.is_ahead or bound.value.unit):
        return None
    kind: Kind = "change" if _BASELINE.search(behind) else "difference"
    return Reading(kind, _direction(match))


def _noun_behind(_: str, behind: str, __: Bound) -> Reading | None:
    match = _NOUN_BEHIND.match(behind)
    return Reading("change", _direction(match)) if match else None


def _noun_before(lead: str, _: str, __: Bound) -> Reading | None:
    if _DIFFERENCE_DIRECTLY.search(lead):
        return Reading("change" if _BASELINE.search(lead[-90:]) else "difference")
    match = _NOUN_DIRECTLY.search(lead) or _VERB_DIRECTLY.search(lead)
    if match and _BETWEEN_ARMS.search(lead[: match.start()]):
        return Reading("difference", 0, "change")
    return Reading("change", _direction(match)) if match else None


def _by(lead: str) -> Reading | None:
    """Read "fell by 2.1" and "was lower by 2.1"."""
    if not _BY.search(lead):
        return None
    if verb := _VERB.search(lead):
        return Reading("change", _direction(verb))
    lower = _LOWER.search(lead)
    return Reading("difference", _direction(lower)) if lower else None


#: "Reduction in pain", "difference in the change of pain, as measured by the VAS".
_LINK = re.compile(
    r"\s(?:scores?\s)?(?:\([^()]*\)\s)?(?:in|of|on|for|from|between)\b[^,;:]*(?:,\s(?:as\s)?(?:measured|assessed|rated|scored|determined)\s[^,;:]*)?",
    re.IGNORECASE,
)


def _in_clause(lead: str, bound: Bound, *, is_compared: bool) -> Reading | None:
    """Read the kind from a noun in the clause that is not directly at the value."""
    to_measure = len(lead) - (bound.value.start - bound.measure.start)
    noun = _linked(_NOUN_ANYWHERE, lead, to_measure)
    difference = _linked(_DIFFERENCE, lead, to_measure)
    if difference and (
        not noun
        or noun.start() < difference.start()
        or _IN_CHANGE.match(lead, difference.end())
    ):
        return _difference(lead, bound, difference, is_compared=is_compared)
    if not noun:
        return None
    is_open = is_compared or not bound.value.has_spread
    if is_open and _is_merely_shown(lead, noun) and not _OF.search(lead):
        return Reading("level", 0, "change")
    return Reading("change", _direction(noun))


def _is_merely_shown(lead: str, noun: re.Match[str]) -> bool:
    """Say whether "a significant reduction" leaves open what the numbers are."""
    before = lead[: noun.start()]
    return bool(_MERELY_SHOWN.search(before)) and not _MORE_REDUCTION.search(before)


#: "The difference in pain between A and B was", and one number.
_OF_DIFFERENCE = re.compile(r"\bmean\sdifferences?\b", re.IGNORECASE)


def _linked(
    pattern: re.Pattern[str], lead: str, to_measure: int
) -> re.Match[str] | None:
    """Give the last such noun of the clause that the words link with the measure."""
    found = None
    for match in pattern.finditer(lead):
        if match.start() >= to_measure or _LINK.fullmatch(
            lead, match.end(), max(to_measure, match.end())
        ):
            found = match
    return found


def _difference(
    lead: str, bound: Bound, match: re.Match[str], *, is_compared: bool
) -> Reading:
    if is_compared and not _OF_DIFFERENCE.search(lead):
        # "No difference in pain scores (3.1 vs 2.9)", "... in change of pain (-3 vs -2)".
        is_change = bound.value.is_signed or _NOUN_ANYWHERE.search(lead, match.end())
        return Reading("change" if is_change else "level")
    if _BASELINE.search(lead[match.start() :]):
        return Reading("change")
    return Reading("difference", 0, None if _IS_DIRECTLY.search(lead) else "level")


_NEXT_VALUE = re.compile(
    r"[^;.]{0,60}?\b(?:vs\.?|versus|v|compared|and|than|to|against)(?=\W)\.?[^;.]{0,50}?\d|\s?[/,]\s?\d",
    re.IGNORECASE,
)


def _is_compared(words: str, bound: Bound) -> bool:
    """Say whether another value follows in the same row."""
    return bound.continues or bool(
        _NEXT_VALUE.match(words[bound.value.end : bound.value.end + 120])
    )


def _direction(match: re.Match[str]) -> int:
    groups = match.groupdict()
    return -1 if groups.get("less") else 1 if groups.get("more") else 0

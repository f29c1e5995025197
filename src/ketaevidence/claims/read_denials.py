"""Whether a sentence says that a harm happens, that it does not, or neither for sure.

A denial of harm that is read as a warning would come back as supported, so a direction
is given only where every word between the "not" and the harm is known; else the
sentence is left to the reader.
"""

from __future__ import annotations

import re
from typing import Final, Literal, NamedTuple

from ketaevidence.claims import tone

#: "unclear": there is a "not", or a word that takes back, and its reach is not known.
Direction = Literal["asserted", "denied", "unclear"]

_NOT: Final = re.compile(
    rf"{tone.NOT.pattern}|\b(?:nobody|nothing|absent)\b", re.IGNORECASE
)
#: "Not without risk": there is one.
_NOT_WITHOUT: Final = re.compile(
    r"(?:\bnot|\bnever|n't)\s+(?:entirely\s+|completely\s+)?(?:without|free\s+(?:of|from))"
    r"\s+(?:any\s+|its\s+)?$",
    re.IGNORECASE,
)
#: Words that can stand between a "not" and the harm that it denies.
_LEADS: Final = re.compile(
    r"(?:an?|any|the|of|in|to|with|on|by|from|for|our|this|these|that|who|has|have|had|is|"
    r"are|was|were|be|been|do|does|did|can|could|will|would|ever|caus\w+|leads?|led|"
    r"leading|results?|resulted|produc\w+|induc\w+|provok\w+|trigger\w*|show[ns]?|showed|"
    r"carr(?:y|ies|ied)|pos(?:e|es|ed)|br(?:ing|ings|ought)|gives?|gave|experienc\w+|see|"
    r"saw|seen|observ\w+|report(?:s|ed)?|note[ds]?|finds?|found|suffer(?:s|ed)?|"
    r"develop(?:s|ed)?|associated|linked|known|patients?|people|persons?|participants?|"
    r"one|them|us|stud(?:y|ies)|trials?|cases?|evidence|signs?|instances?|documented|"
    r"such|infusions?|treatments?|therapy|drug|group|received|receiving|treated|given|"
    r"during|after|considered|single)",
    re.IGNORECASE,
)
#: Words that can stand between a harm and the "not" behind it.
_TRAILS: Final = re.compile(
    r"(?:of|from|with|to|due|related|by|in|on|during|after|the|our|these|this|any|"
    r"infusions?|treatments?|therapy|drug|patients?|people|stud(?:y|ies)|trials?|have|has|"
    r"had|is|are|was|were|do|does|did|can|could|will|would|experience|so|far|date)",
    re.IGNORECASE,
)
#: What a "not" behind a harm must deny: that it was seen.
_SEEN: Final = re.compile(
    r"\s*(?:(?:yet|so\s+far|ever|been|be)\s+)*(?:seen|observed|reported|noted|found|"
    r"occur(?:red|s)?|happen(?:ed|s)?|experienced|documented|described|recorded|caused|"
    r"aris(?:e|en)|arose|appear(?:ed|s)?|develop(?:ed|s)?)\b",
    re.IGNORECASE,
)
#: Words that limit or take back, wherever they stand.
_DOUBT: Final = re.compile(
    r"\b(?:rare(?:ly)?|seldom|unlikely|hardly|scarcely|barely|uncommon(?:ly)?|avoid\w*|"
    r"prevent\w*|minimi[sz]\w*|minimal|nil|zero|absence|unknown|unheard|myths?|false\w*|"
    r"untrue|wrong\w*|exclud\w*|ruled?\s+out|den(?:y|ies|ied)|little|few|fewer|less|lower|"
    r"low|unfounded|anything\s+but|far\s+from|free|lack\w*|negligible|exaggerat\w*|"
    r"overstated|reduc\w+|than|instead|spar(?:e|es|ed|ing)|0(?![.,]?\d))\b",
    re.IGNORECASE,
)
#: What makes a denial one of some people or times only.
_PARTIAL: Final = re.compile(
    r"\b(?:all|every\w*|always|necessarily|except\w*|until|unless|most|often|frequently|"
    r"commonly|usually|generally|typically|enough|than|as|more|increas\w+|only)\b",
    re.IGNORECASE,
)
#: What makes a named harm doubtful from before: "unlikely to cause nausea".
_DISBELIEVED: Final = re.compile(
    r"\b(?:unlikely|myths?|false(?:ly)?|untrue|wrongly)\b", re.IGNORECASE
)
_ENDS: Final = re.compile(
    r"[;.!?]|,?\s\b(?:but|however|although|though|yet(?!\s+been)|while|whereas|because)\b",
    re.IGNORECASE,
)
#: Where a clause begins that a "not" before it does not reach.
_BEGINS: Final = re.compile(
    rf"{_ENDS.pattern}|:|,\s+(?=(?:and|so|it|they|there|with|can|may|might|could)\b)|"
    r"\band\s+(?=(?:it\s+)?(?:can|may|might|could)\b)",
    re.IGNORECASE,
)
_WORD: Final = re.compile(r"[\w'-]+")
#: The further members of a list, and where the reach of what stands behind one ends.
_LIST: Final = re.compile(r"(?:[\s,]|\b(?:and|or|nor)\b)*", re.IGNORECASE)
_NEXT: Final = re.compile(r"[,:]|\band\b", re.IGNORECASE)


class Told(NamedTuple):
    """How a sentence speaks of a harm, and from where to where it says so."""

    direction: Direction
    start: int
    end: int


def told_of(words: str, start: int, end: int) -> Told:
    """Say whether a sentence asserts or denies the harm at a place.

    Examples
    --------
    >>> told_of("It never causes serious side effects.", 16, 36).direction
    'denied'
    >>> told_of("Serious side effects were not seen.", 0, 20).direction
    'denied'
    >>> told_of("Serious side effects were not studied.", 0, 20).direction
    'unclear'
    >>> told_of("It can cause serious side effects.", 13, 33).direction
    'asserted'
    """
    low = max((m.end() for m in _BEGINS.finditer(words, 0, start)), default=0)
    stop = _ENDS.search(words, end)
    high = stop.start() if stop else len(words)
    before, behind = words[low:start], words[end:high]
    if _NOT_WITHOUT.search(before):
        is_plain = len(_NOT.findall(before)) == 2 and not _NOT.search(behind)
        return Told("asserted" if is_plain else "unclear", start, end)
    nots = list(_NOT.finditer(before))
    after = list(_NOT.finditer(behind))
    if not nots and not after:
        is_plain = not _DOUBT.search(before) and not _DOUBT.search(behind)
        return Told("asserted" if is_plain else "unclear", start, end)
    is_one = len(nots) + len(after) == 1
    clause = words[low:high]
    if not is_one or _PARTIAL.search(clause) or _DOUBT.search(clause):
        return Told("unclear", start, end)
    if nots and _are(_LEADS, before[nots[0].end() :]):
        return Told("denied", low + nots[0].start(), end)
    if after:
        reach = _denied_behind(behind)
        if reach is not None:
            return Told("denied", start, end + reach)
    return Told("unclear", start, end)


def behind_of(words: str, end: int) -> Direction:
    """Say what stands behind a named harm: "was not seen" denies it, along a list.

    Parameters
    ----------
    words
        The sentence, with the names of other harms blanked out.
    end
        Where the harm ends.

    Examples
    --------
    >>> behind_of("Nausea and          were not seen.", 6)
    'denied'
    >>> behind_of("Nausea was seen, and it did not help.", 6)
    'asserted'
    """
    stop = _ENDS.search(words, end)
    behind = words[end : stop.start() if stop else len(words)]
    low = max((m.end() for m in _BEGINS.finditer(words, 0, end)), default=0)
    if _DISBELIEVED.search(words, low, end):
        return "unclear"
    listed = _LIST.match(behind)
    rest = behind[listed.end() if listed else 0 :]
    if _denied_behind(rest) is not None:
        return "unclear" if _PARTIAL.search(rest) or _DOUBT.search(rest) else "denied"
    near = _NEXT.split(rest, maxsplit=1)[0]
    return "unclear" if _NOT.search(near) else "asserted"


def is_turned(kind: str, words: str, start: int, end: int) -> bool:
    """Say whether "no side effects" or "mild side effects" is itself taken back.

    Examples
    --------
    >>> is_turned("rare", "Side effects are not rare.", 0, 25)
    True
    >>> is_turned("any", "It has no side effects.", 7, 22)
    False
    """
    low = max((m.end() for m in _AND.finditer(words, 0, start)), default=0)
    nots = list(_NOT.finditer(words, low, start))
    if kind in ("rare", "mild"):
        nots += _NOT.finditer(words, start, end)
        # "Serious side effects are rare" is not said of all of them.
        is_grave = _GRAVE.search(words, max(0, start - 40), end) is not None
        return bool(nots) or is_grave
    return bool(nots) or _denied_behind(words[end:]) is not None


_AND: Final = re.compile(rf"{_BEGINS.pattern}|,|\band\b", re.IGNORECASE)
_GRAVE: Final = re.compile(
    r"\b(?:serious|severe|major|dangerous|life[\s-]threatening)\b", re.IGNORECASE
)


def _denied_behind(behind: str) -> int | None:
    """Give where "were not seen" ends, if that is what follows."""
    found = _NOT.search(behind)
    if found is None or not _are(_TRAILS, behind[: found.start()]):
        return None
    if found[0].lower() == "absent":
        return found.end()
    seen = _SEEN.match(behind, found.end())
    return seen.end() if seen else None


def _are(known: re.Pattern[str], gap: str) -> bool:
    return "," not in gap and all(known.fullmatch(w) for w in _WORD.findall(gap))

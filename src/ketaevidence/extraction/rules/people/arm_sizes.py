"""How many people each arm has, and what the sizes of arms say of the whole.

A sentence that gives the sizes of two arms or more is an enumeration: "ketamine
(n = 30) or placebo (n = 31)". Their sum may be the sample. "30 patients in each group"
gives the sample where the text says how many groups there are.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeVar

from ketaevidence.extraction.mentions.arm_names import NEVER_A_NAME
from ketaevidence.extraction.mentions.arms import Arm, arms
from ketaevidence.extraction.mentions.counts import Count, counts
from ketaevidence.extraction.mentions.word_set import word_set
from ketaevidence.extraction.numbers import WHOLE, read_count
from ketaevidence.extraction.rules.people.each_arm import each_arm
from ketaevidence.extraction.rules.people.sample_words import is_elsewhere, is_planning
from ketaevidence.extraction.text import Sentence, View


class Enumeration(NamedTuple):
    """The arms whose sizes one sentence gives."""

    #: "group (n = 30)" sizes an arm; "30 had X" may be anything.
    sized: tuple[Arm, ...]
    start: int
    end: int
    part: str

    @property
    def total(self) -> int:
        """How many people the arms have together."""
        return sum(arm.size or 0 for arm in self.sized)


_GATE = word_set(
    "group groups arm arms n received receive assigned allocated randomized",
    "randomised randomly treated given to",
)
_PEOPLE = r"(?:\s(?:(?!of\b)[A-Za-z-]+\s){0,2}?(?:patients|subjects|participants|women|men|children|volunteers|adults|individuals|cases|infants|of\s(?:them|these|whom)))?"
#: After a number: what these people got. The name of the arm follows.
_GOT = re.compile(
    rf"{_PEOPLE}\s(?:(?:were|was|who)\s){{0,2}}(?:\w+ly\s)?(?P<verb>(?:assigned|randomi[sz]ed|allocated)\s(?:to\s)?(?:receive\s|the\s|an?\s)?|to\sreceive\s(?:an?\s|the\s)?|to\s(?:the\s|an?\s)?|received\s(?:an?\s|the\s|no\s)?|receiving\s(?:an?\s|the\s|no\s)?|(?:treated|injected|infused|supplemented)\swith\s(?:an?\s|the\s)?|administered\s(?:an?\s|the\s)?|given\s(?:an?\s|the\s|no\s)?|got\s|(?:(?:evaluated|studied|included|enrolled|treated|examined|analy[sz]ed|placed|recruited)\s)?in\s(?:the\s|an?\s)?|underwent\s|had\s|on\s)"
    r"(?P<name>(?!(?:and|or|into|in|to|at|by|for|within|after|before|between|using|with|who|were|was|from|on|over|during|equally|either|a|an|no)\b)(?:\d[\d.]*\s?(?:mg|g|ug|µg|ml)(?:/\w+)?\s(?:of\s|daily\s)?)?(?:[Gg]roup\s\w{1,3}|[A-Za-z][\w()+/.-]*(?:\s(?!(?:and|or|for|in|group|arm|while|whereas|versus|vs)\b)\(?[A-Za-z][\w()+/.-]*){0,3}))(?P<group>\s(?:group|arm)\b)?",
    re.IGNORECASE,
)
_ASSIGNS = re.compile(
    r"\b(?:random\w*|assigned|allocated|divided|enrol\w+|included|recruited|comprised|consisted|there\swere|received|treated|injected|given|administered|underwent)\b",
    re.IGNORECASE,
)
#: Verbs that say by themselves that an arm follows.
_STRONG = re.compile(
    r"^(?:assigned|randomi|allocated|to\s|received|receiving|treated|injected|infused|supplemented|administered|given|underwent)",
    re.IGNORECASE,
)
#: A number of people in brackets: with "n =" all that gives an arm its size.
_IN_BRACKETS = re.compile(
    r"[(\[][^()\[\]]{1,80}\s(?:patients|subjects|participants|women|men|children|cases|volunteers)\b",
    re.IGNORECASE,
)
_FEWEST, _MOST = 2, 12


def enumerations(view: View) -> tuple[Enumeration, ...]:
    """Give the sentences that size two arms or more; ask through ``view.once``."""
    return tuple(_enumerations(view, is_plan=False))


def planned_enumerations(view: View) -> tuple[Enumeration, ...]:
    """Give the sentences that plan for the sizes of two arms or more."""
    return tuple(_enumerations(view, is_plan=True))


def _enumerations(view: View, *, is_plan: bool) -> Iterator[Enumeration]:
    if not view.names_any(_GATE):
        return
    has_sizes = "n" in view.vocabulary and "=" in view.folded
    is_sized = has_sizes or _IN_BRACKETS.search(view.folded)
    named = view.once(arms) if is_sized else ()
    sized = _by_sentence(view, (arm for arm in named if arm.size))
    numbers = _by_sentence(view, view.once(counts))
    before, pending = -1, list[Arm]()
    for number in sorted(sized.keys() | numbers.keys()):
        sentence = view.sentences[number]
        if number not in sized and len(numbers[number]) < _FEWEST:
            before, pending = number, []
            continue
        kept = _in_sentence(view, sentence, sized[number], numbers[number])
        kept = [arm for arm in kept if not _is_of_all(view, arm)]
        if any(_is_share(view, arm) for arm in kept):
            kept = []
        if kept and is_planning(sentence.words) != is_plan:
            kept = []
        if len(kept) == 1:
            # "The drug group had 29 patients. The control group had 31."
            names = (
                {arm.name.lower() for arm in pending} if before == number - 1 else set()
            )
            is_other = bool(names) and kept[0].name.lower() not in names
            kept, pending = [*pending, *kept] if is_other else kept, kept
        else:
            pending = []
        before = number
        if _FEWEST <= len(kept) <= _MOST:
            end = max(size_end(view, arm) for arm in kept)
            yield Enumeration(tuple(kept), kept[0].start, end, sentence.part)


def _in_sentence(
    view: View, sentence: Sentence, here: list[Arm], numbers: list[Count]
) -> list[Arm]:
    """Give the arms that one sentence sizes, each once."""
    here = _without_nested(view, here)
    if len(here) < _FEWEST <= len(numbers):
        here = _by_verb(view, sentence, numbers) or here
    if not here or is_elsewhere(sentence.words):
        return []
    here = _with_unnamed(sentence, here)
    if not _are_all_printed(sentence, here):
        named = {
            (arm.name.lower() or str(arm.start), arm.size): arm
            for arm in reversed(here)
        }
        here = sorted(named.values(), key=lambda arm: arm.start)
    return _without_whole(sentence, here)


_Placed = TypeVar("_Placed", Arm, Count)


def _by_sentence(view: View, placed: Iterable[_Placed]) -> dict[int, list[_Placed]]:
    """Put arms or numbers, which come in order, together by their sentence."""
    found: dict[int, list[_Placed]] = defaultdict(list)
    number, last = 0, len(view.sentences) - 1
    for one in placed:
        while number < last and view.sentences[number].end <= one.start:
            number += 1
        found[number].append(one)
    return found


def _without_nested(view: View, here: list[Arm]) -> list[Arm]:
    """Keep one of two names for the same size: "control group (group C, n = 16)".

    The outer one, unless two arms share it.
    """
    outer: list[Arm] = []
    inner: list[Arm] = []
    for arm in here:
        if (
            outer
            and arm.size == outer[-1].size
            and arm.start < size_end(view, outer[-1])
        ):
            inner[-1] = arm
        else:
            outer.append(arm)
            inner.append(arm)
    names = {arm.name.lower() for arm in outer}
    return outer if len(names) == len(outer) else inner


def _are_all_printed(sentence: Sentence, here: list[Arm]) -> bool:
    """Say whether each size has an "n =" of its own: none is named twice."""
    return len(_ANY_SIZE.findall(sentence.words)) == len(here)


def _without_whole(sentence: Sentence, sized: list[Arm]) -> list[Arm]:
    """Leave out a first size that is the whole study's.

    The others add up to it, or it stands before the words that divide the people.
    """
    if len(sized) <= _FEWEST:
        return sized
    if sized[0].size == sum(arm.size or 0 for arm in sized[1:]):
        return sized[1:]
    low, high = sized[0].end - sentence.start, sized[1].start - sentence.start
    return sized[1:] if _DIVIDES_INTO.search(sentence.words, low, high) else sized


#: "Patients (n = 90) were randomised to three groups: ..."
_DIVIDES_INTO = re.compile(
    r"\b(?:randomi[sz]ed|randomly|assigned|allocated|divided)\b[^;()]{0,60}\b(?:into|to|groups?|arms?)\b",
    re.IGNORECASE,
)


_ANY_SIZE = re.compile(rf"\bn\s?=\s?(?P<n>{WHOLE})", re.IGNORECASE)


def _with_unnamed(sentence: Sentence, here: list[Arm]) -> list[Arm]:
    """Add the sizes that no name was found for, so that a sum leaves none out."""
    sizes = list(_ANY_SIZE.finditer(sentence.words))
    if len(sizes) < _FEWEST or len(sizes) <= len(here):
        return here
    found = []
    for number, match in enumerate(sizes):
        low = sizes[number - 1].end() if number else 0
        named = [
            arm
            for arm in here
            if low <= arm.start - sentence.start < match.end()
            and arm.size == read_count(match["n"])
        ]
        found.append(
            named[-1]
            if named
            else Arm(
                "",
                sentence.start + match.start(),
                sentence.start + match.end(),
                read_count(match["n"]),
            )
        )
    return found


def _is_of_all(view: View, arm: Arm) -> bool:
    """Say whether a size is that of every arm: "or saline (n = 30 in each group)"."""
    each = view.once(each_arm)
    # They come in order: only the last one that starts before the size's end counts.
    at = bisect_left(each, size_end(view, arm), key=lambda one: one.start) - 1
    return at >= 0 and each[at].size == arm.size and arm.start < each[at].end


def _is_share(view: View, arm: Arm) -> bool:
    """Say whether a size is a share of people: "hypertension (22% [n = 18])"."""
    end = size_end(view, arm)
    share = _SHARE.search(view.folded, max(0, end - _NEAR), end)
    if share is None:
        return False
    return bool(share["opening"]) or float(share["percent"]) > _STRONGEST


#: How far before the end of a size its share may stand [characters].
_NEAR = 40
_SHARE = re.compile(
    r"(?P<opening>[(\[]\s?)?(?<![\d.])(?P<percent>\d{1,3}(?:\.\d{1,3})?)\s?%\s?[,;(\[]\s?"
    r"n\s?=\s?\d[\d,]*\s?[)\]]?$",
    re.IGNORECASE,
)
#: "Lidocaine 2% (n = 30)" is a solution; hardly any is stronger [%].
_STRONGEST = 5
_UP_TO_NUMBER = re.compile(r"[^()\[\]]{0,40}[(\[]?[^()\[\]]{0,40}?\d+\s?(?:[)\]])?")


def size_end(view: View, arm: Arm) -> int:
    """Give where the size that follows an arm's name ends."""
    match = _UP_TO_NUMBER.match(view.folded, arm.end)
    if match and str(arm.size) in match[0]:
        return match.end()
    return arm.end


def _by_verb(view: View, sentence: Sentence, numbers: list[Count]) -> list[Arm]:
    """Give arms of "18 were assigned to surgery and 17 to exercise"."""
    found: list[Arm] = []
    verbs: list[str] = []
    ends = [*(count.start for count in numbers[1:]), sentence.end]
    for count, following in zip(numbers, ends, strict=True):
        match = _GOT.match(view.folded, count.end, sentence.end)
        if not match or not count.value or _FIRST_YEAR <= count.value <= _LAST_YEAR:
            continue
        verb = match["verb"].lower()
        is_group = match["group"] or match["name"].lower().startswith("group ")
        if verb.startswith("had") or (verb.endswith(_PLACES) and not is_group):
            continue
        if _OR.match(view.folded, match.end(), following):
            # "Sixty were randomised to ketamine or saline": these are all.
            if found:
                return []
            continue
        name = _LEADING.sub("", match["name"]).strip(" .,;:")
        if name.lower() in NEVER_A_NAME:
            continue
        found.append(Arm(name, count.start, match.end(), count.value))
        verbs.append(verb)
    if len(found) < _FEWEST or not _ASSIGNS.search(sentence.words):
        return []
    is_said = any(_STRONG.match(verb) for verb in verbs) or _DIVIDES.search(
        sentence.words
    )
    return found if is_said else []


#: Before the next number: another arm of the same people.
_OR = re.compile(
    r"(?:(?!\b(?:prior|before|during|after|within|for|until)\b)[^.;:]){0,80}?"
    r"\b(?:or|versus|vs\.?)\s(?!(?:more|less|during|after|without|until)\b)",
    re.IGNORECASE,
)
#: These verbs need the word "group" behind them.
_PLACES = ("in ", "in the ", "in a ", "in an ", "on ")
_LEADING = re.compile(r"^(?:the|an?|either|oral|iv)\s", re.IGNORECASE)
_DIVIDES = re.compile(
    r"\b(?:random|assigned|allocated|divided|enrol|included|there\swere)", re.IGNORECASE
)
#: Such numbers are years, not people.
_FIRST_YEAR, _LAST_YEAR = 1900, 2050

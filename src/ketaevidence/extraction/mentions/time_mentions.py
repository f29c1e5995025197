"""Every time that a text names: points, lengths, intervals, ages, each with its place.

"At 3 months", "week 12", "baseline" and "T1" are points; "a 4-day infusion" and "for
12 weeks" lengths; "every 2 weeks" is an interval. They are found once for a text; what
hangs on them is read by `times.time_at` and by the rules of schedule and follow-up.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import compress
from typing import Literal, NamedTuple

from ketaevidence.extraction.numbers import NUMBER_WORDS, read_count
from ketaevidence.extraction.text import View, Word

#: What a time is in its sentence. "mixed": a number of units with nothing around it
#: that tells a point from a length.
Kind = Literal[
    "point", "baseline", "end", "label", "length", "interval", "age", "mixed"
]

#: Spellings of a unit of time -> its usual plural, and its length in days.
_UNIT_TABLE = (
    ("s sec secs second seconds", "seconds", 1 / 86400),
    ("min mins minute minutes", "minutes", 1 / 1440),
    ("h hr hrs hour hours", "hours", 1 / 24),
    ("d day days night nights", "days", 1.0),
    ("w wk wks week weeks", "weeks", 7.0),
    ("mo mos mth mths month months", "months", 30.4375),
    ("y yr yrs year years", "years", 365.25),
)
_UNITS = {
    spelling: (plural, days)
    for spellings, plural, days in _UNIT_TABLE
    for spelling in spellings.split()
}


class Time(NamedTuple):
    """One time that a text names, with its place."""

    #: As printed, without what does not belong to it: "3 months", "week 12".
    name: str
    start: int
    end: int
    kind: Kind
    number: float | None = None
    #: The upper end of a range: "2 to 6 weeks".
    high: float | None = None
    #: "hours", "days", "weeks", ...; ``None`` for a point that only has a name.
    unit: str | None = None

    @property
    def days(self) -> float | None:
        """The length in days; of a range, the longer end."""
        number = self.number if self.high is None else self.high
        return None if number is None or not self.unit else in_days(number, self.unit)


def in_days(number: float, unit: str) -> float | None:
    """Give a length of time in days; ``None`` for a unit that is no time.

    Examples
    --------
    >>> in_days(2, "weeks")
    14.0
    """
    known = _UNITS.get(unit.strip().rstrip(".").lower())
    return None if known is None else number * known[1]


def plural_unit(unit: str) -> str | None:
    """Give the usual plural of a unit of time: "hrs" is "hours"."""
    known = _UNITS.get(unit.strip().rstrip(".").lower())
    return None if known is None else known[0]


# How times are printed.

_WORDS = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|"
    "fifteen|sixteen|eighteen|twenty(?:[ -](?:one|four|eight))?|thirty(?:[ -]six)?|"
    "forty(?:[ -](?:two|five|eight))?|fifty(?:[ -]two)?|sixty|seventy(?:[ -]two)?|"
    "eighty|ninety"
)
_ORDINALS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
    "twelfth": 12,
}
_NUMBER = rf"(?:\d{{1,4}}(?:\.\d{{1,2}})?|{_WORDS})"
_ORDINAL = rf"(?:\d{{1,3}}(?:st|nd|rd|th)|{'|'.join(_ORDINALS)})"
_ITEM = rf"(?:{_ORDINAL}|{_NUMBER})"
#: What stands between the numbers of a list, or the two ends of a range.
_BETWEEN = (
    r"(?:\s?,\s?(?:(?:and|or|to)\s)?|"
    r"\s(?:and|or|to|through|&|vs\.?|versus)\s|\s?[-/]\s?)"
)
_LONG_UNIT = (
    "minutes?|mins?|hours?|hrs?|days?|nights?|weeks?|wks?|months?|mths?|years?|yrs?"
)
#: "5 mg h-1" is a rate; "h" and "d" alone are units behind digits only.
_UNIT = rf"(?:{_LONG_UNIT}|(?-i:[hd])(?![a-z']))(?!\s?\(?-\s?1\b|\w)"
_WHEN = r"(?:post-?operative|post-?op|consecutive|full|whole|additional|study)"
_THE_UNIT = re.compile(_UNIT, re.IGNORECASE)
#: "12 ", "48-", "1, 3 and 6 ", "2 to ", "2nd and 13th ": what a unit counts.
_COUNT_BEFORE = re.compile(
    rf"(?<![\w.,/:-])(?P<items>{_ITEM}(?:{_BETWEEN}{_ITEM}){{0,9}})"
    rf"[ -]{{0,2}}(?:{_WHEN}\s)?$",
    re.IGNORECASE,
)
_LONGEST_LIST = 90
#: "Week 12", "days 1, 3 and 7", "POD2", "month-6".
_NUMBERED = re.compile(
    r"(?P<unit>(?:day|week|month|year|minute)s?|hours?|wks?|POD)[\s-]?(?:#|no\.\s?)?"
    r"(?P<items>\d{1,3}(?:\.\d)?(?![\d%]|\.\d)"
    r"(?:(?:\s?,\s?(?:(?:and|or)\s)?|\s(?:and|or|to|through|&)\s|\s?[-/]\s?)"
    r"(?:(?:day|week|month|year|hour)s?\s)?\d{1,3}(?![\d%]|\.\d)){0,9})"
    r"(?!\s?(?:mg|ml|g|µg|mcg|h|%|hours?|weeks?|months?|days?|years?|min|patients|"
    r"subjects|participants|people|women|men|children|of\s\d|±|\(\s?\d)(?:\b|(?<=\W)))",
    re.IGNORECASE,
)
_WHEN_BEFORE = re.compile(rf"(?<![\w/-]){_WHEN}\s$", re.IGNORECASE)
#: "The 6-minute walk" is a test, not a time.
_NO_TIME = re.compile(r"[\s-](?:walk|intervals?\sapart)", re.IGNORECASE)
_EACH_ITEM = re.compile(_ITEM, re.IGNORECASE)
_PER = re.compile(r"(?:\b(?:per|each|every|an?|other)|\d)[\s-]?$", re.IGNORECASE)

# What the words around a number of units say that it is.

_AROUND = 45
_BEFORE: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        "age",
        re.compile(
            r"\b(?:aged?|ages|mean\sage|age\srange)\W{0,3}"
            r"(?:(?:was|were|is|of|between|from|over|under|above|below|range|ranged|ranging|"
            r"\w+\sand)\s){0,2}[\d\s.,±(-]{0,14}$",
            re.IGNORECASE,
        ),
    ),
    (
        "interval",
        re.compile(
            r"\b(?:every|each|per|intervals?\sof)\s(?:other\s)?$", re.IGNORECASE
        ),
    ),
)
_AFTER: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("age", re.compile(r"(?:\s|-)(?:old\b|of\sage\b)", re.IGNORECASE)),
    ("interval", re.compile(r"(?:\s|-)intervals?\b|ly\b", re.IGNORECASE)),
    (
        "point",
        re.compile(
            r"\s?[),]?\s?-?(?:later|after|post\b|post-|following\b|postop|follow-?\s?up|"
            r"thereafter|of\sfollow|from\s(?:the\s)?(?:start|baseline|randomi|surgery|"
            r"inclusion|enrol)|into\s|assessments?\b|time-?\s?points?|visits?\b|"
            r"evaluations?\b|before\b|prior\b)",
            re.IGNORECASE,
        ),
    ),
)
#: "Worst pain in the past 24 hours": what the question was about.
_PAST = re.compile(r"\b(?:past|previous|preceding|prior)\s$", re.IGNORECASE)
_LENGTH_BEFORE = re.compile(
    r"\b(?:for|lasting|lasted|lasts?|duration\s(?:of|was|is)|history\sof|more\sthan|"
    r"longer\sthan|less\sthan)\s(?:(?:an?|the|up\sto|about|approximately|around|at\sleast|"
    r"more\sthan|period\sof|total\sof|pain|mean|median|next|first|another|only|each)\s){0,4}$",
    re.IGNORECASE,
)
_LENGTH_AFTER = re.compile(
    r"(?:\s|-)(?:long\b|duration|infusions?|course|treatment|therapy|period|trial|study|"
    r"program\w*|regimen|run-in|washout|history|stay|continuous|intravenous|iv\b|epidural|"
    r"double|open|randomi|subcutaneous|oral|of\s(?!follow))",
    re.IGNORECASE,
)
_POINT_BEFORE = re.compile(
    r"\b(?:at|after|by|on|within|until|till|through|following|post|in|up\sto|to|during|"
    r"over|beyond)\s(?:(?:an?|the|their|about|approximately|around|least|first|last|next|"
    r"initial|final|full|subsequent|mean|median|whole|entire|early|follow-?up|further|"
    r"period\sof|minimum\sof|average\sof|mean\sof|median\sof|time\spoints?)\s){0,4}$",
    re.IGNORECASE,
)


def times(view: View) -> tuple[Time, ...]:
    """Give the text's times in order; ask through ``view.once(times)``."""
    found = list(_labels(view))
    named = map(_reads_time, view.lowered)
    for word in compress(view.words, named):
        reads = _reader_of(word.lower)
        if reads is not None:
            found.extend(reads(view.folded, word))
    found.sort(key=lambda time: (time.start, -time.end))
    return tuple(_settled(view.folded, found))


@lru_cache(maxsize=1 << 16)
def _reader_of(lower: str) -> Callable[[str, Word], Iterator[Time]] | None:
    """Give what reads the times that a word may begin, or be the unit of."""
    if lower in _NAMED_FIRST or lower.startswith(("pre", "post", "base")):
        return _named
    first, _, last = lower.partition("-")
    if first in _UNITS or last in _UNITS or first.startswith("pod"):
        return _of_unit
    return None


@lru_cache(maxsize=1 << 16)
def _reads_time(lower: str) -> bool:
    return _reader_of(lower) is not None


def times_in(view: View, start: int, end: int) -> Sequence[Time]:
    """Give the times that begin between two places of the text."""
    every = view.once(times)
    first = bisect_left(every, start, key=lambda time: time.start)
    last = bisect_left(every, end, lo=first, key=lambda time: time.start)
    return every[first:last]


def _of_unit(text: str, word: Word) -> Iterator[Time]:
    """Give the times of one unit: "6 weeks" before it, "weeks 6 and 12" behind it."""
    first, _, last = word.lower.partition("-")
    if first in _UNITS or first.startswith("pod"):
        counted = list(_counted(text, word.start))
        yield from counted or _numbered(text, word.start)
    elif last in _UNITS:
        yield from _counted(text, word.end - len(last))


def _counted(text: str, start: int) -> Iterator[Time]:
    """Give what is counted in the unit that begins at a place."""
    unit = _THE_UNIT.match(text, start)
    if unit is None or _NO_TIME.match(text, unit.end()):
        return
    low = max(0, start - _LONGEST_LIST)
    if not _may_be_counted(text[max(low, start - _LONGEST_WORD) : start]):
        return
    items = _COUNT_BEFORE.search(text, low, start)
    if items is None:
        return
    is_spread = text[max(0, items.start() - 5) : items.start()].rstrip()[-1:] == "±"
    is_plural = unit[0].lower().endswith("s")
    if is_spread or (items["items"].lower() in _ORDINALS and is_plural):
        # A standard deviation; "the first hours", which are no hour.
        return
    kind = _kind_of(text, items.start(), unit.end())
    yield from _items(
        text, items, unit.end(), plural_unit(unit[0]), kind, f"{{}} {unit[0]}"
    )


#: How the last word before a counted unit may end, in lower case.
_COUNTING = frozenset(
    [
        *NUMBER_WORDS, *_ORDINALS, *"0123456789", "st", "nd", "rd", "th",
        "postoperative", "operative", "postop", "op", "consecutive", "full", "whole",
        "additional", "study",
    ]
)  # fmt: skip
_LAST_WORD = re.compile(r"[a-z]+$")
_LONGEST_WORD = 20


def _may_be_counted(before: str) -> bool:
    """Say whether the words before a unit may end in a number: a quick question."""
    bare = before.rstrip(" -").lower()
    last = _LAST_WORD.search(bare)
    return (last[0] if last else bare[-1:]) in _COUNTING


def _numbered(text: str, start: int) -> Iterator[Time]:
    """Give "week 12" and "days 1, 3 and 7", of which the unit begins at a place."""
    match = _NUMBERED.match(text, start)
    if match is None or _PER.search(text[max(0, start - 8) : start]):
        return
    word = match["unit"]
    unit = "days" if word.lower() == "pod" else plural_unit(word)
    one = word[:-1] if word.lower().endswith("s") else word
    lead = _WHEN_BEFORE.search(text, max(0, start - 16), start)
    first = lead.start() if lead else start
    for time in _items(text, match, match.end(), unit, "point", f"{one} {{}}"):
        if time.start == start and lead:
            name = f"{lead[0]}{time.name}"
            yield time._replace(start=first, name=" ".join(name.split()))
        else:
            yield time


def _items(  # noqa: PLR0913, PLR0917 (a list, its unit, what it is and its names)
    text: str,
    match: re.Match[str],
    stop: int,
    unit: str | None,
    kind: Kind,
    written: str,
) -> Iterator[Time]:
    """Give each number of a list as a time; the two ends of a range are one."""
    shift = match.start("items")
    numbers = [
        (_value(item[0]), shift + item.start(), shift + item.end())
        for item in _EACH_ITEM.finditer(match["items"])
    ]
    begin = match.start()
    place = 0
    while place < len(numbers):
        value, start, end = numbers[place]
        high = None
        first = begin if place == 0 else start
        if place + 1 < len(numbers):
            upper, second, last = numbers[place + 1]
            joined = text[end:second].strip().lower()
            is_range = joined in {"-", "to", "through"} or (
                joined == "and"
                and text[max(0, begin - 8) : begin].lower() == "between "
            )
            if is_range and upper > value:
                place, high, end = place + 1, upper, last
        place += 1
        alone = len(numbers) == (1 if high is None else 2)
        last = stop if place == len(numbers) else end
        name = text[begin:stop] if alone else written.format(text[start:end])
        if not alone and value == 1 and high is None:
            name = name.removesuffix("s")
        yield Time(" ".join(name.split()), first, last, kind, value, high, unit)


def _value(words: str) -> float:
    lower = words.lower()
    if lower in _ORDINALS:
        return float(_ORDINALS[lower])
    if lower[0].isdigit():
        return float(lower.rstrip("stndrh"))
    return float(read_count(lower) or 0)


def _kind_of(text: str, start: int, end: int) -> Kind:
    """Say what a number of units is, by the words around it."""
    before, after = text[max(0, start - _AROUND) : start], text[end : end + 25]
    for kind, pattern in _BEFORE:
        if pattern.search(before):
            return kind
    if _PAST.search(before):
        return "length"
    for kind, pattern in _AFTER:
        if pattern.match(after):
            return kind
    if _LENGTH_BEFORE.search(before) or _LENGTH_AFTER.match(after):
        return "length"
    return "point" if _POINT_BEFORE.search(before) else "mixed"


# Points that have a name instead of a number.

#: What a treatment or a study is called behind "before", "after" and "end of".
_EVENT = (
    r"\s(?:(?:the|each|their|study|drug|last|first|final|active|initial)\s){0,2}"
    r"(?:(?P<for>\d{1,3}[ -](?:minute|hour|day|week|month|year)s?)[ -](?:of\s)?)?"
    r"(?:treatments?|therapy|infusions?|injections?|surgery|operation|interventions?|"
    r"blocks?|procedures?|study|trial|discharge|administration|medication|an[a]?esthesia|"
    r"sessions?|course|randomi[sz]ation|implantation|admission|stimulation|withdrawal|"
    r"doses?|period|follow-?up|phase|extubation|incision)"
)
_NAMED = re.compile(
    r"(?:"
    r"(?P<baseline>base-?\s?lines?|pre-?(?:treatment|intervention|operatively|operative(?!\s(?:dose|medic|admin|fast|use|block|"
    r"infusion|analges|preparation))|infusion|"
    rf"test|therapy|injection|procedur\w+)|initially|(?:before|prior\sto)(?:{_EVENT})?|"
    r"(?:at|on)\s(?:study\s)?(?:admission|inclusion|enrol?lment|entry|presentation|"
    r"randomi[sz]ation))|"
    rf"(?P<end>(?:end|completion|termination|conclusion|cessation)\sof"
    rf"{_EVENT.replace('for>', 'length>')}|"
    r"(?:(?:immediately|shortly|directly)\s)?"
    rf"after(?:{_EVENT.replace('for>', 'long>')}|"
    r"(?=\s?[,.;:)]|\s(?:and|vs)\b|\s?$))|"
    r"post-?(?:treatment|intervention|infusion|test|therapy|injection|procedur\w+)|"
    r"(?:last|final|latest)\s(?:follow-?\s?up|visit|assessment|examination)|"
    r"at\sfollow-?\s?up|at\s(?:hospital\s)?discharge|post-?operatively|thereafter)"
    r")(?![\w-])",
    re.IGNORECASE,
)
#: Most of what "at" and "on" lead to is no time: a cheap question first.
_AT_POINT = re.compile(
    r"\s(?:study\s|hospital\s)?(?:admi|incl|enrol|entry|present|random|follow|discharge)",
    re.IGNORECASE,
)
#: The words with which a named point may begin, beside "pre-", "post-" and "base-".
_NAMED_FIRST = frozenset(
    (
        "initially", "before", "prior", "end", "completion", "termination",
        "conclusion", "cessation", "after", "immediately", "shortly", "directly",
        "last", "final", "latest", "at", "on", "thereafter",
    )
)  # fmt: skip
#: "T1" is a time where it is no vertebra, no stage and no kind of image.
_LABEL = re.compile(r"(?<![\w-])T-?(?P<n>\d{1,3})(?![\w-]|\.\d|\s?/\s?T\d)")
_LABEL_GATE = re.compile(r"T-?\d")
#: Behind a list of labels: what they count.
_UNIT_OF_LABELS = re.compile(
    rf"\s?\(\s?(?:in\s)?(?P<unit>{_LONG_UNIT}|h|d)(?:\s[a-z][a-z\s]{{0,40}})?\)",
    re.IGNORECASE,
)
_NO_LABEL = re.compile(
    r"vertebra|spinal|thoracic|level|dermatome|weighted|tumou?r|stage|segment|cord|image",
    re.IGNORECASE,
)


def _named(text: str, word: Word) -> Iterator[Time]:
    if word.lower in {"at", "on"} and not _AT_POINT.match(text, word.end):
        return
    match = _NAMED.match(text, word.start)
    if match is None:
        return
    kind: Kind = "baseline" if match["baseline"] else "end"
    words = " ".join(match[0].lower().split())
    name = re.sub(r"^(?:at|on)\s", "", words).replace(" the ", " ")
    yield Time(name, match.start(), match.end(), kind)


def _labels(view: View) -> Iterator[Time]:
    if not _LABEL_GATE.search(view.folded):
        return
    found: list[Time] = []
    for match in _LABEL.finditer(view.folded):
        near = view.folded[max(0, match.start() - 25) : match.end() + 20]
        if not _NO_LABEL.search(near):
            found.append(Time(f"T{match['n']}", match.start(), match.end(), "label"))
    yield from _with_units(view.folded, found)


def _with_units(text: str, labels: Sequence[Time]) -> list[Time]:
    """Give labels what they count, where their list says it: "T30 and T60 (days)"."""
    told: list[Time] = []
    behind: Time | None = None
    for label in reversed(labels):
        unit = _UNIT_OF_LABELS.match(text, label.end)
        one = label
        if unit:
            one = label._replace(end=unit.end(), unit=plural_unit(unit["unit"]))
        elif behind is not None and are_linked(text, label, behind):
            one = label._replace(unit=behind.unit)
        if one.unit:
            one = one._replace(number=float(label.name[1:]))
        told.append(one)
        behind = one
    return told[::-1]


# How neighbours settle what each other is.

_LINK = re.compile(
    r"\s?(?:,|&|/|-|and|or|to|vs\.?|versus)?\s?(?:(?:and|or|then|again)\s)?"
    r"(?:(?:at|after|on|in)\s)?(?:the\s)?",
    re.IGNORECASE,
)
_LONGEST_LINK = 20
#: "24 h after surgery", "3 months post-treatment": one point, not two.
_TELLS_WHEN = re.compile(r"(?:after|post|before|prior|immediately|thereafter)")
_SINCE = re.compile(r"\s(?:after|following|from|post)\s(?:the\s)?", re.IGNORECASE)
#: "After a median of 3 months": "after" only leads to the number.
_LEADS_TO = re.compile(r"\s(?:(?:an?|the|mean|median|average|of|only|about)\s){0,4}")


def are_linked(text: str, one: Time, other: Time) -> bool:
    """Say whether two times stand in one list: "baseline, 1 month and 3 months"."""
    gap = text[one.end : other.start]
    return len(gap) <= _LONGEST_LINK and bool(_LINK.fullmatch(gap))


def _settled(text: str, found: Sequence[Time]) -> list[Time]:
    """Leave out what is part of another time, and let lists agree on their kind."""
    kept: list[Time] = []
    for time in found:
        last = kept[-1] if kept else None
        if last is None:
            kept.append(time)
        elif time.start < last.end:
            continue
        elif _is_told_by(text, last, time):
            if time.kind == "baseline":
                name = f"{last.name} {time.name}"
                kept[-1] = last._replace(name=name, end=time.end, kind="baseline")
            else:
                kept[-1] = last._replace(end=time.end, kind="point")
        elif last.name in {"before", "after"} and _LEADS_TO.fullmatch(
            text[last.end : time.start]
        ):
            kept[-1] = time
        else:
            kept.append(time)
    for place in range(1, len(kept)):
        last, time = kept[place - 1 : place + 1]
        if (
            time.kind == "mixed"
            and last.kind in {"point", "baseline", "end", "label"}
            and are_linked(text, last, time)
        ):
            kept[place] = time._replace(kind="point")
    return kept


def _is_told_by(text: str, counted: Time, named: Time) -> bool:
    """Say whether a named point tells from when the number before it counts."""
    return (
        counted.unit is not None
        and named.unit is None
        and named.kind != "label"
        and (
            (
                text[counted.end : named.start].strip(" -") == ""
                and bool(_TELLS_WHEN.match(named.name))
            )
            # "Eight hours after the end of surgery".
            or (
                named.kind == "end"
                and bool(_SINCE.fullmatch(text[counted.end : named.start]))
            )
        )
    )

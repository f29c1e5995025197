"""How many people: "25 of 30 (83%)", "27% [25 of 92]", "5/8", "76% versus 18%".

A count is what a sentence prints of a share of people: events, total and percentage,
as many of the three as it gives. What the people had is another question (events.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ketaevidence.extraction.numbers import read_count, read_decimal
from ketaevidence.extraction.rules.outcomes.count_forms import (
    BEGIN_WITH_A_NUMBER,
    FORMS,
    NEEDS,
    NUMBER_BEGINS,
    PEOPLE,
    PEOPLE_AFTER,
    SHARE,
    N,
)


class Count(NamedTuple):
    """One share of people as printed; places count from the sentence's start."""

    start: int
    end: int
    events: int | None = None
    total: int | None = None
    percent: float | None = None
    #: Whether people are named right after the number: "two patients", "5% of women".
    names_people: bool = False
    #: "All" and "none" in words.
    is_worded: bool = False
    #: "n = 3", which is mostly the size of a group.
    is_n: bool = False


_PEOPLE_FORM = dict(FORMS)["people"]
#: What makes a percentage something else than a share of people, by what follows it.
_OTHER_PERCENT_AFTER = re.compile(
    r"\s?(?:\)\s(?:pain\s)?relief\b|[)\]]?\s?(?:posterior\s)?(?:C\.?I\b|confidence|credible|CL\b)|-|(?:and|to|or|vs\.?|versus)\s\d{1,3}(?:\.\d+)?\s?%\s(?:pain\s)?(?:reductions?|decreases?|increases?|improvements?|relief)\b|applied\b|to\s+\d|(?:or|and)\s+(?:more|greater|higher|over|above|less)|"
    r"(?:(?!(?:in|with|on|under|after|for|receiving|given|and|versus|vs|had|have|has|reported|experienced|achieved|obtained|got|were|was|being|became|showed|gained|noted|described|maintained|demonstrated)\b)[\w-]+\s){0,2}?(?:(?:more(?!\sthan)|CO2|carbon|reductions?)|decreases?|increases?|improvements?|declines?|drops?|falls?|rise|changes?|relief|ameliorations?|alleviation|suppression|lower|higher|less|fewer|greater|longer|shorter|pain(?![\s-](?:free|relief|control))|level|power|probability|chance|likelihood|sensitivity|specificity|solution|"
    r"cream|gel|patch|plaster|ointment|foam|spray|oxygen|O2|N2O|nitrous|saline|dextrose|glucose|sucrose|alcohol|phenol|albumin|NaCl|sodium|sevoflurane|isoflurane|desflurane|halothane|enflurane|xenon|air|EMLA|capsaicin|"
    r"\w*caine|w/v|v/v|inspired|isotonic|hypertonic|glycerol|ethanol|epinephrine|adrenaline)\b|"
    r"(?:better|worse)\b|(?:of|for)\s+(?:the\s+|its\s+|their\s+|all\s+)?(?:\w+\s+)?(?:doses?|baseline|maxim\w+|predicted|normal|control\s+values?|time|variance|variation|variability|total|costs?|body|weight|sites?|value|score|area|volume|initial|flow|stores?|scale|drug|energy|calories|days|nights|hours|strains|isolates|tests|samples|facilities|hospitals|physicians|prescriptions|studies|trials)\b)",
    re.IGNORECASE,
)
#: "The 50% responder rate" is named by its definition.
_IS_DEFINED_BY = re.compile(r"%\sresponder$", re.IGNORECASE)
#: "12% more women" is a difference, too.
_MORE_PEOPLE = re.compile(r"\s(?:more|fewer|less)\s", re.IGNORECASE)
_OTHER_PERCENT_BEFORE = re.compile(
    r"(?:\b(?:at\s+least|more\s+than|greater\s+than|less\s+than|fewer\s+than|over|under|up\s+to|below|above|exceed\w*|within|minimum\s+of|(?:increas|decreas|reduc|improv|declin|lower|rais|diminish|enhanc|shorten|prolong|fell|fall|rose|drop|chang|differ)\w*\s(?:[\w-]+\s){0,10}?by(?:\sa\smean\sof)?(?:\s(?:about|approximately|nearly|almost|only))?|"
    r"(?:increase|decrease|reduction|improvement|decline|rise|fall|drop|change|difference|gain|loss|saturation|concentration|bioavailability|solution|power|ratio|confidence)\s(?:of|was|in\s\w+\sof)(?:\s(?:about|approximately|only))?|"
    r"\w*caine(?:\s\()?|tramadol|saline|NaCl|dextrose|solution|cream|foam|gel|SpO2|FiO2|FIO2|O2|difference\s?[=:,]?|means?|medians?)|\b(?:CI|intervals?)\b[^;)]{0,24}|[<>≤≥]|\d\s?(?:-|to)|(?<!compared\s)(?<!relative\s)\bto)\s*$",
    re.IGNORECASE,
)
#: "24/7", "4/10", "120/80 mmHg": an x/y that counts nobody.
_SCORE_BEFORE = re.compile(
    r"\b(?:VAS|NRS|VRS|NPS|scores?|scales?|pressure|BP|rating|intensity|ratio|acuity|grade|pain|pH|mean|median)\b[^.;]{0,30}$",
    re.IGNORECASE,
)
#: "Of 33 patients, 31 ...": the total stands first.
_LEADING_TOTAL = re.compile(
    rf"(?:^|[.;:]\s)(?:\w+:\s)?(?:Out\s)?(?:Of|Among|In)\s(?:the\s|these\s|our\s|all\s)?(?:remaining\s|other\s|first\s|evaluable\s)?(?P<total>{N}){PEOPLE_AFTER}[^.;]{{0,100}}?,",
    re.IGNORECASE,
)
#: Whether two bare numbers in brackets count people.
_COUNTS_PEOPLE = re.compile(
    rf"\b(?:fewer|more|numbers?\s+of|most)\s+(?:of\s+the\s+)?(?:[\w-]+\s)?{PEOPLE}\b",
    re.IGNORECASE,
)
#: "Side effects were less under A (3 vs. 10)".
_COUNTS_EVENTS = re.compile(
    r"\b(?:adverse\s(?:events?|effects?|reactions?)|side[\s-]effects?|complications?|AEs|infections?)\b(?=[^.;]{0,80}$)",
    re.IGNORECASE,
)
_NUMBER_WAS = re.compile(r"(?i:numbers?)\s+of\b.*?\b(?:was|were)\b")
_MEASURES = re.compile(
    r"\b(?:means?|medians?|scores?|mg|ml|doses?|VAS|rates?|durations?|percent\w*|proportions?|episodes)\b",
    re.IGNORECASE,
)
_NOT_PERSONS = re.compile(
    r"\b(?:attacks|headaches|migraines|procedures|operations|blocks|treatments|episodes|knees|limbs)\b",
    re.IGNORECASE,
)
_ACUITY = re.compile(r"\b(?:acuity|vision|Snellen)\b[^.;]{0,30}$")
_WHOLE_SCALE = frozenset({10, 100})
#: A number after these names one of several: "group 1", "day 2".
_LABELS = re.compile(
    r"\b(?:groups?|arms?|days?|weeks?|months?|hours?|grades?|phases?|stages?|types?|scores?|levels?|classe?s?|table|figure|steps?|doses?|visits?|cycles?|tests?|mean|median|aged?|to|from|than|at|T|part)\s+$",
    re.IGNORECASE,
)
_A_TIME = re.compile(
    r"\b(?:groups?|arms?|days?|weeks?|months?|hours?|grade|phase|stage|visit|year)\s$",
    re.IGNORECASE,
)
#: After these a bare number is people only where people are counted.
_SAYS_WHAT = re.compile(r"\b(?:was|were|of|after|is)\s+$")
#: "19 of 53 subjects": the second number of what was not read as a whole.
_NO_DENOMINATORS = frozenset({"n_percent", "people", "subject", "after_in"})
_IS_DENOMINATOR = re.compile(
    r"\d\s?(?:\(\d[\d.]*\s?%\)\s)?(?:out\s)?of\s(?:the\s)?$|\bof\sthe\s$|\bper\s$|\b(?:one|two|three|[1-3])\sin\s$"
)
_BARE = frozenset({"people", "subject", "after_in"})
_MOST = 100.0


#: A sentence without any of these, in lower case, counts nobody.
_HINTS = (
    "%", "cent", "patient", "subject", "particip", "volunt", "child", "women", "woman", "men ", "infant", "neonat", "partur", "mother", "case", "person", "people", "individ", "adult", "girl", "boy", "responder", "attack", "n=", "n =",
    "none", "nobody", " vs", "group", " in one", " in two", " in three", " in four", " in five", " in six", " in seven", " in eight", " in nine", " in ten", "/",
)  # fmt: skip


def may_count(words: str) -> bool:
    """Say whether a sentence may count people: a cheap test before `counts_in`."""
    lower = words.lower()
    return any(hint in lower for hint in _HINTS)


def counts_in(words: str) -> tuple[Count, ...]:
    """Give every share of people that a sentence prints, in order, without overlap.

    Examples
    --------
    >>> from ketaevidence.extraction.rules.outcomes.counts import counts_in
    >>> [(c.events, c.total, c.percent) for c in counts_in("in 25 of 30 (83%), 5/8")]
    [(25, 30, 83.0), (5, 8, None)]
    """
    found: list[Count] = []
    taken = bytearray(len(words))
    lower = words.lower()
    starts = [match.start() for match in NUMBER_BEGINS.finditer(words)]
    for name, form in FORMS:
        if name in NEEDS and not any(hint in lower for hint in NEEDS[name]):
            continue
        for match in _matches(words, name, form, starts):
            if any(taken[match.start() : match.end()]):
                continue
            read = list(_read(words, name, match))
            if read:
                taken[match.start() : match.end()] = b"\1" * len(match[0])
                found += read
            elif name in {"percent", "row", "slash"}:
                # A percentage of something else is no bare number either.
                taken[match.start() : match.end()] = b"\1" * len(match[0])
    leading = _LEADING_TOTAL.search(words)
    total = read_count(leading["total"]) if leading else None
    if leading and total:
        found = [_with_total(one, total, leading.span()) for one in found]
        found = [one for one in found if not _is_the_total(one, leading)]
    return tuple(sorted(found))


def _matches(
    words: str, name: str, form: re.Pattern[str], starts: Sequence[int]
) -> Iterator[re.Match[str]]:
    """Give what a form matches, looking only where it can begin."""
    if name not in BEGIN_WITH_A_NUMBER:
        yield from form.finditer(words)
        return
    end = 0
    for start in starts:
        match = form.match(words, start) if start >= end else None
        if match:
            end = match.end()
            yield match


def _read(words: str, name: str, match: re.Match[str]) -> Iterator[Count]:
    """Read one form; nothing where the numbers do not make a share of people."""
    if name in _ROWS:
        yield from _ROWS[name](words, match)
        return
    groups = match.groupdict()
    printed = groups.get("percent") or groups.get("percent2")
    one = Count(
        match.start("events") if name in _EVENTS_FIRST else match.start(),
        match.end(),
        _whole(groups.get("events")),
        _whole(groups.get("total")),
        _share(printed),
        bool(groups.get("people") or groups.get("people2") or groups.get("people3")),
        is_n=name == "n",
    )
    if (printed and one.percent is None) or not _is_possible(name, one):
        return
    if not _is_of_something_else(words, name, match, one):
        yield one


#: Forms that begin with the events; others begin with a percentage or a word.
_EVENTS_FIRST = frozenset({"of", "share_of", "slash", "n_percent", "people", "subject", "after_in"})  # fmt: skip


def _is_possible(name: str, one: Count) -> bool:
    """Say whether the numbers can be a share: no more events than people."""
    if name in _BARE or name == "n":
        return bool(one.events)
    if name == "percent" or one.total is None:
        return True
    return one.events is not None and one.events <= one.total


def _is_of_something_else(
    words: str, name: str, match: re.Match[str], one: Count
) -> bool:
    """Say whether the numbers are a change, a score, a group's name or a part."""
    if name in {"percent", "percent_n"}:
        return _is_other_percent(words, match, one.names_people)
    if name == "slash":
        return not one.names_people and _is_a_score(words, match, one.total or 0)
    before = words[max(0, match.start() - 24) : match.start()]
    if name == "n_percent" and not one.names_people and _A_TIME.search(before):
        # "At week 14 (23%)".
        return True
    if name in _NO_DENOMINATORS and _IS_DENOMINATOR.search(before):
        return True
    is_thing = name in _BARE and _NOT_PERSONS.search(match[0])
    return bool(is_thing) or (name in _BARE and _is_a_label(words, match))


def _row(words: str, match: re.Match[str]) -> Iterator[Count]:
    """Read a row of numbers that share one sign of per cent."""
    if _is_other_percent(words, match, bool(match["people"])):
        return
    numbers = list(re.finditer(SHARE, match["row"]))
    if _A_TIME.search(words[max(0, match.start() - 24) : match.start("row")]):
        # "At week 12 compared with 19%".
        numbers = numbers[1:]
    for number in numbers:
        percent = _share(number[0])
        if percent is not None:
            start = match.start("row") + number.start()
            is_last = number is numbers[-1]
            end = match.end() if is_last else start + len(number[0])
            yield Count(start, end, percent=percent, names_people=bool(match["people"]))


def _people_row(words: str, match: re.Match[str]) -> Iterator[Count]:
    """Read numbers of people that share the word: "12 and 5 patients"."""
    # "Seen in group 1 and 23 patients of group 2": the first number is a name.
    is_label = _LABELS.search(words, max(0, match.start() - 24), match.start("row"))
    for number in re.finditer(N, match["row"], re.IGNORECASE):
        events = read_count(number[0])
        start = match.start("row") + number.start()
        is_last = start + len(number[0]) == match.end("row")
        end = match.end() if is_last else start + len(number[0])
        is_name = is_label and start == match.start("row")
        if events and not is_name:
            yield Count(start, end, events, names_people=True)


def _pair(words: str, match: re.Match[str]) -> Iterator[Count]:
    """Read two numbers of people, where the clause counts people: "8 vs. 3"."""
    low = max(0, match.start() - 260)
    clause = re.split(r"(?<!vs)[.;]\s", words[low : match.start()])[-1]
    counted = list(_COUNTS_PEOPLE.finditer(clause))
    is_open = words[match.start() - 1 : match.start()] in {"(", "["}
    events = _COUNTS_EVENTS.search(clause) if is_open and not counted else None
    counted = [events] if events else counted
    if not counted or _MEASURES.search(clause[counted[-1].end() :]):
        return
    # Out of brackets only "the number of patients was 8 vs. 3" is plain enough.
    if not is_open and not _NUMBER_WAS.search(clause[counted[-1].start() :]):
        return
    for number in re.finditer(r"\d+", match["pair"]):
        start = match.start() + number.start()
        yield Count(start, start + len(number[0]), int(number[0]), names_people=True)


_CASES_OF = re.compile(r"cases?\sof\b", re.IGNORECASE)


def _worded(words: str, match: re.Match[str]) -> Iterator[Count]:
    """Read "all 13 patients" and "none of the subjects"."""
    groups = match.groupdict()
    word = (groups.get("word") or groups.get("word2") or "").lower()
    if word == "all" and _NOT_PERSONS.search(match[0]):
        return
    if word == "no" and _CASES_OF.match(words, match.end() - 5):
        # "No cases of sepsis" says that there were none, and counts nobody.
        return
    total = _whole(groups.get("total"))
    start = match.start("word") if groups.get("word") else match.start()
    if word == "all":
        if total is None:
            yield Count(start, match.end(), percent=_MOST, names_people=True, is_worded=True)  # fmt: skip
        else:
            yield Count(start, match.end(), total, total, None, names_people=True, is_worded=True)  # fmt: skip
        return
    yield Count(
        start,
        match.end(),
        0,
        total,
        None,
        names_people=bool(groups.get("people")),
        is_worded=True,
    )


#: Forms that have a reading of their own.
_ROWS = {
    "row": _row,
    "pair": _pair,
    "people_row": _people_row,
    "all": _worded,
    "nobody": _worded,
}


def _whole(printed: str | None) -> int | None:
    if not printed:
        return None
    lower = printed.lower()
    if lower == "none":
        return 0
    return read_count(printed) if lower != "all" else None


def _share(printed: str | None) -> float | None:
    """Read a percentage; ``None`` for more than all."""
    if not printed:
        return None
    if printed[0].isalpha():
        counted = read_count(printed)
        value = float(counted) if counted else None
    else:
        value = read_decimal(printed)
    return value if value is not None and value <= _MOST else None


def _is_other_percent(words: str, match: re.Match[str], names_people: bool) -> bool:  # noqa: FBT001
    """Say whether a percentage is a change, a strength, a level or a definition."""
    before = words[max(0, match.start() - 90) : match.start()]
    other = _OTHER_PERCENT_BEFORE.search(before)
    if other and not (
        _DRUG.match(other[0]) and (_share(match["percent"]) or 0) > _STRONGEST
    ):
        return True
    if _IS_DEFINED_BY.search(match[0]):
        return True
    if names_people:
        return bool(_MORE_PEOPLE.search(match[0]))
    return bool(_OTHER_PERCENT_AFTER.match(words[match.end() : match.end() + 60]))


#: "Lidocaine 2%" is a strength; "(tramadol 76%; bupivacaine 83%" are people.
_DRUG = re.compile(r"\w*caine|tramadol", re.IGNORECASE)
_STRONGEST = 20


def _is_a_score(words: str, match: re.Match[str], total: int) -> bool:
    before = words[max(0, match.start() - 60) : match.start()]
    is_score = total in _WHOLE_SCALE and _SCORE_BEFORE.search(before)
    is_years = re.match(r"(?:19|20)\d\d\s?/\s?(?:19|20)?\d\d\b", match[0])
    return bool(is_score or is_years or _ACUITY.search(before))


def _is_a_label(words: str, match: re.Match[str]) -> bool:
    """Say whether a bare number is that of a group, a time or a measurement."""
    before = words[max(0, match.start() - 24) : match.start("events")]
    if _LABELS.search(before):
        return True
    if match.re is _PEOPLE_FORM:
        return False
    if re.search(r"\d[\s,]*(?:and\s)?$|[-(]$", before):
        return not _BECAUSE.match(words, match.end("events"))
    if not _SAYS_WHAT.search(before):
        return False
    clause = re.split(r"[.;]\s", words[max(0, match.start() - 160) : match.start()])[-1]
    return not _COUNTS_PEOPLE.search(clause)


#: "(2 because of vomiting)" counts people.
_BECAUSE = re.compile(r"\s(?:because\sof|due\sto)\s")


def _with_total(one: Count, total: int, span: tuple[int, int]) -> Count:
    """Give a count after "Of 33 patients," its total."""
    fits = one.events is not None and one.events <= total and one.total is None
    return one._replace(total=total) if fits and one.start >= span[1] else one


def _is_the_total(one: Count, leading: re.Match[str]) -> bool:
    return leading.start("total") <= one.start < leading.end("total")

"""Which arm of a study a value belongs to.

A value belongs to an arm if the sentence says so: directly before or after it, by
order ("3.1 and 4.2 in A and B"), or since the arm is what the clause is about. Where
two readings remain it belongs to none.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from ketaevidence.extraction.mentions.arm_names import Arm, arms
from ketaevidence.extraction.mentions.drugs import CLASS, ENDOGENOUS, drugs
from ketaevidence.extraction.numbers import WORDED
from ketaevidence.extraction.text import Sentence, View

__all__ = ["Arm", "arm_at", "arms"]

_NUMBER = r"\d+(?:[.,]\d+)*"
#: A value with what belongs to it: spread, range, unit, brackets.
_VALUE = re.compile(
    rf"(?<![\w.])(?P<sign>-\s?)?{_NUMBER}(?:\s?(?:%|percent\b|mm\b|cm\b|points?\b))?"
    rf"(?:\s?±\s*{_NUMBER}|\s?[(\[][^()\[\]]{{0,60}}[)\]]|\s?-\s?{_NUMBER}|/{_NUMBER}"
    rf"|\s(?:to|of|out\sof)\s(?:the\s)?{_NUMBER}|\s?(?:%|percent\b|mm\b|cm\b|points?\b|patients\b|subjects\b|participants\b)){{0,4}}"
    rf"|{WORDED}(?:\s(?:of|out\sof)\s(?:the\s)?(?:{_NUMBER}|{WORDED}))?(?:\s(?:patients|subjects|participants))?(?:\s?[(\[][^()\[\]]{{0,60}}[)\]])?",
    re.IGNORECASE,
)
#: Numbers that are no results: times, p values, sizes, limits of confidence.
_NO_RESULT_BEFORE = re.compile(
    r"(?:\b[pn]\s?[<>=≤≥]\s?|\b(?:day|days|week|weeks|month|months|hour|hours|T|grade|type|stage|phase)\s?|95\s?%\s|\b(?:differences?|ratio|risk|OR|HR|RR|CI|reduction\sof)\b[^;.)\]]{0,14})$",
    re.IGNORECASE,
)
_NO_RESULT_AFTER = re.compile(
    r"\s?-?(?:min(?:ute)?s?|h|hr|hrs|hours?|days?|weeks?|wks?|months?|years?|th|st|nd|rd)\b|\s?%\s?(?:CI|confidence)",
    re.IGNORECASE,
)
_VERSUS = r"vs\.?|versus|compared\s(?:with|to)|against|than"
_LIST_OF_VALUES = re.compile(
    rf"[\s,;/)\]]*(?:and|or|&|{_VERSUS})?\s?(?:only\s)?[(\[]?", re.IGNORECASE
)
_LIST_OF_ARMS = re.compile(
    rf"(?:\sgroups?|\sarms?|\spatients|\streatment)?[\s,;/)]*(?:(?:and|or|&|{_VERSUS})\s)?(?:(?:in|for|with|the|by|to|of|those|on)\s?){{0,3}}\(?",
    re.IGNORECASE,
)
#: What stands between a value and the arm that it is said of.
_SAID_OF = re.compile(
    r"[\s)\]%,]*[^,;:]{0,40}?\b(?:in|for|with|on|among|of|under|by|receiving|received|from)\s"
    r"(?:(?:the|those|patients|subjects|participants|treated|with|who|received|receiving|given|on|in|oral|intravenous)\s){0,5}[\"'(]?",
    re.IGNORECASE,
)
_COMPARES = re.compile(rf"\b(?:{_VERSUS}|compared|relative\sto)\b", re.IGNORECASE)
#: Between a value and the arm behind it these show that it is said of no single arm.
_BETWEEN_ARMS = re.compile(r"\b(?:over|from|between)\b", re.IGNORECASE)
#: "... were 6.4, and for patients in group B were 4.1": a value of its own follows.
_NEXT_ARM = re.compile(r"\band\s(?:for|in|with|on|among|of|under)\b", re.IGNORECASE)
_HEAD_AT_END = re.compile(r"\b(?:groups?|arms?|patients|recipients)$", re.IGNORECASE)
_TIME_WORD = re.compile(
    r"(?:\b(?:at|after|for|within|during|over|every|first|before|until|to|and|than|the|by|in|of|last|next|past|through|follow-?up)|[-,(])\s?$",
    re.IGNORECASE,
)
_COMPARED_BEFORE = re.compile(
    r"\b(?:compared\s(?:with|to)|versus|vs\.?|than(?:\s(?:in|with|for|after))?|relative\sto|unlike|over|against)\s(?:the\s|those\s|in\s|patients\s|that\s|of\s|with\s|receiving\s){0,4}$",
    re.IGNORECASE,
)
_NEW_CLAUSE = re.compile(r";|\b(?:whereas|while|but|although|however)\b", re.IGNORECASE)
_GOES_ON = re.compile(r"[,;]|\b(?:and|but|while|whereas)\b", re.IGNORECASE)


#: A dose right behind an arm's name is a part of the name.
_DOSE_AFTER = re.compile(
    r"\s\(?\d[\d.]*\s?(?:mg|g|µg|mcg|ug|ml|mL|microg)\b[\w/.-]*\)?"
)


#: How far before an arm the words may stand that compare it [characters].
_NEAR = 40


class _Mark(NamedTuple):
    start: int
    end: int
    #: The arm's name; ``None`` for a value.
    arm: str | None


def arm_at(view: View, sentence: Sentence, start: int, end: int) -> str | None:
    """Name the arm that a value at ``start`` to ``end`` of the text belongs to.

    ``None`` where the sentence does not bind it to one.
    """
    named = view.once(_named)
    first = bisect_left(named, sentence.start, key=lambda arm: arm.start)
    if first == len(named) or named[first].start >= sentence.end:
        return None
    known = view.once(_bindings)
    if sentence.start not in known:
        last = bisect_left(named, sentence.end, key=lambda arm: arm.start)
        known[sentence.start] = _bound(view, sentence, named[first:last])
    for value_start, value_end, name in known[sentence.start]:
        if value_start < end and start < value_end:
            return name
    return None


#: What stands before a drug under which something was measured.
_UNDER = re.compile(
    r"\b(?:with|under|on|receiving|received|given|after|in)\s(?:(?:the|oral|intravenous|iv|racemic)\s)?$",
    re.IGNORECASE,
)
#: The last word of a value is no longer [characters].
_LONGEST = 14
#: A value right before those words.
_VALUE_BEFORE = re.compile(
    r"(?:\d|%|[)\]]|\b(?:mm|cm|points?|patients|subjects|participants|those|women|men))\s$"
)


def _named(view: View) -> tuple[Arm, ...]:
    """Give the arms, or the drugs that a sentence sets against each other.

    "3.1 (1.2) with ketamine and 5.4 (1.6) with placebo", where no word names groups.
    """
    found = list(view.once(arms))
    if found and not {arm.name.lower() for arm in found} <= _CONTROLS:
        return tuple(found)
    text = view.folded
    taken = {arm.start for arm in found}
    per_sentence: dict[int, list[Arm]] = {}
    for drug in view.once(drugs):
        if drug.kind in {CLASS, ENDOGENOUS}:
            continue
        under = _UNDER.search(text, max(0, drug.start - _NEAR), drug.start)
        low = max(0, under.start() - _LONGEST) if under else 0
        if under and _VALUE_BEFORE.search(text, low, under.start()):
            number = bisect_right(view.sentences, drug.start, key=lambda one: one.start)
            arm = Arm(text[drug.start : drug.end], drug.start, drug.end)
            per_sentence.setdefault(number, []).append(arm)
    for listed in per_sentence.values():
        if len({arm.name.lower() for arm in listed}) > 1:
            found += [arm for arm in listed if arm.start not in taken]
    found.sort(key=lambda arm: arm.start)
    return tuple(found)


_CONTROLS = frozenset(("placebo", "saline", "sham", "controls", "control"))


def _bindings(view: View) -> dict[int, list[tuple[int, int, str | None]]]:
    """Give the place where the bindings of each sentence are kept once found."""
    del view
    return {}


def _bound(
    view: View, sentence: Sentence, named: Sequence[Arm]
) -> list[tuple[int, int, str | None]]:
    """Give each value of a sentence with the arm that it belongs to."""
    text = view.folded
    marks = [_Mark(a.start, _with_dose(text, a), a.name) for a in named]
    marks += _values(text, sentence, marks)
    marks.sort()
    runs = _runs(text, marks)
    bound: list[tuple[int, int, str | None]] = []
    taken: set[int] = set()
    for number, run in enumerate(runs):
        if run[0].arm is None:
            names = _names_for(text, runs, number, taken, sentence)
            bound += [(v.start, v.end, n) for v, n in zip(run, names, strict=True)]
    return bound


def _with_dose(text: str, arm: Arm) -> int:
    """Give the end of an arm's name with the dose and the size that follow it."""
    dose = _DOSE_AFTER.match(text, arm.end)
    end = dose.end() if dose else arm.end
    group = re.compile(r"\s(?:groups?|arms?|patients)\b").match(text, end)
    end = group.end() if group else end
    size = re.compile(r"\s?[(\[]\s?[nN]\s?=\s?\d+\s?[)\]]").match(text, end)
    return size.end() if size else end


def _values(text: str, sentence: Sentence, named: list[_Mark]) -> list[_Mark]:
    """Give the results that stand between the names of arms."""
    found = []
    position = sentence.start
    for end, following in (
        *((m.start, m.end) for m in named),
        (sentence.end, sentence.end),
    ):
        for match in _VALUE.finditer(text, position, end):
            before = text[max(sentence.start, match.start() - 30) : match.start()]
            if not (_NO_RESULT_BEFORE.search(before) or _is_time(text, match, before)):
                found.append(_Mark(match.start(), match.end(), None))
        position = max(position, following)
    return found


def _is_time(text: str, match: re.Match[str], before: str) -> bool:
    """Say whether a number is a time: "at 24 h"; "17.5 ± 1.9 h" is a result."""
    after = _NO_RESULT_AFTER.match(text, match.end())
    if not after:
        return False
    return "%" in after[0] or ("±" not in match[0] and bool(_TIME_WORD.search(before)))


def _runs(text: str, marks: list[_Mark]) -> list[list[_Mark]]:
    """Put values, and arms, that stand in one list together."""
    runs: list[list[_Mark]] = []
    for mark in marks:
        if runs and (runs[-1][-1].arm is None) == (mark.arm is None):
            gap = _LIST_OF_VALUES if mark.arm is None else _LIST_OF_ARMS
            is_list = gap.fullmatch(text, runs[-1][-1].end, mark.start)
            if is_list and not _turns(text, runs[-1][-1], mark):
                runs[-1].append(mark)
                continue
        runs.append([mark])
    return runs


def _turns(text: str, mark: _Mark, following: _Mark) -> bool:
    """Say whether a comma ends a comparison: "compared with placebo, ketamine"."""
    if mark.arm is None or "," not in text[mark.end : following.start]:
        return False
    return bool(_COMPARED_BEFORE.search(text[max(0, mark.start - _NEAR) : mark.start]))


def _names_for(
    text: str,
    runs: list[list[_Mark]],
    number: int,
    taken: set[int],
    sentence: Sentence,
) -> list[str | None]:
    """Give the arm of each value in one run of values."""
    run = runs[number]
    nothing: list[str | None] = [None] * len(run)
    directly = _directly_before(text, runs, number)
    if len(run) > 1:
        compared = _compared_before(text, runs, number)
        if compared:
            return compared
        for other in (number + 1, number - 1):
            if 0 <= other < len(runs) and _pairs(text, runs[other], run, sentence):
                return [mark.arm for mark in runs[other]]
        if "respectively" in text[run[-1].end : sentence.end]:
            later = (
                r for r in (*runs[number + 1 :], *reversed(runs[:number])) if r[0].arm
            )
            match = next((r for r in later if len(r) == len(run)), None)
            if match:
                return [mark.arm for mark in match]
    if len(run) > 1 and _COMPARES.search(text[run[0].end : run[-1].start]):
        last = runs[number - 1][-1] if number and runs[number - 1][0].arm else None
        if last and _COMPARED_BEFORE.search(
            text[max(0, last.start - _NEAR) : last.start]
        ):
            # "It was less with A than in the B group (4.6 vs 3.6)".
            return [*nothing[1:], last.arm]
        first = directly or _said_before(text, runs, number, taken)
        return [first, *nothing[2:], _said_after(text, runs, number, taken)]
    name = (
        directly
        or _said_after(text, runs, number, taken)
        or _said_before(text, runs, number, taken)
    )
    return [name] * len(run)


def _directly_before(text: str, runs: list[list[_Mark]], number: int) -> str | None:
    """Give the one arm that opens a value's bracket: "group A (from 6.2 to 3.1)"."""
    if not number or runs[number - 1][0].arm is None or len(runs[number - 1]) > 1:
        return None
    named = runs[number - 1][0]
    between = text[named.end : runs[number][0].start]
    return named.arm if re.fullmatch(r"\s?[(\[](?:from\s|by\s)?", between) else None


def _compared_before(
    text: str, runs: list[list[_Mark]], number: int
) -> list[str | None] | None:
    """Bind two values to two arms that were compared just before them.

    "The ketamine group had less pain than the control group (2.7 vs 4.2)".
    """
    run = runs[number]
    if (
        len(run) != 2
        or number < 2
        or not _COMPARES.search(text[run[0].end : run[1].start])
    ):
        return None
    one, other = runs[number - 2], runs[number - 1]
    if len(one) != 1 or len(other) != 1 or one[0].arm is None or other[0].arm is None:
        return None
    between = text[one[0].end : other[0].start]
    is_turned = _COMPARED_BEFORE.search(
        text[max(0, one[0].start - _NEAR) : one[0].start]
    )
    if is_turned or not _COMPARES.search(between) or _NEW_CLAUSE.search(between):
        return None
    return [one[0].arm, other[0].arm]


def _pairs(
    text: str, named: list[_Mark], values: list[_Mark], sentence: Sentence
) -> bool:
    """Say whether as many arms as values stand next to them, in a plain order."""
    if named[0].arm is None or len(named) != len(values):
        return False
    before = text[max(sentence.start, named[0].start - _NEAR) : named[0].start]
    low, high = sorted((named, values), key=lambda run: run[0].start)
    between = text[low[-1].end : high[0].start]
    return not (_COMPARED_BEFORE.search(before) or _NEW_CLAUSE.search(between))


def _said_after(
    text: str, runs: list[list[_Mark]], number: int, taken: set[int]
) -> str | None:
    """Give the arm that is said right after a value: "2.7 in the ketamine group"."""
    if number + 1 >= len(runs):
        return None
    after = runs[number + 1]
    if after[0].arm is None:
        return None
    gap = text[runs[number][-1].end : after[0].start]
    is_direct = gap == " " and _HEAD_AT_END.search(text[after[0].start : after[0].end])
    is_said = _SAID_OF.fullmatch(gap) and not (
        _COMPARES.search(gap) or _BETWEEN_ARMS.search(gap) or _NEXT_ARM.search(gap)
    )
    if not (is_direct or is_said):
        return None
    if len(after) > 1 and not _COMPARES.search(text[after[0].end : after[1].start]):
        return None
    taken.add(number + 1)
    return after[0].arm


def _said_before(
    text: str, runs: list[list[_Mark]], number: int, taken: set[int]
) -> str | None:
    """Give the arm that the clause is about: "the ketamine group had 2.7"."""
    back = number - 1
    while back >= 0 and runs[back][0].arm is None:
        back -= 1
    if back < 0 or len({mark.arm for mark in runs[back]}) > 1:
        return None
    named = runs[back][-1]
    between = text[named.end : runs[number][0].start]
    if _NEW_CLAUSE.search(between) or _COMPARES.search(between):
        return None
    if back in taken and _GOES_ON.search(between):
        return None
    before = text[max(0, named.start - _NEAR) : named.start]
    if re.search(r"\bbetween\b", before):
        return None
    if _COMPARED_BEFORE.search(before):
        # "than in placebo (4.2)": the value stands with the arm itself.
        return named.arm if re.fullmatch(r"\s?[(\[,:]?\s?", between) else None
    return named.arm

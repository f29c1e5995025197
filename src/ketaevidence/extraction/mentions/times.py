"""The time that a value in a sentence belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ketaevidence.extraction.mentions.time_mentions import (
    Time,
    are_linked,
    in_days,
    plural_unit,
    times,
    times_in,
)
from ketaevidence.extraction.text import Sentence, View

__all__ = ["Time", "in_days", "plural_unit", "time_at", "times", "times_in"]

_POINTS = frozenset({"point", "baseline", "end", "label", "mixed"})
#: What ends the reach of a time within a sentence.
_CLAUSE = re.compile(r";|,?\s(?:whereas|while|although|but)\s")
#: A number that could be a value: no part of a word or of a longer number.
_NUMBER = re.compile(r"(?<![\w.])\d{1,5}(?:\.\d{1,4})?(?![\w.]*\d)")
_BRACKETS = re.compile(r"\([^()]{0,80}\)|\[[^\[\]]{0,80}\]")
_SPREAD = re.compile(r"±\s*[\d.]+")
_JOINS = re.compile(r",|\b(?:and|to|vs|versus|or|than|compared|from)\b", re.IGNORECASE)
#: Between two values of one row: "5.2, 4.1 and 3.0", "3.1 vs. 4.2".
_NEXT_IN_ROW = re.compile(
    r"\s*(?:points?|mm|cm|%|/\s?10+)?\s*(?:,\s*(?:and\s)?|\s(?:and|vs\.?|versus|&)\s|/)\s*-?"
)
_LONGEST_STEP = 40
_FROM = re.compile(
    r"\bfrom\s(?:an?\s|the\s)?(?:(?:mean|median|average|initial|score|value|VAS|NRS|of|pain|"
    r"intensity|level|\(\w+\))\s){0,5}$",
    re.IGNORECASE,
)
_TO_VALUE = re.compile(r"\bto\s(?:an?\s|the\s|mean\s|median\s|of\s){0,3}-?\d")
_ENDS_CHANGE = re.compile(r"\d[^;]{0,25}\bto\s(?:an?\s|the\s|mean\s|of\s){0,2}$")
_FAR = 60
#: "The change from baseline": what a value is held against, not when it was measured.
_REFERENCE = re.compile(
    r"\b(?:from|with|to|than|versus|vs\.?|against|over)\s(?:the\s)?$", re.IGNORECASE
)
_HOLDS = re.compile(
    r"\W{0,2}(?:(?:scores?|values?|means?|levels?|VAS|NRS|pain)\s){0,3}\W?"
)
#: Right behind a row of values: "in groups A and B", "in the drug and placebo arms".
_OTHER_LIST = re.compile(
    r"[^.;]{0,60}?\b(?:groups|arms|groups?\s\w+\s?(?:,|and))\b", re.IGNORECASE
)


def time_at(view: View, sentence: Sentence, start: int, end: int) -> str | None:
    """Name the time of a value at ``start`` to ``end`` of the text, as it is printed.

    "baseline", "week 12", "3 months"; a T-label is told by what the text says that it
    stands for. ``None`` where the sentence does not bind the value to one time.
    """
    here = times_in(view, sentence.start, sentence.end)
    if not here or any(time.start < end and start < time.end for time in here):
        # A number that counts hours is no value of one.
        return None
    clause = _Clause(view, sentence, start, end)
    found = clause.time_of_value() if clause.near else None
    if found is None or found.kind != "label":
        return None if found is None else found.name
    return view.once(_label_meanings).get(found.name, found.name)


class _Clause:
    """The part of a sentence around a value that a time may reach across."""

    def __init__(self, view: View, sentence: Sentence, start: int, end: int) -> None:
        self.text = view.folded
        self.start, self.end = start, end
        self.low, self.high = _reach(view, sentence, start, end)
        self.near = [
            time
            for time in times_in(view, self.low, self.high)
            if time.kind in _POINTS and (time.end <= start or time.start >= end)
        ]
        self.row = self._row()

    def time_of_value(self) -> Time | None:
        """Ask each way in which a sentence binds a value, the surest first."""
        return (
            self._by_order()
            or self._directly_behind(self.end)
            or self._start_of_change()
            or self._directly_behind(self.row[-1][1])
            or self._before()
            or self._shared_behind()
        )

    def _row(self) -> list[tuple[int, int]]:
        """Give the places of the values listed together with this one."""
        bare = _blank(self.text[self.low : self.high], self.start - self.low)
        taken = [(time.start - self.low, time.end - self.low) for time in self.near]
        values = [
            (match.start() + self.low, match.end() + self.low)
            for match in _NUMBER.finditer(bare)
            if not any(first <= match.start() < last for first, last in taken)
        ]
        here = next(
            (i for i, (a, b) in enumerate(values) if a < self.end and self.start < b),
            None,
        )
        if here is None:
            return [(self.start, self.end)]
        first = last = here
        while first and self._is_next(bare, values[first - 1], values[first]):
            first -= 1
        while last + 1 < len(values) and self._is_next(
            bare, values[last], values[last + 1]
        ):
            last += 1
        return values[first : last + 1]

    def _is_next(self, bare: str, one: tuple[int, int], other: tuple[int, int]) -> bool:
        gap = bare[one[1] - self.low : other[0] - self.low]
        return len(gap) <= _LONGEST_STEP and bool(_NEXT_IN_ROW.fullmatch(gap))

    def _by_order(self) -> Time | None:
        """Match a row of values to a list of as many times, by order."""
        if len(self.row) == 1:
            return None
        for run in self._runs():
            if len(run) != len(self.row):
                continue
            behind = self.text[self.row[-1][1] : self.high]
            if run[-1].end <= self.row[0][0] and _OTHER_LIST.match(behind):
                # "At 6 and 12 h, 3.1 and 4.2 in groups A and B": times or groups?
                continue
            place = next(
                i
                for i, (a, b) in enumerate(self.row)
                if a < self.end and self.start < b
            )
            return run[place]
        return None

    def _runs(self) -> Iterator[list[Time]]:
        """Give the lists of times: "baseline, 1 month and 3 months"."""
        run: list[Time] = []
        for time in self.near:
            if run and not are_linked(self.text, run[-1], time):
                yield run
                run = []
            run.append(time)
        if run:
            yield run

    def _is_alone(self, time: Time) -> bool:
        """Say whether a time is no part of a list, of which any could be meant."""
        return any(run == [time] for run in self._runs())

    def _directly_behind(self, end: int) -> Time | None:
        """Give the time that follows before anything else could: "3.1 at 3 months"."""
        behind = next((time for time in self.near if time.start >= end), None)
        if behind is None or self._is_reference(behind) or not self._is_alone(behind):
            return None
        gap = self.text[end : behind.start]
        if gap.count("(") > gap.count(")"):
            # "3.1 (at 3 months)": the bracket belongs to the value.
            gap = gap[gap.rfind("(") + 1 :]
        gap = _SPREAD.sub(" ", _BRACKETS.sub(" ", gap))
        return None if _JOINS.search(gap) or _NUMBER.search(gap) else behind

    def _start_of_change(self) -> Time | None:
        """Say "baseline" of the first value of "from 7 to 3", if no time is printed."""
        before = self.text[max(self.low, self.start - _FAR) : self.start]
        behind = self.text[self.end : min(self.high, self.end + _FAR)]
        if _FROM.search(before) and _TO_VALUE.search(behind):
            return Time("baseline", self.start, self.start, "baseline")
        return None

    def _before(self) -> Time | None:
        """Give the last time before the value that is not another value's."""
        for time in reversed(self.near):
            if time.end > self.start:
                continue
            if self._is_reference(time):
                if _HOLDS.fullmatch(self.text[time.end : self.start]):
                    return time
                continue
            if time.kind == "baseline" and _ENDS_CHANGE.search(
                self.text[time.end : self.start]
            ):
                # "From a baseline of 6 to 3": the second is no baseline.
                return None
            lead = self.text[max(self.low, time.start - _FAR) : time.start]
            lead = _SPREAD.sub(" ", _BRACKETS.sub(" ", lead))
            numbers = list(_NUMBER.finditer(lead))
            if numbers and not _JOINS.search(lead[numbers[-1].end() :]):
                # "7.2 at baseline": that time, and what is before it, is spoken for.
                return None
            return time if self._is_alone(time) else None
        return None

    def _shared_behind(self) -> Time | None:
        """Give the one time behind all values: "3.1 in A and 4.2 in B at 24 h"."""
        times_here = [time for time in self.near if not self._is_reference(time)]
        if len({time.name for time in times_here}) != 1:
            return None
        time = times_here[0]
        if time.start < self.end:
            return None
        is_start = _TO_VALUE.search(self.text[self.end : time.start])
        return None if is_start else time

    def _is_reference(self, time: Time) -> bool:
        if time.kind not in {"baseline", "end"}:
            return False
        before = self.text[max(self.low, time.start - 15) : time.start]
        return bool(_REFERENCE.search(before))


def _blank(words: str, place: int) -> str:
    """Blank spreads and what stands in brackets, but not the bracket around a place."""

    def blanked(match: re.Match[str]) -> str:
        inside = match.start() <= place < match.end()
        return match[0] if inside else " " * len(match[0])

    return _BRACKETS.sub(blanked, _SPREAD.sub(lambda m: " " * len(m[0]), words))


def _reach(view: View, sentence: Sentence, start: int, end: int) -> tuple[int, int]:
    cuts = view.once(_clause_cuts)
    if sentence.start not in cuts:
        cuts[sentence.start] = [
            (sentence.start + match.start(), sentence.start + match.end())
            for match in _CLAUSE.finditer(sentence.words)
        ]
    low, high = sentence.start, sentence.end
    for first, last in cuts[sentence.start]:
        if last <= start:
            low = last
        elif first >= end:
            return low, first
    return low, high


def _clause_cuts(_: View) -> dict[int, list[tuple[int, int]]]:
    """Keep where each sentence's clauses end, once somebody asked."""
    return {}


# What a T-label stands for.

_DEFINED_BY_NEXT = re.compile(r"\s?(?:\(|=|:|,?\si\.e\.,?|is|was)\s?[^),;.]{0,40}")
_DEFINED_BY_LAST = re.compile(r"[^();,]{0,50}[(\[=:]\s?")


def _label_meanings(view: View) -> Mapping[str, str]:
    """Give what each T-label stands for, from the sentence that defines it."""
    every = view.once(times)
    meaning: dict[str, str] = {}
    for number, label in enumerate(every):
        if label.kind != "label" or label.name in meaning:
            continue
        if label.unit is not None:
            meaning[label.name] = f"{label.number:g} {label.unit}"
            continue
        behind = every[number + 1] if number + 1 < len(every) else None
        before = every[number - 1] if number else None
        if (
            behind is not None
            and behind.kind != "label"
            and _DEFINED_BY_NEXT.fullmatch(view.folded[label.end : behind.start])
        ):
            meaning[label.name] = behind.name
        elif (
            before is not None
            and before.kind != "label"
            and _DEFINED_BY_LAST.fullmatch(view.folded[before.end : label.start])
        ):
            meaning[label.name] = before.name
    return meaning

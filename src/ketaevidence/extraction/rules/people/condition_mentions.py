"""Where a text names a condition, and how much that says of the study's patients."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ketaevidence.extraction.rules.people.condition_words import NAMES, Entry
from ketaevidence.extraction.text import View, Word


class Mention(NamedTuple):
    """One place that names a condition, and how much it says of the patients."""

    name: str
    start: int
    end: int
    score: int
    is_wide: bool = False


PEOPLE = (
    r"(?:patients?|subjects?|adults?|wom[ae]n|m[ae]n|children|people|persons?|cases?|"
    r"participants?|individuals?|volunteers?|outpatients?|inpatients?|adolescents?|boys?|girls?|"
    r"sufferers?|those|females?|males?)"
)
#: "Patients with refractory", "a case of", "treatment of": what follows is theirs.
_OF_PATIENTS = re.compile(
    rf"\b{PEOPLE}\b(?:\s(?!were\b|was\b)[\w()/,=.-]+){{0,6}}?\s(?:with|from|had|having|for|of|has|as|by|in)\s"
    r"(?:[\w/-]+,?\s){0,6}?$",
    re.IGNORECASE,
)
_OF_TREATMENT = re.compile(
    r"\b(?:treat\w*|manage\w*|therapy|relief|reliev\w+|efficacy|effective\w*|control\w*|analgesia)\b"
    r"(?:\s[\w/-]+){0,4}?\s(?:of|for|in|with|on)\s(?:[\w/-]+\s){0,4}?$|"
    r"\b(?:treat|treating|relieve|manage)\s(?:[\w-]+\s){0,2}$|\bmodels?\sof\s(?:[\w-]+\s){0,2}$",
    re.IGNORECASE,
)
_THEN_PATIENTS = re.compile(
    rf"[\s-]{{1,2}}(?:\([^()]{{1,20}}\)\s|type\s\S+\s|attacks?\s)?{PEOPLE}\b",
    re.IGNORECASE,
)
#: What is to be prevented, is a complication, or was a reason for exclusion.
_AS_OUTCOME = re.compile(
    r"\b(?:prevent\w*|prophyla\w*|incidence|prevalence|risk|occurrence|develop(?!ed\scountr)\w*|"
    r"complicat\w*|exclu\w+|without|no|free\sof|including|such\sas|e\.?g\.?|like|or\sother|"
    r"adverse|side[\s-]effects?|comorbid\w*|history\sof|progress\w*\sto|score|scale)\b"
    r"(?:(?!\b(?:in|after|with|following|among)\b)[^.;:]){0,45}$",
    re.IGNORECASE,
)
_OUTCOME_BEHIND = re.compile(
    r"\s(?:\([^()]{1,20}\)\s)?(?:prevent\w*|prophyla\w*|incidence|scores?|scale|questionnaire)\b",
    re.IGNORECASE,
)
#: "Depression of metabolism" and "respiratory depression" are no illness.
_OTHER_SENSE = re.compile(r"\s(?:of|in\sthe\srate)\b", re.IGNORECASE)
_OTHER_SENSE_BEFORE = re.compile(
    r"\b(?:respiratory|ventilatory|cardiac|myocardial|circulatory|CNS|ST|immune|marrow|synaptic|"
    r"spreading|cortical)[\s-]$",
    re.IGNORECASE,
)
TITLE, _PATIENTS, _TREATED, _NAMED = 6, 4, 3, 1
LEAST, _BACK = 3, 90


def scored(
    view: View, name: str, start: int, end: int, *, is_wide: bool = False
) -> Mention:
    """Say how much a mention tells of the patients: most in a title, least in passing."""
    before = _clause_before(view, start)
    after = view.folded[end : end + 40]
    is_title = end <= len(view.record.title)
    if _AS_OUTCOME.search(before) or _OUTCOME_BEHIND.match(after):
        return Mention(name, start, end, 0, is_wide)
    part = view.part_at(start)
    score = TITLE if is_title else _NAMED
    if part not in {"background", "conclusions"} or is_title:
        if _OF_PATIENTS.search(before) or _THEN_PATIENTS.match(after):
            score += _PATIENTS
        elif _OF_TREATMENT.search(before):
            score += _TREATED
    return Mention(name, start, end, score, is_wide)


def _clause_before(view: View, start: int) -> str:
    low = max(view.starts[bisect_right(view.starts, start) - 1], start - _BACK)
    return view.folded[low:start]


def listed(view: View) -> Iterator[Mention]:
    """Give the conditions of the table, the longest name at each place."""
    names = _possible(view.vocabulary)
    if not names:
        return
    words = view.words
    after = 0
    for place, lower in enumerate(view.lowered):
        if lower not in names and "-" not in lower:
            continue
        # The name may begin with the part before a hyphen.
        entries = names.get(lower) or names.get(lower.partition("-")[0])
        start = words[place].start
        if not entries or start < after:
            continue
        pieces = _pieces(words[place : place + _LONGEST_NAME])
        for entry in entries:
            rest = pieces[1 : 1 + len(entry.rest)]
            if tuple(piece.lower for piece in rest) != entry.rest:
                continue
            after = rest[-1].end if rest else pieces[0].end
            if _is_illness(view.folded, entry.name, start, after):
                yield scored(view, entry.name, start, after, is_wide=entry.is_wide)
            break


def _possible(vocabulary: frozenset[str]) -> dict[str, list[Entry]]:
    """Give the names of which a text has every word, by their first word."""
    possible: dict[str, list[Entry]] = {}
    for first in _FIRST_WORDS & vocabulary:
        entries = [e for e in NAMES[first] if _RUNS[e.rest] <= vocabulary]
        if entries:
            possible[first] = entries
    return possible


_LETTERS = re.compile("[a-z]+")
_FIRST_WORDS = frozenset(NAMES)
#: The runs of letters in the words of a name behind its first one.
_RUNS = {
    entry.rest: frozenset(_LETTERS.findall(" ".join(entry.rest)))
    for entries in NAMES.values()
    for entry in entries
}


_LONGEST_NAME = 7


def _pieces(words: Sequence[Word]) -> list[Word]:
    """Give words with hyphenated ones in parts: "tension-type" is two."""
    pieces = []
    for word in words:
        start = word.start
        for part in word.lower.split("-"):
            pieces.append(Word(part, start, start + len(part)))
            start += len(part) + 1
    return pieces


def _is_illness(text: str, name: str, start: int, end: int) -> bool:
    """Say whether a name stands in one sentence and means an illness."""
    if "\n" in text[start:end] or ". " in text[start:end]:
        return False
    return name != "depression" or not (
        _OTHER_SENSE.match(text, end)
        or _OTHER_SENSE_BEFORE.search(text[max(0, start - 15) : start])
    )

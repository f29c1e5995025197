"""How many patients a case report describes: it counts them by describing them."""

from __future__ import annotations

import re
from typing import NamedTuple

from ketaevidence.extraction.mentions.people import people
from ketaevidence.extraction.mentions.word_set import word_set
from ketaevidence.extraction.model import Confidence
from ketaevidence.extraction.text import View
from ketaevidence.records.model import CASE_REPORTS

#: Without one of these words (runs of letters, lower case) no case is described.
_GATE = word_set(
    "old aged case cases",
)
#: "A 32-year-old woman", "68 year old female", "an 11-year-old girl".
_AGED = re.compile(
    r"\b(?P<age>\d{1,3}(?:\.5|½)?|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-\w{3,5})?)"
    r"(?:\s|-)?(?:years?|yr|y|months?|mo|weeks?|days?)(?:\s|-)?(?:of\sage|old)\b"
    r"(?P<who>(?:[\s,]+[\w/-]+){0,7}?[\s,]+(?:wom[ae]n|m[ae]n|girl|boy|female|male|patient|lady|gentleman|"
    r"infant|child|baby|neonate|adolescent|teenager|parturient|primigravida|primipara|"
    r"nurse|student|farmer|worker|athlete|teacher|housewife|G\dP\d|person|smoker)\b)?",
    re.IGNORECASE,
)
_WOMAN_AGED = re.compile(
    r"\b(?:an?|the|one|our)\s(?:\w+\s){0,3}?(?:woman|man|girl|boy|female|male|patient|lady|child|infant)(?:\s\w+){0,2}?,?\s"
    r"(?:aged|age)\s(?P<age>\d{1,3})\b",
    re.IGNORECASE,
)
#: Words that make the paper a report of cases.
_REPORT = re.compile(
    r"\bcase\s(?:report|study|presentation|history|description)\b|\breport\sof\s(?:a|one|an\sunusual|a\srare)\s(?:\w+\s){0,3}?case\b"
    r"|\b(?:an?|one|the)\s(?:rare\s|unusual\s|unique\s)?case\sof\b|\bunusual\scase\b",
    re.IGNORECASE,
)
_SAID = re.compile(
    r"\b(?:we|this\s(?:article|paper|report)|the\sauthors?|authors|this\scase\sreport|here|herein,?\swe)\s(?:\w+\s)?"
    r"(?:report|describe|present|reports|describes|presents|discuss)\s(?:here\s|on\s)?(?:the\s|a|an|our|one)\b(?:\s[\w-]+){0,4}?\s"
    r"(?:case|patient|woman|man|girl|boy|child|infant)\b(?!\s(?:series|control))",
    re.IGNORECASE,
)
_SEVERAL_CASES = re.compile(
    r"\bcase\sseries\b|\b(?:cases|case\sreports)\b", re.IGNORECASE
)
#: A text that describes more patients than this counts them itself.
_MOST = 9


class Described(NamedTuple):
    """The number of patients described, the place of the first, and how sure it is."""

    value: int
    start: int
    end: int
    rule: str
    confidence: Confidence


def case_count(view: View) -> Described | None:
    """Count the patients that a case report describes; ``None`` where it is none."""
    if not view.names_any(_GATE):
        return _lone_patient(view)
    title = view.title
    report = _REPORT.search(title) or _SAID.search(view.folded)
    is_tagged = view.record.is_of_type(CASE_REPORTS)
    patients = _described(view)
    if patients:
        ages = {
            match["age"].lower() + (match.groupdict().get("who") or "").lower()[-5:]
            for match in patients
        }
        if len(patients) > 1 and len({m["age"].lower() for m in patients}) == 1:
            ages = {patients[0]["age"]}
        if not (report or is_tagged) and (len(ages) > 1 or _speaks_of_many(view)):
            return None
        first = patients[0]
        confidence: Confidence = "high" if len(ages) == 1 else "medium"
        if 0 < len(ages) <= _MOST:
            return Described(
                len(ages), *_with_article(view, first), "sample.described", confidence
            )
    lone = _lone_patient(view)
    if lone is not None:
        return lone
    if report and not _SEVERAL_CASES.search(title):
        return Described(
            1, report.start(), report.end(), "sample.case_report", "medium"
        )
    return None


def _speaks_of_many(view: View) -> bool:
    """Say whether a text randomises, or counts more people than any case report."""
    return not view.vocabulary.isdisjoint(_RANDOM) or any(
        one.value > _MOST for one in view.once(people)
    )


_RANDOM = word_set("randomised randomized randomly random vignette vignettes")


def _lone_patient(view: View) -> Described | None:
    """Give the one patient whom a text speaks of, if it counts nobody else."""
    counted = view.once(people)
    if not counted or any(one.value != 1 for one in counted):
        return None
    first = next((one for one in counted if one.noun in {"patient", "subject"}), None)
    if first is None or not _OF.search(
        view.folded, max(0, first.start - 8), first.start
    ):
        return None
    return Described(1, first.start, first.end, "sample.one_patient", "low")


#: "The treatment of one patient", not "one patient had fever".
_OF = re.compile(r"\b(?:of|in|for|describe|report)\s$", re.IGNORECASE)


def _described(view: View) -> list[re.Match[str]]:
    """Give the descriptions of single patients by age."""
    if not {"old", "aged", "age"} & view.vocabulary:
        return []
    found = []
    for pattern in (_AGED, _WOMAN_AGED):
        for match in pattern.finditer(view.folded):
            before = view.folded[max(0, match.start() - 30) : match.start()].lower()
            if _IS_ONE.search(before) or (pattern is _WOMAN_AGED):
                found.append(match)
        if found:
            return found
    return found


#: Before an age: one person is meant, not a range or a rule of entry.
_IS_ONE = re.compile(
    r"(?:^|[\s(.,:;])(?:(?:an?|the|this|our|one|another|first|second|third|fourth)[\s,(]+(?:(?!than\b|under\b|over\b|aged\b|above\b|below\b|of\b|to\b|and\b|or\b|age\b|mean\b|median\b)[\w-]+,?\s){0,2}"
    r"|(?:patient|case)(?:\s\w{1,2})?[:,]?\s(?:was\s|is\s)?(?:an?\s)?|:\s|in\s(?:an?\s)?)$"
)


def _with_article(view: View, match: re.Match[str]) -> tuple[int, int]:
    start = match.start()
    before = re.search(
        r"\b(?:an?|one|the)\s(?:\w+\s){0,2}$",
        view.folded[max(0, start - 25) : start],
        re.IGNORECASE,
    )
    if before:
        start -= len(before[0])
    return start, match.end()

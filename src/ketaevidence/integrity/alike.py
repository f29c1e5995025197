"""What must be alike to be pooled: who is a responder, and when it was measured."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ketaevidence.curation.model import Result
from ketaevidence.integrity.material import Material
from ketaevidence.integrity.model import Check, Place, Remark
from ketaevidence.integrity.references import RESPONDERS, handbook
from ketaevidence.integrity.words import found, listed, number, subject

#: A definition that another study can be measured by: a number, or all of the pain.
_THRESHOLD: Final = re.compile(
    r"\d|\b(?:half|third|quarter|halved|complete\w*|full\w*|total\w*|pain[- ]free|"
    r"free of pain|no pain|without pain)\b",
    re.IGNORECASE,
)
_ON_DRUG: Final = re.compile(
    r"\b(?:during|end of|immediately (?:after|post)|directly after|stop of) "
    r"(?:the )?(?:\w+[- ]){0,2}(?:infusion|treatment|administration|course)\b|"
    r"\bon (?:the )?drug\b",
    re.IGNORECASE,
)
_OFF_DRUG: Final = re.compile(
    r"\b(?:\d+|a|several|some|many|one|two|three|four|six|twelve) (?:weeks?|months?|"
    r"years?) (?:after|post|following)\b|\b(?:months?|years?) (?:after|post|follow)",
    re.IGNORECASE,
)
#: Days in each unit of time.
_DAYS: Final = {
    "min": 1 / 1440, "h": 1 / 24, "d": 1.0, "w": 7.0, "m": 30.4375, "y": 365.25,
}  # fmt: skip
_TIME: Final = re.compile(
    r"(?P<before>min(?:ute)?s?|hours?|days?|weeks?|months?|years?)\s*(?P<first>\d+(?:\.\d+)?)(?!\s*[-–/])"
    r"|(?P<number>\d+(?:\.\d+)?)\s*-?(?P<after>min(?:ute)?s?\b|h(?:ours?|rs?)?\b|"
    r"d(?:ays?)?\b|w(?:eeks?|ks?)?\b|months?\b|mo\b|y(?:ears?|rs?)?\b)",
    re.IGNORECASE,
)
_RANGE: Final = re.compile(r"\d\s*(?:[-–—/,]|to|and|or)\s*\+?\d")
#: How far the entered time may be from its words: months have no fixed length.
_SLACK: Final = 0.15
#: Minutes and hours are entered as rounded parts of a day.
_ROUNDED: Final = 0.06


def _responders(material: Material) -> list[Result]:
    return [
        row
        for row in material.asked
        if row.outcome == "responder" and row.definition and row.events is not None
    ]


def definitions_differ(material: Material) -> Iterator[Remark]:
    """Find counts of responders at one time that stand for different things."""
    groups: dict[tuple[str, str], list[Result]] = {}
    for row in _responders(material):
        window = material.question.window_of(row.time_days or -1)
        if window is not None and row.phase in ("on_drug", "off_drug"):
            label = "on the drug" if row.phase == "on_drug" else window.label
            groups.setdefault((row.phase, label), []).append(row)
    for (_, label), rows in groups.items():
        words = dict.fromkeys(" ".join((r.definition or "").split()) for r in rows)
        alike = {text.casefold() for text in words}
        studies = dict.fromkeys(row.study_id for row in rows)
        if len(alike) < 2 or len(studies) < 2:
            continue
        told = listed([f"“{text}”" for text in words])
        yield Remark(
            Place(
                tuple(studies),
                tuple(row.result_id for row in rows),
                field="definition",
            ),
            tuple(words),
            f"Responders at the same time ({label}) are counted by {len(words)} "
            f"definitions: {told}.",
            "They count different people; a pool of them would mean nothing.",
        )


def definitions_open(material: Material) -> Iterator[Remark]:
    """Find definitions of a responder by which nobody else could count."""
    for row in _responders(material):
        text = re.sub(r'["“”]', "", row.definition or "")
        if _THRESHOLD.search(text):
            continue
        yield Remark(
            Place((row.study_id,), (row.result_id,), field="definition"),
            (text,),
            f"{subject(row)}: {row.events} of {row.total or row.n or 'unknown'} "
            f"responded by the definition “{text}”.",
            "It names no threshold: another study with the same words may have counted "
            "by another rule.",
        )


def phases_against_words(material: Material) -> Iterator[Remark]:
    """Find results whose words tell of another phase than the one entered."""
    for row in material.asked:
        words = row.time_words or ""
        on, off = found(_ON_DRUG, words), found(_OFF_DRUG, words)
        if row.phase == "off_drug" and on and not off:
            match, entered = on, "after treatment"
        elif row.phase == "on_drug" and off and not on:
            match, entered = off, "during treatment"
        else:
            continue
        yield Remark(
            Place((row.study_id,), (row.result_id,), field="phase"),
            (row.phase, words),
            f"{subject(row)} is entered as measured {entered}.",
            f"Its words say “{match}”. Pain on the drug and pain off it are never "
            "pooled; with the wrong phase they would be.",
        )


def times_against_words(material: Material) -> Iterator[Remark]:
    """Find times of measurement whose words tell of another day."""
    for row in material.asked:
        days = row.time_days
        told = [_days(match) for match in _TIME.finditer(row.time_words or "")]
        # Two times in the words are a range or a comparison; nobody can say which.
        is_range = len(told) != 1 or _RANGE.search(row.time_words or "")
        if days is None or is_range or row.phase == "before":
            continue
        (said,) = told
        if abs(days - said) <= max(_SLACK * said, _ROUNDED):
            continue
        yield Remark(
            Place((row.study_id,), (row.result_id,), field="time_days"),
            (days, row.time_words),
            f"{subject(row)} is entered as day {number(days)}.",
            f"“{row.time_words}” is about day {number(round(said, 2))}.",
        )


def _days(match: re.Match[str]) -> float:
    unit = (match["before"] or match["after"]).casefold()
    value = float(match["first"] or match["number"])
    key = "min" if unit.startswith("min") else unit[0]
    return value * _DAYS[key]


CHECKS: Final = (
    Check(
        "definitions_differ",
        "Responders by different definitions",
        "note",
        "counted responders of two studies or more, same phase and time window, other "
        "definition",
        "Leave them side by side; if two definitions are one, enter them in the same "
        "words.",
        RESPONDERS,
        definitions_differ,
    ),
    Check(
        "definition_open",
        "Responder without a threshold",
        "warn",
        "definition without a number, and not of complete relief",
        "Look in the source for the rule (30% less, 2 points less) and enter it as the "
        "definition.",
        RESPONDERS,
        definitions_open,
    ),
    Check(
        "phase_against_words",
        "On drug and off drug confused",
        "block",
        "phase off_drug with “during” or “end of infusion”, phase on_drug with “weeks "
        "after”",
        "Settle it as corrected (phase), or accept it if the words mislead.",
        handbook(5),
        phases_against_words,
    ),
    Check(
        "time_against_words",
        "Time of measurement that its words contradict",
        "warn",
        "|time_days − words| > 15%, or more than 0.06 days",
        "Settle it as corrected (time_days or time_words), or accept it.",
        handbook(5),
        times_against_words,
    ),
)

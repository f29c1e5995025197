"""Responders: how many of how many patients had relief of pain."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ketaevidence.extraction.model import Candidate
from ketaevidence.extraction.numbers import WHOLE, WORDED, read_count, read_decimal
from ketaevidence.extraction.rules.found import candidate
from ketaevidence.extraction.rules.kind import reports_patients
from ketaevidence.extraction.rules.pain_words import HARM, NEGATION, PAIN
from ketaevidence.extraction.text import View
from ketaevidence.question.model import Question

_OF_PATIENTS = re.compile(
    rf"(?<![\w.,/·%-])(?<!\d )(?P<events>{WHOLE}|{WORDED})\s(?:out\s)?of\s(?:the\s|these\s|our\s)?"
    rf"(?P<total>{WHOLE}|{WORDED})\s(?:[A-Za-z][\w-]{{0,30}}\s){{0,2}}(?:patients|subjects|participants|volunteers)\b"
    r"(?:\s*[(\[](?P<percent>\d{1,3}(?:[.·]\d{1,3})?)\s?%[)\]])?",
    re.IGNORECASE,
)
_RELIEF = re.compile(
    rf"\brelie(?:f|ved)\b|\bpain[\s-]free\b|\bfree\s+of\s+(?:\w+\s+)?{PAIN}\b|\bresponders?\b|"
    r"\bresponded\s+to\b|\b(?:good|favou?rable|positive|complete|partial|excellent|analgesic|clinical|"
    r"satisfactory)\s+response\b|"
    rf"\b(?:improve\w*|reduc\w+|decrease\w*|remission|resol\w+|disappear\w*|abolish\w*)\b[^,;:]{{0,60}}\b{PAIN}\b|"
    rf"\b{PAIN}\b[^,;:]{{0,60}}\b(?:improve\w*|reduc\w+|decrease\w*|remission|resol\w+|disappear\w*|abolish\w*)\b",
    re.IGNORECASE,
)
_PAIN = re.compile(rf"\b{PAIN}\b|\banalge\w+", re.IGNORECASE)
#: A part of the patients: what they have in common is stated right after them.
_A_PART = re.compile(
    r"\s*(?:aged|over|under|without|older|younger|whose|below|above|who\s+(?:had|did|were|failed)|"
    r"(?:with|in)\s+(?:an?\s+|the\s+)?(?:spouse|history|more|less|high|low)\b)",
    re.IGNORECASE,
)
_CLAUSE_END = re.compile(r"[;,:]\s|\s(?:but|whereas|while|although|however)\s")
#: How much text around the numbers may be their clause [characters].
_NEAR = 200
#: How far a printed percentage may be from the counts' own [percentage points].
_ROUNDING = 1.0


def read_responders(view: View, _: Question) -> Iterator[Candidate]:
    """Read "25 of 33 patients" in clauses on relief, if nothing denies it."""
    if not reports_patients(view):
        return
    is_on_pain = bool(_PAIN.search(view.text))
    for sentence in view.sentences:
        for match in _OF_PATIENTS.finditer(sentence.words):
            events, total = read_count(match["events"]), read_count(match["total"])
            if events is None or not total or events > total:
                continue
            if not _had_relief(sentence.words, match, is_on_pain=is_on_pain):
                continue
            percent = read_decimal(match["percent"]) if match["percent"] else None
            yield candidate(
                view,
                "responders",
                f"{events}/{total}",
                sentence.start + match.start(),
                sentence.start + match.end(),
                "outcome.events_of_total",
                events=events,
                total=total,
                percent=percent,
                warnings=_misfit(events, total, percent),
            )


def _had_relief(words: str, match: re.Match[str], *, is_on_pain: bool) -> bool:
    before = _CLAUSE_END.split(words[max(0, match.start() - _NEAR) : match.start()])[-1]
    rest = words[match.end() : match.end() + _NEAR]
    after = _CLAUSE_END.split(rest)[0]
    clause = f"{before}{match[0]}{after}"
    is_relief = is_on_pain or re.search(r"\brelief\b", clause, re.IGNORECASE)
    if not is_relief or not _RELIEF.search(clause) or _A_PART.match(rest):
        return False
    return not (NEGATION.search(clause) or HARM.search(clause))


def _misfit(events: int, total: int, percent: float | None) -> tuple[str, ...]:
    """Warn where a printed percentage is not that of the counts."""
    own = 100 * events / total
    if percent is None or abs(own - percent) <= _ROUNDING:
        return ()
    return (f"{events} of {total} is {own:.1f} %, but the text says {percent:g} %",)

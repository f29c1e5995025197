"""Pain scales, pain scores, responders and p values."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ketaevidence.extraction.model import Candidate
from ketaevidence.extraction.numbers import (
    DECIMAL,
    WHOLE,
    WORDED,
    read_count,
    read_decimal,
)
from ketaevidence.extraction.rules.design import is_synthesis
from ketaevidence.extraction.rules.found import candidate
from ketaevidence.extraction.text import Sentence, View
from ketaevidence.question.model import Question

_SCALES = (
    ("NRS", r"NRS|numeric(?:al)?\s+(?:pain\s+)?rating\s+(?:scale|score)s?"),
    ("VAS", r"VAS|visual\s+analog(?:ue)?\s+(?:pain\s+)?(?:scale|score)s?"),
    ("McGill", r"McGill\s+Pain\s+Questionnaire|SF-MPQ"),
)
_SCALE_PATTERNS = tuple(
    (scale, re.compile(rf"(?<!\w)(?:{words})(?!\w)")) for scale, words in _SCALES
)

_PLUS_MINUS = re.compile(
    rf"(?<![\w.,·])(?P<mean>{DECIMAL})\s?(?:±|\+/-|\+/−|\+-)\s?(?P<spread>{DECIMAL})"
    r"(?![\w.]*\w)(?!\s?(?:%|mg|µg|g\b|kg|ml|years?|yrs?|months?|weeks?|days?|hours?|"
    r"h\b|min|mm\s?Hg|beats|bpm|degrees|°|ng))"
)
_PAIN = re.compile(r"\b(?:pain|VAS|NRS|scores?)\b", re.IGNORECASE)
_NOT_PAIN = re.compile(
    r"\b(?:age|aged|weight|BMI|dose|duration|consumption|pressure|saturation|rate|"
    r"threshold|temperature|latency|concentration|AUC)\b",
    re.IGNORECASE,
)
_STATED_SPREAD = (
    ("SE", re.compile(r"\bSEM?\b|\bstandard\s+errors?\b|\bs\.e\.m?\.")),
    ("SD", re.compile(r"\bSDs?\b|\bstandard\s+deviations?\b|\bs\.d\.")),
)

_OF_PATIENTS = re.compile(
    rf"(?<![\w.,/-])(?P<events>{WHOLE}|{WORDED})\s+(?:out\s+)?of\s+(?:the\s+)?"
    rf"(?P<total>{WHOLE}|{WORDED})\s+(?:\w+\s+){{0,2}}(?:patients|subjects|participants)"
    r"(?:\s*\((?P<percent>\d+(?:\.\d+)?)\s?%\))?",
    re.IGNORECASE,
)
_RELIEF = re.compile(
    r"\b(?:relief|respon\w+|improve\w*|pain[\s-]free|remission)\b", re.IGNORECASE
)

_P_VALUE = re.compile(r"(?<!\w)[Pp]\s?(?P<sign>[<>=≤≥])\s?(?P<p>0?[.·]\d+)(?!\d)")
_THRESHOLD = re.compile(
    r"\b(?:considered|defined|set\s+at|threshold|level\s+of\s+significance|accepted)\b",
    re.IGNORECASE,
)


def read_pain_scale(view: View, _: Question) -> Iterator[Candidate]:
    """Read which pain scales the text names."""
    for scale, words in _SCALE_PATTERNS:
        match = words.search(view.text)
        if match:
            rule = f"outcome.scale.{scale}"
            yield candidate(view, "pain_scale", scale, match.start(), match.end(), rule)


def read_pain_score(view: View, question: Question) -> Iterator[Candidate]:
    """Read means with a plus-minus in sentences on pain; the spread is never guessed."""
    if is_synthesis(view, question):
        return
    stated = _stated_spread(view.text)
    before: Sentence | None = None
    for sentence in view.sentences:
        about = _PAIN.search(sentence.words) or (before and _PAIN.search(before.words))
        before = sentence
        if not about or _NOT_PAIN.search(sentence.words):
            continue
        for match in _PLUS_MINUS.finditer(sentence.words):
            mean = read_decimal(match["mean"])
            if mean > 100:
                continue
            yield candidate(
                view,
                "pain_score",
                mean,
                sentence.start + match.start(),
                sentence.start + match.end(),
                "outcome.plus_minus",
                spread=read_decimal(match["spread"]),
                spread_type=stated,
                warnings=_spread_warning(stated),
            )


def _stated_spread(text: str) -> str:
    named = [kind for kind, words in _STATED_SPREAD if words.search(text)]
    return named[0] if len(named) == 1 else "unspecified"


def _spread_warning(stated: str) -> tuple[str, ...]:
    if stated != "unspecified":
        return ()
    return ("the text does not say whether ± is a standard deviation or error",)


def read_responders(view: View, question: Question) -> Iterator[Candidate]:
    """Read "25 of 33 patients" in sentences on relief or response."""
    if is_synthesis(view, question):
        return
    for sentence in view.sentences:
        if not _RELIEF.search(sentence.words):
            continue
        for match in _OF_PATIENTS.finditer(sentence.words):
            events, total = read_count(match["events"]), read_count(match["total"])
            if events is None or total is None or events > total:
                continue
            yield candidate(
                view,
                "responders",
                f"{events}/{total}",
                sentence.start + match.start(),
                sentence.start + match.end(),
                "outcome.events_of_total",
                events=events,
                total=total,
                percent=float(match["percent"]) if match["percent"] else None,
            )


def read_p_value(view: View, _: Question) -> Iterator[Candidate]:
    """Read p values that are results, not thresholds."""
    for sentence in view.sentences:
        if _THRESHOLD.search(sentence.words):
            continue
        for match in _P_VALUE.finditer(sentence.words):
            yield candidate(
                view,
                "p_value",
                f"{match['sign']}{match['p'].replace('·', '.')}",
                sentence.start + match.start(),
                sentence.start + match.end(),
                "outcome.p_value",
            )

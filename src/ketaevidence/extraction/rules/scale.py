"""Which pain scales a study used."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ketaevidence.extraction.model import Candidate
from ketaevidence.extraction.rules.found import candidate
from ketaevidence.extraction.rules.kind import is_kind
from ketaevidence.extraction.rules.pain_words import OTHER_MEASURED, PAIN
from ketaevidence.extraction.text import View
from ketaevidence.question.model import Question

_VISUAL = r"(?i:visual[\s-]+analog(?:ue)?(?:\s+pain)?(?:\s+(?:intensity|rating))?\s+(?:scale|score)s?)"
_NUMERIC = (
    r"(?i:numeric(?:al)?(?:\s+pain)?(?:\s+(?:intensity))?\s+rating\s+(?:scale|score)s?)"
)
_SCALES = (
    ("NRS", rf"NRS|{_NUMERIC}"),
    ("VAS", rf"VAS|{_VISUAL}"),
    ("McGill", r"(?i:McGill\s+Pain\s+Questionnaire)|SF-MPQ"),
)
_SCALE_PATTERNS = tuple(
    (scale, re.compile(rf"(?<!\w)(?:{words})(?!\w)")) for scale, words in _SCALES
)
_PAIN = re.compile(rf"\b{PAIN}\b", re.IGNORECASE)
_IN_ITSELF = re.compile(r"\bpain\b", re.IGNORECASE)
#: "Pain (intensity) was measured on a VAS" and "VAS for pain": nothing else between.
_LEADS_TO = re.compile(
    r"\bpain(?:\s+(?:intensity|severity|scores?|ratings?|levels?|relief))?"
    r"(?:\s+(?:at|on|in|during|after|and|rest|movement|coughing|motion|exercise|the|both|was|were|is|"
    r"assessed|measured|evaluated|rated|scored|recorded|quantified|using|with|by|a|an|means|of|"
    r"\d+[\s-]?(?:mm|cm|point)|horizontal|standard|patients?))*[\s:,(\[]*$",
    re.IGNORECASE,
)
_FOLLOWS = re.compile(
    r"^(?:\s*[(\[]\s*(?:VAS|NRS|0\s?(?:-|–|to)\s?10+)\s*[)\]])?\s*(?:scores?\s+|ratings?\s+|values?\s+)?"
    r"(?:for|of|\(|to\s+(?:assess|measure|rate|evaluate))?\s*(?:the\s+)?(?:\w+\s+)?pain\b",
    re.IGNORECASE,
)
#: How far a binding word may stand from the scale [characters].
_NEAR = 120


def read_pain_scale(view: View, _: Question) -> Iterator[Candidate]:
    """Read which pain scales the study used, where the words bind them to pain."""
    if is_kind(view, "synthesis") or is_kind(view, "animal"):
        return
    for scale in dict(_SCALES):
        match = pain_scale_at(view, scale)
        if match:
            start, end = match
            yield candidate(
                view, "pain_scale", scale, start, end, f"outcome.scale.{scale}"
            )


def pain_scale_at(view: View, scale: str) -> tuple[int, int] | None:
    """Give the first place where a scale is bound to pain, or ``None``."""
    words = dict(_SCALE_PATTERNS)[scale]
    for sentence in view.sentences:
        for match in words.finditer(sentence.words):
            if _measures_pain(sentence.words, match):
                return sentence.start + match.start(), sentence.start + match.end()
    return None


def _measures_pain(words: str, match: re.Match[str]) -> bool:
    if _IN_ITSELF.search(match[0]):
        return True
    before = words[max(0, match.start() - _NEAR) : match.start()]
    after = words[match.end() : match.end() + _NEAR]
    if _LEADS_TO.search(before) or _FOLLOWS.match(after):
        return not OTHER_MEASURED.match(after.lstrip(" (["))
    around = words[max(0, match.start() - 300) : match.end() + 300]
    return bool(_PAIN.search(around)) and not OTHER_MEASURED.search(around)

"""Which pain scales a study used, and how far each of them reaches."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from ketaevidence.extraction.model import Candidate
from ketaevidence.extraction.rules.found import candidate
from ketaevidence.extraction.rules.pain.pain_words import OTHER_MEASURED, PAIN
from ketaevidence.extraction.rules.pain.scale_words import (
    NAMED,
    SCALE_VOCABULARY,
    limits_near,
    name_of,
)
from ketaevidence.extraction.rules.study.kind import is_kind
from ketaevidence.extraction.text import View
from ketaevidence.question.model import Question

_PAIN = re.compile(rf"\b{PAIN}\b|\banalges\w+", re.IGNORECASE)
_IN_ITSELF = re.compile(
    r"pain|flacc|cheops|mcgill|mpq|bpi|nprs|nips|pipp|cpot", re.IGNORECASE
)
#: "Pain (intensity) was measured on a VAS" and "VAS for pain": nothing else between.
_LEADS_TO = re.compile(
    r"\bpain(?:\s+(?:intensity|severity|scores?|ratings?|levels?|relief|perception))?"
    r"(?:\s+(?:at|on|in|during|after|and|rest|movement|coughing|motion|exercise|the|both|was|were|is|"
    r"assessed|measured|evaluated|rated|scored|recorded|quantified|using|with|by|a|an|means|of|"
    r"\d+[\s-]?(?:mm|cm|points?)|horizontal|standard|patients?|[\d-]+))*[\s:,(\[]*$",
    re.IGNORECASE,
)
_FOLLOWS = re.compile(
    r"^(?:\s*[(\[]\s*(?:VAS|NRS|0\s?(?:-|to)\s?10+)\s*[)\]])?\s*(?:scores?\s+|ratings?\s+|values?\s+)?"
    r"(?:for|of|\(|to\s+(?:assess|measure|rate|evaluate))?\s*(?:the\s+)?(?:\w+\s+)?pain\b",
    re.IGNORECASE,
)
#: Scales of their own, that say nothing of the next one.
_RATING_NAMES = re.compile(
    r"\b(?:aldrete|bromage|ramsa?e?y|ashworth|apgar|oswestry|roland\S*|WOMAC|SF-?\d+|lequesne)\b",
    re.IGNORECASE,
)
#: Feelings that a scale measures where no word of pain is near.
_RATED_TOO = re.compile(
    r"\b(?:symptoms?|loudness|olfact\w+|smell\w*|dryness|halitosis|EQ-?5D|EuroQol|health|bother\w*|odou?r|"
    r"photosensitivity|vision|esthetic\w*|aesthetic\w*|cosme\w+|taste)\b",
    re.IGNORECASE,
)
#: "VAS scores for halitosis": the scale is that one's.
_OF_OTHER = re.compile(
    rf"\s*(?:\([^()]*\)\s*)?(?:scores?\s|ratings?\s|values?\s)?(?:for|of|measuring|assessing)\s(?:the\s)?(?:\w+\s){{0,2}}?{OTHER_MEASURED.pattern[2:]}",
    re.IGNORECASE,
)
#: How far a binding word may stand from the scale [characters].
_NEAR = 120
_WIDE = 300

#: These hold more than the intensity of pain.
ONLY_WITH_PAIN = frozenset({"WOMAC", "KOOS", "Likert", "GCPS", "CPG", "BPI"})
#: "Pain subscale of the ...", "pain, function and stiffness (...)".
_PART = re.compile(
    r"\bpain(?:\s(?:\w+\s){0,3}(?:of|on|in|from|by|with|using)\s(?:the\s)?|(?:,?\s(?:and\s)?[\w\s]{1,30}){0,3}\s?\()[^.;,()]{0,40}$",
    re.IGNORECASE,
)


_LETTERS = re.compile(r"[a-z]+")
#: No abstract names scales more often; a text made to trouble the rules may.
_MOST = 200


class Scale(NamedTuple):
    """One scale that a text names, with how far it reaches where the text says so."""

    name: str
    start: int
    end: int
    #: "0-10", "0-100 mm".
    limits: str | None = None
    top: int | None = None
    #: "pain", "other", or "" where its own sentence leaves it open.
    of: str = ""


def read_pain_scale(view: View, _: Question) -> Iterator[Candidate]:
    """Read which pain scales the study used, where the words bind them to pain."""
    if not view.names_any(SCALE_VOCABULARY) or is_kind(view, "animal"):
        return
    for scale in pain_scales(view).values():
        yield candidate(
            view,
            "pain_scale",
            scale.name,
            scale.start,
            scale.end,
            f"outcome.scale.{scale.name}",
            unit=scale.limits,
            confidence="high" if scale.of == "pain" else "medium",
        )


def pain_scales(view: View) -> dict[str, Scale]:
    """Give each scale that the text uses for pain, with its limits if stated."""
    return view.once(_pain_scales)


def scales_of_others(view: View) -> frozenset[str]:
    """Give the scales that the text uses, but not for pain."""
    return frozenset(scale.name for scale in view.once(scales)) - set(pain_scales(view))


def scales(view: View) -> tuple[Scale, ...]:
    """Give every mention of a scale, in order; ask through ``view.once(scales)``."""
    return (
        tuple(islice(_scales(view), _MOST)) if view.names_any(SCALE_VOCABULARY) else ()
    )


def _scales(view: View) -> Iterator[Scale]:
    said = SCALE_VOCABULARY & view.vocabulary
    for sentence in view.sentences_with(said):
        # Most sentences have no word of any scale, and the pattern is long.
        if said.isdisjoint(_LETTERS.findall(sentence.words.lower())):
            continue
        for match in NAMED.finditer(sentence.words):
            limits, top = limits_near(sentence.words, match.start(), match.end())
            yield Scale(
                name_of(match),
                sentence.start + match.start(),
                sentence.start + match.end(),
                limits,
                top,
                _of(sentence.words, match),
            )


def _pain_scales(view: View) -> dict[str, Scale]:
    mentions = view.once(scales)
    says_pain = bool(mentions) and bool(_PAIN.search(view.folded))
    found: dict[str, Scale] = {}
    for name in dict.fromkeys(scale.name for scale in mentions):
        own = [scale for scale in mentions if scale.name == name]
        kinds = {scale.of for scale in own}
        # A scale whose sentence leaves it open is pain's in a text on pain.
        if "pain" not in kinds and not (
            says_pain and "" in kinds and "other" not in kinds
        ):
            continue
        first = next((s for s in own if s.of == "pain"), own[0])
        limited = next((s for s in own if s.top and s.of != "other"), first)
        found[name] = first._replace(limits=limited.limits, top=limited.top)
    return found


def _of(words: str, match: re.Match[str]) -> str:
    """Say whether a mention's own sentence gives the scale to pain or to another."""
    if _IN_ITSELF.search(match[0]):
        return "pain"
    if name_of(match) in ONLY_WITH_PAIN:
        return _of_parts(words, match)
    before = _RATING_NAMES.sub(
        " ", words[max(0, match.start() - _NEAR) : match.start()]
    )
    after = words[match.end() : match.end() + _NEAR]
    if _LEADS_TO.search(before) or _FOLLOWS.match(after):
        return "other" if OTHER_MEASURED.match(after.lstrip(" ([")) else "pain"
    if _PAIN.search(before) or _PAIN.search(after):
        is_mixed = OTHER_MEASURED.search(before) or OTHER_MEASURED.search(after)
        return "" if is_mixed else "pain"
    if (
        OTHER_MEASURED.search(before)
        or _RATED_TOO.search(before)
        or _OF_OTHER.match(after)
    ):
        return "other"
    around = words[max(0, match.start() - _WIDE) : match.end() + _WIDE]
    return "pain" if _PAIN.search(around) and not OTHER_MEASURED.search(around) else ""


def _of_parts(words: str, match: re.Match[str]) -> str:
    """Say whether it is the pain part of a scale that has other parts too."""
    before = words[max(0, match.start() - _NEAR) : match.start()]
    after = words[match.end() : match.end() + _NEAR]
    is_pains = (
        _FOLLOWS.match(after.lstrip(":,"))
        or _LEADS_TO.search(before)
        or _PART.search(before)
    )
    return "pain" if is_pains else "other"

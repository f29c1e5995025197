"""Which operation the patients of a study had, and whether pain is in question."""

from __future__ import annotations

import re

from ketaevidence.extraction.model import Candidate
from ketaevidence.extraction.rules.found import candidate
from ketaevidence.extraction.rules.study.kind import is_kind
from ketaevidence.extraction.text import View

_OPERATION = (
    r"[\w-]*(?:surger(?:y|ies)|repairs?|ectom(?:y|ies)|plast(?:y|ies)|operations?|sections?|"
    r"replacements?|reconstructions?|scop(?:y|ies)|fixation|extractions?|otom(?:y|ies)|"
    r"ostom(?:y|ies)|fusions?|arthrodesis|osteosynthesis|transplantation|lithotripsy|"
    r"procedures|hysterectomies|bypass|removal)"
)
_PAIN_AFTER = re.compile(
    rf"[\w-]+[^.;:()]{{0,40}}?\b(?:after|following|in|for|undergoing)\s"
    rf"(?P<what>(?:(?!patients|the\b|with|treatment|group|for\b|and\b|an[ae]+sth|analg)"
    rf"[\w/-]+\s){{0,6}}?{_OPERATION})\b",
    re.IGNORECASE,
)
_UNDERGOING = re.compile(
    rf"(?:undergoing|underwent|undergo|scheduled\sfor|after|following)\s(?:elective\s|an?\s|the\s)?"
    rf"(?P<what>(?:(?!patients|with|and\b|under\b|treatment|for\b|an[ae]+sth|analg)"
    rf"[\w/-]+\s){{0,6}}?{_OPERATION})\b",
    re.IGNORECASE,
)
#: The words with which each of the two begins.
_BEGINS = {
    _PAIN_AFTER: frozenset({"pain", "analgesia", "analgesic", "relief", "recovery"}),
    _UNDERGOING: frozenset(
        {"undergoing", "underwent", "undergo", "scheduled", "after", "following"}
    ),
}
_SURGICAL = frozenset(
    [
        "surgery",
        "repair",
        "surgical",
        "postoperative",
        "postoperatively",
        "preoperative",
        "preemptive",
        "operative",
        "operation",
        "anesthesia",
        "anaesthesia",
        "arthroplasty",
        "hysterectomy",
        "tonsillectomy",
        "cholecystectomy",
        "caesarean",
        "cesarean",
        "thoracotomy",
        "herniorrhaphy",
        "extraction",
        "arthroscopy",
    ]
)
#: A title that is about something else than pain.
_OTHER_AIM = re.compile(
    r"nausea|vomiting|PONV|shivering|agitation|delirium|bleed|blood\sloss|h(?:a?emorrhage)|"
    r"hypotension|h(?:a?emodynamic)|intubation|laryngoscopy|anxiety|sedation|fluid|thrombo",
    re.IGNORECASE,
)
_ENDINGS = ("ectomy", "plasty", "otomy", "rrhaphy")
_PAINFUL = frozenset(["pain", "analgesia", "analgesic", "analgesics", "painful"])


def after_surgery(view: View) -> Candidate | None:
    """Read "postoperative pain after X", or X alone where pain is not in question."""
    is_told = view.names_any(_SURGICAL) or any(map(view.lower.__contains__, _ENDINGS))
    if not is_told or is_kind(view, "animal"):
        return None
    found = [_in_part(view, words, frozenset({"title"})) for words in _BEGINS]
    named = [match for match in found if match] or [
        match for words in _BEGINS if (match := _in_part(view, words, _TOLD))
    ]
    if named and _bare(named[0]["what"]) == "surgery":
        # "Pain after surgery": what surgery, a later sentence may tell.
        told = _in_part(view, _UNDERGOING, _TOLD)
        named = [told, *named] if told else named
    if not named:
        return None
    match = named[0]
    what = _bare(match["what"])
    is_pain = match.re is _PAIN_AFTER or (
        view.names_any(_PAINFUL) and not _OTHER_AIM.search(view.title)
    )
    if what == "surgery" and not is_pain:
        # That there was some surgery is nothing that patients have.
        return None
    name = f"postoperative pain after {what}" if is_pain else what
    return candidate(
        view, "condition", name, match.start(), match.end(), "condition.surgery",
        confidence="medium",
    )  # fmt: skip


def _in_part(
    view: View, words: re.Pattern[str], parts: frozenset[str]
) -> re.Match[str] | None:
    """Find the first operation told by a pattern in some parts of the paper."""
    begins = _BEGINS[words]
    if begins.isdisjoint(view.lowered):
        return None
    for lower, start, _ in view.words:
        if lower in begins and view.part_at(start) in parts:
            match = words.match(view.folded, start)
            if match:
                return match
    return None


_TOLD = frozenset({"methods", "objective", "abstract", "results"})


def _bare(what: str) -> str:
    """Leave out what does not tell the operation, and write it small."""
    bare = re.sub(
        r"^(?:(?:the|an?|elective|major|their|unilateral|primary|scheduled|minor|different|"
        r"post-?operative|routine|various|surgical)\s)+",
        "",
        " ".join(what.split()),
        flags=re.IGNORECASE,
    )
    if bare.lower() in _ANY_OPERATION:
        return "surgery"
    return " ".join(
        w.lower() if w.istitle() or w[1:].islower() else w for w in bare.split()
    )


_ANY_OPERATION = frozenset(
    {
        "surgery",
        "surgeries",
        "operation",
        "operations",
        "procedures",
        "section",
        "removal",
    }
)

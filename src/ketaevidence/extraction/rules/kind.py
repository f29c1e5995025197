"""What kind of paper a record is, before any rule reads numbers from it.

A review, a protocol and a study of animals hold numbers too, and none of them is a
result of patients.
"""

from __future__ import annotations

import re

from ketaevidence.extraction.text import View
from ketaevidence.records.model import (
    GUIDELINE,
    META_ANALYSIS,
    PRACTICE_GUIDELINE,
    REVIEW,
    SYSTEMATIC_REVIEW,
    TRIAL_PROTOCOL,
)

_BEASTS = r"(?:rats?|mice|mouse|dogs?|cats?|sheep|rabbits?|pigs?|piglets?|horses?|monkeys?|baboons?|calves|ponies|lambs?|goats?|hamsters?|guinea[\s-]pigs?|macaques?|broilers?|hens?|cows?)"

#: (kind, where to look, words): the words that give a paper away.
_SIGNS: tuple[tuple[str, str, str], ...] = (
    ("synthesis", "title", r"\bmeta-?\s?analy|\bsystematic(?:ally)?\s+review|\b(?:narrative|comprehensive|scoping|critical|literature|cochrane|umbrella|evidence[\s-]based|updated?)\s+review\b|:\s+(?:an?\s+)?(?:\w+\s+){0,2}(?:review|overview|update|guidelines?)\b|^(?:an?\s+)?(?:\w+\s+){0,2}(?:review|overview|update)\s+(?:of|on)\b|\bpooled\b|\b(?:combined|integrated)\s+analys[ie]s\b|\breview\s+of\s+(?:the\s+)?(?:literature|evidence|trials|studies|its|clinical)\b|\bguidelines?\b|\bconsensus\b|\bnetwork\s+analysis\b"),
    ("synthesis", "any", r"\bmeta-?\s?analy|\b(?:this|the\s+present|our)\s+(?:\w+\s+){0,2}(?:review|overview)\b|\b(?:MEDLINE|PubMed|EMBASE|Cochrane\s+Library|CINAHL)\b|\bpooled\s+(?:data|analys[ie]s|results|estimates?)\b|\b(?:data|results|patients)\s+(?:were\s+)?(?:pooled\s+)?from\s+(?:\w+\s+){0,2}(?:\d+|two|three|four|five|six|seven|eight|nine|ten)\s+(?:\w+[\s,-]+){0,4}(?:trials|studies)\b|\b(?:this|the\s+present)\s+(?:article|paper|chapter)\s+(?:\w+\s+)?(?:reviews?|discusses|summari[sz]es|describes|examines|outlines)\b|\b(?:is|are)\s+(?:briefly\s+)?(?:reviewed|discussed)\b|\bwe\s+review(?:ed)?\s+(?:the\s+)?(?:\w+\s+)?(?:literature|evidence|trials|studies|data)\b|\b(?:trials|studies)\s+(?:that\s+)?(?:were|was)\s+(?:included|identified|selected|eligible|reviewed|found)\b|\b(?:combined|integrated|post[\s-]hoc|subgroup)\s+analys[ie]s\s+of\b|\b(?:literature|published)\s+(?:search|review|reports|data|studies|trials)\b|\breview\s+of\s+(?:the\s+)?(?:literature|published)\b"),
    ("protocol", "title", r"\b(?:study|trial|review|research)\s+protocol\b|\bprotocol\s+(?:for|of)\s+(?:an?|the)\b|[:\-\u2013]\s*(?:an?\s+|the\s+)?protocol\b|\b(?:rationale\s+and\s+(?:study\s+)?(?:design|methods)|(?:study\s+)?design\s+and\s+(?:rationale|methods|baseline))\b"),
    ("protocol", "any", r"\b(?:patients|participants|subjects|volunteers|women|men|children|adults|trial|study|eligible|individuals)\b[^.;]{0,40}\bwill\s+(?:be\s+)?(?:\w+ly\s+)?(?:randomi[sz]ed|recruit\w*|enrol\w*|allocated|assigned|includ\w+|compare|evaluate|receive|assess\w*|test)\b|\bwill\s+be\s+(?:\w+ly\s+)?(?:randomi[sz]ed|recruited|enrolled|allocated)\b|\bwe\s+will\s+(?:include|recruit|randomi[sz]e|enrol)"),
    ("animal", "title", rf"\b(?:in|of|on|for|by)\s+(?:[\w-]+\s+){{0,4}}{_BEASTS}\b(?!\s+(?:allerg|bite|scratch|dander|owner|hair|epithel))|\b(?:rat|mouse|canine|feline|equine|porcine|murine|bovine|ovine|rodent)s?\s+(?:\w+\s+){{0,2}}(?:model|brain|cortex|spinal|nerve|dorsal|liver|hippocamp\w+|osteoarthritis|study|stomach|kidney|cerebell\w+)"),
    ("animal", "any", rf"\b(?:sprague|wistar|long-evans|beagles?|mongrel|balb/c|c57bl\w*)\b|\b(?:\d+|male|female|adult|anaestheti[sz]ed|anestheti[sz]ed|awake|neonatal|these|the|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|thirty|forty)\s+(?:\w+\s+){{0,2}}{_BEASTS}\b(?!\s+(?:allerg|bite|owner))|\b{_BEASTS}\s+(?:were|was|received|with\s+osteoarthritis)\b|\bin\s+{_BEASTS}\b"),
)  # fmt: skip
_COMPILED = tuple((k, w, re.compile(p, re.IGNORECASE)) for k, w, p in _SIGNS)
_TYPES = {
    "synthesis": (
        REVIEW,
        SYSTEMATIC_REVIEW,
        META_ANALYSIS,
        GUIDELINE,
        PRACTICE_GUIDELINE,
    ),
    "protocol": (TRIAL_PROTOCOL,),
}


def is_kind(view: View, kind: str) -> bool:
    """Say whether a record is a "synthesis", a "protocol" or an "animal" study."""
    record = view.record
    if record.is_of_type(*_TYPES.get(kind, ())):
        return True
    if kind == "animal":
        subjects = {heading.name for heading in record.mesh}
        if "Animals" in subjects:
            return "Humans" not in subjects
        if "Humans" in subjects:
            return False
    places = {"title": len(record.title), "any": len(view.text)}
    return any(
        words.search(view.text, 0, places[where])
        for name, where, words in _COMPILED
        if name == kind
    )


def reports_patients(view: View) -> bool:
    """Say whether the numbers in a record may be results of its own patients."""
    return not any(is_kind(view, kind) for kind in ("synthesis", "protocol", "animal"))

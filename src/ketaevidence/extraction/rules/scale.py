"""Which pain scales a study used, and how far each of them reaches."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from ketaevidence.extraction.model import Candidate
from ketaevidence.extraction.rules.found import candidate
from ketaevidence.extraction.rules.kind import is_kind
from ketaevidence.extraction.rules.pain_words import OTHER_MEASURED, PAIN, words_of
from ketaevidence.extraction.text import View
from ketaevidence.question.model import Question

_RATED = r"(?:scales?|scores?|scoring|ratings?|lines?|thermometers?)"
_OF_PAIN = r"(?:pain|intensity|severity|rating|assessment|descriptor|response)"
#: Each scale by its usual name, and the words that say it. A name in capitals is only
#: its own if it is printed so ("PPI" is no pump inhibitor where the text explains it).
_SCALES: tuple[tuple[str, str], ...] = (
    ("PPI", r"present\s+pain\s+(?:intensity|index)"),
    ("VAS", rf"VAS(?:-?PI?|s)?|VAPS|V\.A\.S\.?|(?i:(?:visual|mechanical)(?:[\s-]+verbal)?[\s-]*(?:analog(?:ue|ic|ical|ous)?|analouge)(?:[\s-]+{_OF_PAIN})*(?:[\s-]+{_RATED})+|visual[\s-]+analog(?:ue)?\b|linear\s+analog(?:ue)?\s+(?:scale|technique)|analog(?:ue)?\s+(?:pain\s+)?scale|analog(?:ue)?\s+.worst\s+pain.\s+scale|visuoanalogic\s+scale)"),
    ("NRS", rf"V?NRS(?:-?11|s)?|NPRS|PI-NRS|NRS-?PI|NPIS|VNS|(?i:(?:verbal[\s-]+)?numeric(?:al)?(?:[\s-]+{_OF_PAIN}|[\s-]+(?:verbal|analog(?:ue)?))*[\s-]+(?:scales?|scores?|ratings?(?:\s+scales?)?)|box[\s-]11|(?:11|eleven)[\s-]point\s+(?:pain\s+)?(?:intensity\s+)?(?:rating\s+)?scale)"),
    ("VDS", r"VDS|(?i:verbal\s+descript(?:or|ive)\s+(?:pain\s+)?scale)"),
    ("VRS", rf"VRS|(?i:verbal(?:[\s-]+(?:{_OF_PAIN}|analog(?:ue)?|categorical))*[\s-]+(?:scales?|scores?|rating(?:\s+scale)?))"),
    ("BPI", r"m?BPI(?:-?SF|-?DPN)?|(?i:brief\s+pain\s+inventory)"),
    ("McGill", r"(?:SF-?)?MPQ(?:-?2|-?SF)?|(?i:McGill)(?:[\s-]+(?i:pain)(?:[\s-]+(?i:questionnaire|score|scale|inventory))?)?"),
    ("WOMAC", r"WOMAC|(?i:western\s+ontario\s+(?:and|&)\s+mc\s?master\s+universit\w+)"),
    ("Likert", r"(?i:likert(?:[\s-]+(?:type|pain|like))*(?:[\s-]+scale)?)"),
    ("NPS", r"(?i:neuropathic\s+pain\s+scale)"),
    ("NPSI", r"NPSI|(?i:neuropathic\s+pain\s+symptom\s+inventory)"),
    ("FLACC", r"FLACC"),
    ("mCHEOPS", r"m-?CHEOPS"),
    ("CHEOPS", r"CHEOPS|(?i:children.?s\s+hospital\s+(?:of\s+)?eastern\s+ontario\s+pain\s+scale)"),
    ("OPS", r"(?i:objective\s+pain\s+(?:discomfort\s+)?(?:scale|score)s?)"),
    ("NIPS", r"NIPS|(?i:neonatal\s+infant\s+pain\s+(?:scale|profile))"),
    ("PIPP", r"PIPP(?:-R)?|(?i:premature\s+infant\s+pain\s+profile)"),
    ("CPOT", r"CPOT|(?i:critical[\s-]+care\s+pain\s+observation\s+tool)"),
    ("BPS", r"(?i:behaviou?ral\s+pain\s+(?:scale|score)s?)"),
    ("PAINAD", r"PAINAD"),
    ("Wong-Baker", r"(?i:wong[\s-]+(?:and\s+)?baker)(?:\s+(?i:faces?))?(?:\s+(?i:pain))?(?:\s+(?i:rating))?(?:\s+(?i:scale))?"),
    ("FPS-R", r"FPS-?R|(?i:faces\s+pain\s+(?:rating\s+)?scale[\s-]+revised)"),
    ("faces", r"(?i:faces?\s+(?:pain\s+)?(?:rating\s+)?scales?|smiley\s+(?:\w+\s+)?scale|facial\s+(?:pain\s+)?scales?)"),
    ("CPG", r"(?i:chronic\s+pain\s+grade)"),
    ("KOOS", r"KOOS|(?i:knee\s+injury\s+and\s+osteoarthritis\s+outcome\s+score)"),
    ("GCPS", r"GCPS|(?i:graded\s+chronic\s+pain\s+scale)"),
)  # fmt: skip
#: Every scale's words in one pattern, for use in other patterns.
SCALE_NAMES = "(?-i:" + "|".join(words for _, words in _SCALES) + ")"
_NAMED = re.compile(
    r"(?<![\w-])(?:"
    + "|".join(f"(?P<s{n}>{words})" for n, (_, words) in enumerate(_SCALES))
    + r")(?![\w])"
)
#: Without one of these (runs of letters, lower case) no text names a pain scale.
_GATE = words_of(
    """
    vas vasp vaps visual analog analogue analogic visuoanalogic nrs vnrs nprs npis vns
    numeric numerical box eleven point vrs vds verbal bpi bpisf brief mcgill mpq sfmpq womac
    western likert neuropathic npsi flacc cheops mcheops objective nips neonatal pipp
    premature cpot critical behavioral behavioural painad wong fps faces face smiley facial
    gcps eastern graded chronic koos knee present v nrspi
    """
)
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

#: How far the scale reaches: "0-10", "0 (no pain) to 100 (worst pain)".
_SAYS = r"\s?(?:\([^()]{1,50}\)|=\s?[^,;()]{1,40}?|\[[^\[\]]{1,50}\]|:\s?[^,;()\d]{1,40}?|,?\s(?:no|none)\b[^,;()\d]{0,40}?)"
_UPPER = r"(?P<high>100|10|20|[3-6])(?![\d.,]*\d|\s?(?:%|h\b|hours|days|weeks|months|min|years|patients|and\s\d))"
_LIMITS = re.compile(
    rf"(?<![\w.,/±<>=-])(?<![<>≤≥±]\s)(?P<low>[01])(?:\s?(?:-|to|and|through|out\sof)\s?|{_SAYS}\s?(?:-|,|;|to|and|through)\s?(?:score\s)?)"
    rf"{_UPPER}\s?-?(?P<unit>mm|cm)?",
    re.IGNORECASE,
)
#: An upper end as low as this is a scale's only where the words say that it is one.
_LOW_TOP = 10
_OF_A_SCALE = re.compile(
    r"(?:scales?|ranging|graded|scored|rated|score|points?|from)\W*(?:of\s|from\s|between\s)*$",
    re.IGNORECASE,
)
_LENGTH = re.compile(
    r"(?<![\w.,-])(?P<high>100|10)[\s-]?(?P<unit>mm|cm)\b", re.IGNORECASE
)
_POINTS = re.compile(
    r"(?<![\w.,-])(?:(?P<eleven>11|eleven)|(?P<many>101)|(?P<ten>10|ten))[\s-]points?\b|\bBOX-?11|NRS-?11",
    re.IGNORECASE,
)
#: Before a scale's name its limits stand directly: "a 0-10 point numeric scale".
_UP_TO_NAME = re.compile(r"[\s-]?(?:points?|mm|cm)?[)\]]?\s?(?:[\w'-]+\s){0,3}$")
#: "VAS was 2.1 (range 0-10)": what follows a value is no limit.
_HOLDS_A_VALUE = re.compile(
    r"\d|\b(?:mean|median|decreased|improved|fell)\b", re.IGNORECASE
)
#: How far the words that limit a scale may stand from its name [characters].
_BEFORE, _AFTER = 60, 110


#: These hold more than the intensity of pain.
ONLY_WITH_PAIN = frozenset({"WOMAC", "KOOS", "Likert", "GCPS", "CPG", "BPI"})
#: "Pain subscale of the ...", "pain, function and stiffness (...)".
_PART = re.compile(
    r"\bpain(?:\s(?:\w+\s){0,3}(?:of|on|in|from|by|with|using)\s(?:the\s)?|(?:,?\s(?:and\s)?[\w\s]{1,30}){0,3}\s?\()[^.;,()]{0,40}$",
    re.IGNORECASE,
)


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
    if not view.names_any(_GATE) or is_kind(view, "animal"):
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


def scale_named(words: str) -> str | None:
    """Give the usual name of the scale that these words say."""
    match = _NAMED.search(words)
    return _name(match) if match else None


def scales(view: View) -> tuple[Scale, ...]:
    """Give every mention of a scale, in order; ask through ``view.once(scales)``."""
    return tuple(islice(_scales(view), _MOST)) if view.names_any(_GATE) else ()


def scales_in(words: str) -> Iterator[tuple[str, int, int]]:
    """Give (name, start, end) of the scales that a stretch of words names."""
    for match in _NAMED.finditer(words):
        yield _name(match), match.start(), match.end()


def limits_near(words: str, start: int, end: int) -> tuple[str | None, int | None]:
    """Give the limits that words around a scale's name state, and the upper one."""
    before = words[max(0, start - _BEFORE) : start]
    behind = words[end : end + _AFTER]
    following = _NAMED.search(behind)
    behind = behind[: following.start()] if following else behind
    for match in limits_in(behind):
        if not _HOLDS_A_VALUE.search(behind[: match.start()]):
            return _limits(match)
    for match in limits_in(before):
        if _UP_TO_NAME.match(before, match.end()):
            return _limits(match)
    for stretch in (before, words[start:end], behind[:40]):
        for pattern in (_LENGTH, _POINTS):
            match_ = pattern.search(stretch)
            is_far = stretch is before and match_ and pattern is _LENGTH
            if match_ and not (is_far and not _UP_TO_NAME.match(stretch, match_.end())):
                return _length(match_)
    return None, None


def _limits(match: re.Match[str]) -> tuple[str, int]:
    unit = f" {match['unit'].lower()}" if match["unit"] else ""
    return f"{match['low']}-{match['high']}{unit}", int(match["high"])


def _length(match: re.Match[str]) -> tuple[str | None, int]:
    """Read "10-cm" and "11-point"; ten points may begin at 0 or at 1."""
    groups = match.groupdict()
    if groups.get("unit"):
        return f"0-{match['high']} {match['unit'].lower()}", int(match["high"])
    if groups.get("ten"):
        return None, 10
    return ("0-100", 100) if groups.get("many") else ("0-10", 10)


def limits_in(words: str) -> Iterator[re.Match[str]]:
    """Give the places where words state how far a scale reaches."""
    for match in _LIMITS.finditer(words):
        is_explained = len(match[0]) > len("0 out of 100 mm")
        is_low = int(match["high"]) < _LOW_TOP
        if (
            is_low
            and not is_explained
            and not _OF_A_SCALE.search(words[: match.start()])
        ):
            continue
        yield match


def _name(match: re.Match[str]) -> str:
    return _SCALES[int((match.lastgroup or "s0")[1:])][0]


def _scales(view: View) -> Iterator[Scale]:
    for sentence in view.sentences:
        for match in _NAMED.finditer(sentence.words):
            limits, top = limits_near(sentence.words, match.start(), match.end())
            yield Scale(
                _name(match),
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
    if _name(match) in ONLY_WITH_PAIN:
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

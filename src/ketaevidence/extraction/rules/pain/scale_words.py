"""The words for pain scales, and for how far they reach."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ketaevidence.extraction.mentions.word_set import word_set

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
    ("McGill", r"(?:SF-?)?MPQ(?:-?2|-?SF)?|(?i:Mc\s?Gill)(?:[\s-]+(?i:pain)(?:[\s-]+(?i:questionnaire|score|scale|inventory))?)?"),
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
    ("MOBID-2", r"MOBID-?2?"),
    ("PRTEE", r"PRTEE|(?i:patient-rated\s+tennis\s+elbow\s+evaluation)"),
    ("GCPS", r"GCPS|(?i:graded\s+chronic\s+pain\s+scale)"),
)  # fmt: skip
#: Every scale's words in one pattern, for use in other patterns.
SCALE_NAMES = "(?-i:" + "|".join(words for _, words in _SCALES) + ")"
NAMED = re.compile(
    r"(?<![\w-])(?:"
    + "|".join(f"(?P<s{n}>{words})" for n, (_, words) in enumerate(_SCALES))
    + r")(?![\w])"
)
#: Without one of these (runs of letters, lower case) no text names a pain scale.
SCALE_VOCABULARY = word_set(
    """
    vas vasp vaps visual analog analogue analogic visuoanalogic nrs vnrs nprs npis vns
    numeric numerical box eleven point vrs vds verbal bpi bpisf brief mcgill mpq sfmpq womac
    western likert neuropathic npsi flacc cheops mcheops objective nips neonatal pipp
    premature cpot critical behavioral behavioural painad wong fps faces face smiley facial
    gcps mc mobid prtee rated eastern graded chronic koos knee present v nrspi
    """
)
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


def scale_named(words: str) -> str | None:
    """Give the usual name of the scale that these words say."""
    match = NAMED.search(words)
    return name_of(match) if match else None


def scales_in(words: str) -> Iterator[tuple[str, int, int]]:
    """Give (name, start, end) of the scales that a stretch of words names."""
    for match in NAMED.finditer(words):
        yield name_of(match), match.start(), match.end()


def limits_near(words: str, start: int, end: int) -> tuple[str | None, int | None]:
    """Give the limits that words around a scale's name state, and the upper one."""
    before = words[max(0, start - _BEFORE) : start]
    behind = words[end : end + _AFTER]
    following = NAMED.search(behind)
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


#: "3.1 on a 0-10 scale", "31 on the 100-mm VAS".
_ON_A_SCALE = re.compile(
    r"\s?(?:\([^()]{0,60}\)\s?)?(?:on|of|out\sof)\s(?:an?|the)\s"
    r"(?P<scale>[^.;:]{0,50}?\b(?:scales?|VAS|NRS|scores?|line)\b(?:\s?\([^()]{0,60}\))?)"
)


def limits_behind(words: str, end: int) -> tuple[str | None, int | None]:
    """Give the limits of the scale that stands directly behind a value."""
    found = _ON_A_SCALE.match(words, end)
    if not found:
        return None, None
    for match in limits_in(found["scale"]):
        return _limits(match)
    for pattern in (_LENGTH, _POINTS):
        if match_ := pattern.search(found["scale"]):
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


def name_of(match: re.Match[str]) -> str:
    """Give the usual name of the scale that a match of `NAMED` found."""
    return _SCALES[int((match.lastgroup or "s0")[1:])][0]

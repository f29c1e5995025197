"""The words by which a text says how a drug is given, each with its place."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from ketaevidence.extraction.text import View, Word

#: On which side of the word its drug stands: "oral morphine" before it, "morphine was
#: given orally" behind it, "morphine tablets" and "tablets of morphine" on either; a
#: technique ("caudal block") names its drug with "with" or "for".
Side = Literal["adjective", "adverb", "short", "form", "technique"]


class RouteWord(NamedTuple):
    """One mention of a route, with its place and the side on which its drug stands."""

    route: str
    start: int
    end: int
    side: Side


#: route -> the adjectives that name it; an adverb is the same with "ly" behind.
_ADJECTIVES = {
    "intravenous": "intravenous intra-venous endovenous",
    "oral": "oral peroral per-oral enteral",
    "intranasal": "intranasal intra-nasal transnasal nasal",
    "topical": "topical transcutaneous",
    "epidural": "epidural peridural extradural",
    "intrathecal": "intrathecal intra-thecal subarachnoid intraspinal",
    "intramuscular": "intramuscular intra-muscular",
    "subcutaneous": "subcutaneous sub-cutaneous",
    "caudal": "caudal",
    "sublingual": "sublingual sub-lingual",
    "rectal": "rectal",
    "transdermal": "transdermal",
    "perineural": "perineural peri-neural intraneural",
    "intraarticular": "intraarticular intra-articular",
    "intraperitoneal": "intraperitoneal intra-peritoneal",
    "vaginal": "intravaginal vaginal",
    "intradermal": "intradermal intracutaneous",
    "inhaled": "inhaled nebulized nebulised inhalational aerosolized aerosolised",
}
_FORMS = {
    "oral": "tablet tablets capsule capsules lozenge lozenges pill pills syrup caplet "
    "caplets softgel softgels juice lollipop lollipops",
    "topical": "ophthalmic cream creams ointment ointments gel gels lotion mouthwash mouthrinse",
    "rectal": "suppository suppositories",
    "transdermal": "patch patches",
    "inhaled": "inhaler nebulizer nebuliser nebulization nebulisation inhalation",
}
_TECHNIQUES = {
    "perineural": "block blocks blockade plexus",
    "infiltration": "infiltration infiltrated infiltrate infiltrations infiltrating",
    "intrathecal": "spinal",
    "regional_intravenous": "bier ivra",
}
_ENDINGS: tuple[tuple[str, Side], ...] = (("", "adjective"), ("ly", "adverb"))
_TABLE: dict[str, tuple[str, Side]] = {
    **{
        word + ending: (route, side)
        for route, words in _ADJECTIVES.items()
        for word in words.split()
        for ending, side in _ENDINGS
    },
    "intraarticularly": ("intraarticular", "adverb"),
    "nasally": ("intranasal", "adverb"),
    **{word: (r, "form") for r, words in _FORMS.items() for word in words.split()},
    **{
        word: (r, "technique") for r, words in _TECHNIQUES.items() for word in words.split()
    },
}  # fmt: skip
#: Runs of letters without one of which a text names no route.
_GATE = frozenset(
    part
    for word in _TABLE
    for part in re.findall("[a-z]+", word)
    if part not in {"intra", "per", "peri", "sub"}
) | frozenset(["iv", "im", "po", "sc", "v", "m", "o", "c", "mouth", "os", "rectum"])

#: Behind an adjective, what makes it something else's: "oral surgery".
_NOT_BEFORE = {
    "oral": "surgery surgical cavity mucositis health hygiene intake mucosa mucosal "
    "glucose contraceptive contraceptives anticoagulant anticoagulants anticoagulation "
    "food fluid fluids feeding care cancer lesions ulcers medicine lichen examination "
    "communication presentation questionnaire informed consent pain opening function "
    "diet soft tissue tissues aphthous candidiasis submucous squamous nutrition "
    "rehydration bioavailability system",
    "vaginal": "delivery deliveries birth births hysterectomy bleeding wall surgery examination "
    "discharge repair infection mucosa route-of prolapse dryness atrophy pain hysterectomies",
    "epidural": "space puncture hematoma haematoma blood fibrosis scar scarring abscess "
    "stimulation stimulator adhesions fat catheterization needle pressure electrode",
    "nasal": "congestion surgery polyps polyposis packing mucosa septum cannula oxygen "
    "obstruction bleeding cavity airway swab swabs continuous flow prongs allergen "
    "endoscopic endoscopy symptoms symptom cpap bones",
    "subarachnoid": "hemorrhage haemorrhage space bleeding",
    "rectal": "cancer surgery bleeding temperature examination tube prolapse carcinoma "
    "tumor tumour wall resection distension distention mucosa pain barostat",
    "subcutaneous": "tissue tissues fat emphysema tunneling infection nerve",
    "intranasal": "surgery packing",
    "intraperitoneal": "air gas pressure adhesions bleeding",
    "intramuscular": "stimulation electromyography pressure temperature",
    "intravenous": "line access fluid fluids cannula cannulation cannulae catheter "
    "catheters contrast immunoglobulin sedation drug",
    "intraarticular": "fracture fractures adhesions pathology",
    "caudal": "region direction",
    "topical": "review",
    "ophthalmic": "surgery examination examinations branch nerve anesthesia anaesthesia",
    "transdermal": "",
}  # fmt: skip
_NOT_BEFORE_SETS = {word: frozenset(s.split()) for word, s in _NOT_BEFORE.items()}

#: Short forms. Bare capitals are a route only where a dose or a drug's act is near.
_SHORT = re.compile(
    r"(?<![\w.])(?:(?P<iv>i\.\s?v\.?|IV|iv|I\.\s?V\.?)|(?P<im>i\.\s?m\.?|IM|im|I\.\s?M\.?)|"
    r"(?P<po>p\.\s?o\.?|PO|po|P\.\s?O\.?|per\sos|by\smouth)|(?P<sc>s\.\s?c\.?|SC|sc|SQ)|"
    r"(?P<pr>per\srectum|p\.\s?r\.?))(?!\w|\.\w|-\d)"
)
_SHORT_ROUTES = {
    "iv": "intravenous", "im": "intramuscular", "po": "oral", "sc": "subcutaneous",
    "pr": "rectal",
}  # fmt: skip
#: "Stage IV", "group IV", "IV and V" are numerals; a route has one of these by it.
_ROUTE_BEFORE = re.compile(
    r"(?:\d\s?|\b(?:mg|ml|g|µg|mcg|microg|kg|kg-1|kg\(-1\)|min|h|units?|placebo|saline|"
    r"given|administered|received|receive|receiving|injected|infused|drug|via|the|of|"
    r"with|an?|single|continuous|and|or|low-dose|infusion|bolus|doses?|adding|daily|"
    r"day|hourly|by|either|to|titrated|\w+(?:ine|ol|one|am|il|en|ac|id|ate|um|ib))|[,(/])\s?$",
    re.IGNORECASE,
)
_ROUTE_AFTER = re.compile(
    r"[\s-]?(?:infus|bolus|inject|PCA|patient-control|admin|drip|push|route|dose|"
    r"low-dose|sub|\d|placebo|saline|anaesth|anesth|analges|sedat|fluid|group|"
    r"over|before|after|every|twice|daily|or\b|and\s(?:oral|IM|i\.?m|epidural|p\.?o)|"
    r"at\b|for\b|if\b|in\b|[.,;)/]|\w+(?:ine|ol|one|am|il|en|ac|id|ate|um|ib)\b|S\(|\(S)",
    re.IGNORECASE,
)
_NUMERAL_BEFORE = re.compile(
    r"\b(?:stage|grade|type|class|group|groups|level|phase|stages|grades|cranial|nerve|"
    r"DSM|part|zone|lobule|status|score|ASA|III|II|and\sI|factor|layer)[\s-]{0,2}$",
    re.IGNORECASE,
)


def route_words(view: View) -> tuple[RouteWord, ...]:
    """Give every mention of a route; ask through ``view.once(route_words)``."""
    if not view.names_any(_GATE):
        return ()
    found = [*_worded(view), *_shortened(view)]
    found.sort(key=lambda word: word.start)
    return tuple(found)


def route_words_in(view: View, start: int, end: int) -> tuple[RouteWord, ...]:
    """Give the mentions of a route between two places of the text."""
    every = view.once(route_words)
    first = bisect_left(every, start, key=lambda word: word.start)
    last = bisect_left(every, end, lo=first, key=lambda word: word.start)
    return every[first:last]


def _worded(view: View) -> Iterator[RouteWord]:
    words = view.words
    for place, word in enumerate(words):
        known = _known(word.lower)
        if known is None:
            continue
        route, side = known
        before = words[place - 1] if place else None
        behind = words[place + 1] if place + 1 < len(words) else None
        found = _in_context(route, side, word, before, behind)
        if found is not None:
            yield found


@lru_cache(maxsize=1 << 16)
def _known(lower: str) -> tuple[str, Side] | None:
    """Give what a word is in the table; "a TAP-block" is a block."""
    glued: tuple[str, Side] = ("perineural", "technique")
    return _TABLE.get(lower) or (glued if lower.endswith(_GLUED) else None)


def _in_context(
    route: str, side: Side, word: Word, before: Word | None, behind: Word | None
) -> RouteWord | None:
    """Say what a route word is between its neighbours; ``None`` if no route at all."""
    last = before.lower if before and word.start - before.end <= 2 else ""
    following = behind.lower if behind and behind.start - word.end <= 2 else ""
    if following in _NOT_BEFORE_SETS.get(word.lower, ()):
        return None
    if side == "technique":
        known = _as_technique(route, word, last, following)
    elif side == "form":
        known = None if last in _NO_FORMS else (route, side)
    else:
        known = _as_adjective(route, side, word, last, following)
    return known and RouteWord(known[0], word.start, word.end, known[1])


def _as_technique(
    route: str, word: Word, last: str, following: str
) -> tuple[str, Side] | None:
    if word.lower == "spinal":
        if following not in _SPINAL:
            return None
        is_technique = following in _SPINAL_TECHNIQUE
        return route, "technique" if is_technique else "adjective"
    if route == "perineural":
        if last == "field":
            return "infiltration", "technique"
        return (route, "technique") if _is_nerve(last, word) else None
    return route, "technique"


def _as_adjective(
    route: str, side: Side, word: Word, last: str, following: str
) -> tuple[str, Side] | None:
    if word.lower == "oral" and following in {"rinse", "mouthwash"}:
        return "topical", side
    if route == "intravenous" and "regional" in {last, following}:
        return "regional_intravenous", "technique"
    if side == "adjective" and following in _BLOCKS and route in _BLOCKED:
        return route, "technique"
    if word.lower == "nasal" and following not in _NASAL:
        return None
    return route, side


_NO_FORMS = frozenset(
    {"blood", "skin", "agarose", "silica", "polyacrylamide", "sephadex", "shoulder"}
)
#: "A TAP-block", "the LFCN-block".
_GLUED = ("-block", "-blocks", "-blockade")
_BLOCKS = frozenset(
    [
        "block",
        "blocks",
        "blockade",
        "analgesia",
        "anesthesia",
        "anaesthesia",
        "anesthetic",
        "anaesthetic",
    ]
)
_BLOCKED = frozenset({"epidural", "caudal", "intrathecal", "perineural"})
_SPINAL_TECHNIQUE = frozenset(
    ["anesthesia", "anaesthesia", "analgesia", "block", "anesthetic"]
)
_SPINAL = _SPINAL_TECHNIQUE | frozenset(
    [
        "morphine",
        "fentanyl",
        "sufentanil",
        "bupivacaine",
        "ropivacaine",
        "lidocaine",
        "injection",
        "administration",
        "neostigmine",
        "clonidine",
        "ketamine",
    ]
)
_NASAL = frozenset(
    [
        "spray",
        "sprays",
        "administration",
        "drops",
        "route",
        "application",
        "delivery",
        "insufflation",
        "ketamine",
        "esketamine",
        "fentanyl",
        "sufentanil",
        "midazolam",
        "dexmedetomidine",
        "sumatriptan",
        "butorphanol",
        "premedication",
        "calcitonin",
    ]
)
#: What stands before "block" where it is a block of nerves.
_NERVES = frozenset(
    [
        "nerve",
        "nerves",
        "plexus",
        "femoral",
        "sciatic",
        "saphenous",
        "adductor",
        "canal",
        "tap",
        "plane",
        "popliteal",
        "interscalene",
        "supraclavicular",
        "infraclavicular",
        "axillary",
        "brachial",
        "paravertebral",
        "intercostal",
        "peribulbar",
        "retrobulbar",
        "scalp",
        "ganglion",
        "pudendal",
        "penile",
        "compartment",
        "iliaca",
        "ankle",
        "ilioinguinal",
        "transversus",
        "obturator",
        "occipital",
        "lumbar",
        "stellate",
        "sympathetic",
        "fnb",
        "pecs",
        "serratus",
        "spinae",
        "quadratus",
        "lumborum",
        "alveolar",
        "mandibular",
        "dental",
        "interpleural",
        "ilio-inguinal",
        "hypogastric",
        "ilio-hypogastric",
    ]
)


def _is_nerve(last: str, word: Word) -> bool:
    if word.lower.endswith(_GLUED):
        return True
    return last in ({"brachial", "lumbar"} if word.lower == "plexus" else _NERVES)


def _shortened(view: View) -> Iterator[RouteWord]:
    text = view.folded
    for match in _SHORT.finditer(text):
        kind = match.lastgroup or ""
        before = text[max(0, match.start() - 20) : match.start()]
        after = text[match.end() : match.end() + 20]
        if "." not in match[0] and " " not in match[0]:
            if _NUMERAL_BEFORE.search(before):
                continue
            if not (
                _ROUTE_BEFORE.search(before) and _ROUTE_AFTER.match(after)
            ) and not (
                kind == "iv"
                and re.match(r"[\s-](?:infus|bolus|inject|PCA|ketam|S\()", after)
            ):
                continue
        route = _SHORT_ROUTES[kind]
        if kind == "iv" and re.match(r"\sregional\b", after):
            route = "regional_intravenous"
        yield RouteWord(route, match.start(), match.end(), "short")

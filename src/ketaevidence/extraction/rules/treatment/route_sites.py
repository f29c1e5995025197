"""Routes that a text names by the place: "into the trigger points", "in a vein".

Each phrase has a word without which a text cannot hold it, so that most texts are
passed over without a search.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ketaevidence.extraction.mentions.drugs import drugs
from ketaevidence.extraction.text import View

_PATTERNS: tuple[tuple[str, str, str], ...] = (
    # (words that a text must have one of, route, phrase)
    (
        "periodontal ligament intraligamentary",
        "infiltration",
        (r"periodontal\sligament\s(?:injection|ana?esthesia|infiltration)s?"),
    ),
    (
        "trigger",
        "infiltration",
        (r"trigger[\s-]points?\s(?:\w+\s)?(?:injection|infiltration)s?|"
        r"(?:inject\w*|infiltrat\w*|into|in)\s(?:(?:to|of|the|an?|each|all|every|active|"
        r"\w+al|muscular|painful)\s){0,3}trigger[\s-]points?"),
    ),
    (
        "wound wounds incision incisions",
        "infiltration",
        (r"wound\s(?:infusion|catheter|instillation|irrigation|perfusion|injection)s?|"
        r"(?:into|through|around|along)\s(?:the\s)?(?:\w+\s){0,2}"
        r"(?:wounds?|incisions?)(?:\s(?:site|edge|margin|line)s?)?"),
    ),
    (
        "port trocar ports trocars",
        "infiltration",
        (r"(?:into|around|along|at)\s(?:the\s)?(?:\w+\s){0,2}(?:ports?|trocars?)"
        r"(?:[\s-](?:site|hole|incision|wound|entr[yi]\w*)s?)?"),
    ),
    (
        "muscle muscles",
        "intramuscular",
        (r"(?:inject\w*|into|units?|dose|toxin|saline)\s?\)?\s(?:\w+\s){0,4}?(?:into|in)\s"
        r"(?:the\s)?(?:[\w-]+\s){0,4}muscles?"),
    ),
    ("vein venous", "intravenous", r"(?:into|in|via|through)\s(?:an?|the)\s(?:\w+\s){0,3}vein"),
    (
        "joint joints",
        "intraarticular",
        (r"(?:into|inside)\s(?:the\s|each\s|both\s)?(?:[\w-]+\s){0,2}joints?(?:\s(?:space|cavity))?"),
    ),
    (
        "vaginal vagina vaginam fornix",
        "vaginal",
        (r"(?:into|in|per)\s(?:the\s)?(?:posterior\s)?(?:vagin(?:a|am)|(?:vaginal\s)?fornix|"
        r"vaginal\swall)\b"),
    ),
    ("epidural", "epidural", r"(?:into|in|through|via)\s(?:an?|the)\s(?:\w+\s)?epidural\s(?:space|catheter)"),
    (
        "intrathecal subarachnoid",
        "intrathecal",
        (r"(?:into|in)\s(?:the\s)?(?:intrathecal|subarachnoid)\sspace"),
    ),
    ("gum gums", "oral", r"(?:chewing|nicotine|medicated)\sgums?"),
    ("drops", "topical", r"(?:eye|ear|ophthalmic|otic)\s?-?drops?"),
    ("mouth", "topical", r"mouth[\s-](?:rinse|wash)(?:es)?"),
    ("skin", "topical", r"appl(?:ied|ication)\s(?:of\s)?(?:[\w-]+\s){0,4}?(?:on|to|onto)\s(?:the\s)?(?:[\w-]+\s){0,2}skin"),
    ("ingested swallowed", "oral", r"(?:ingested|swallowed)"),
)  # fmt: skip
_SITES = tuple(
    (frozenset(words.split()), route, re.compile(rf"\b(?:{phrase})\b", re.IGNORECASE))
    for words, route, phrase in _PATTERNS
)
_ANY = frozenset().union(*(words for words, _, _ in _SITES))


def route_sites(view: View) -> Iterator[tuple[str, int, int]]:
    """Give (route, start, end) of each phrase that names a place."""
    if not view.names_any(_ANY) or not view.once(drugs):
        return
    for words, route, phrase in _SITES:
        if view.names_any(words):
            for match in phrase.finditer(view.folded):
                yield route, match.start(), match.end()

"""How many people took part. Infusions, charts and studies are not people."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ketaevidence.extraction.model import Candidate
from ketaevidence.extraction.numbers import WHOLE, WORDED, read_count
from ketaevidence.extraction.rules.design import is_synthesis
from ketaevidence.extraction.rules.found import candidate
from ketaevidence.extraction.text import View
from ketaevidence.question.model import Question

_PEOPLE = r"(?:patients|subjects|participants|volunteers|individuals|children|adults|women|men)"
_BETWEEN = r"(?:(?!of\b|per\b|and\b|to\b|or\b)[A-Za-z][\w\-()/]*\s+){0,4}"
_COUNT = rf"(?P<n>{WHOLE}|{WORDED})"
_TOOK_PART = (
    r"(?:\s*\([^()]{0,60}\))?[^.;,]{0,40}?\s"
    r"(?:were\s+(?:enrolled|included|recruited|studied|randomi[sz]ed|treated)|"
    r"participated|took\s+part|received)"
)
_PATTERNS = (
    (
        "sample.sentence_start",
        rf"^{_COUNT}\s+{_BETWEEN}{_PEOPLE}\b",
    ),
    (
        "sample.verb",
        rf"(?<![\w.,/-]){_COUNT}\s+{_BETWEEN}{_PEOPLE}\b" + _TOOK_PART,
    ),
    (
        "sample.took_part",
        rf"\b(?:took\s+part|enrolled|recruited|studied)\s+{_COUNT}\s+{_BETWEEN}{_PEOPLE}\b",
    ),
)
_COMPILED = tuple((name, re.compile(p, re.IGNORECASE)) for name, p in _PATTERNS)

#: A sentence about planning, screening, or a part of the patients.
_OTHER_COUNT = re.compile(
    r"\b(?:will\s+be|to\s+be|required|needed|calculated|estimated|power|planned|"
    r"screened|eligible|each\s+group|per\s+group|excluded|withdrew|dropped|of\s+(?:the|these|whom)|"
    r"responded|improved|reported|experienced|developed|completed)\b",
    re.IGNORECASE,
)


def read_n_total(view: View, question: Question) -> Iterator[Candidate]:
    """Read the number of people, if the text gives exactly one such number."""
    if is_synthesis(view, question):
        return
    found = []
    for sentence in view.sentences:
        if _OTHER_COUNT.search(sentence.words):
            continue
        for name, words in _COMPILED:
            match = words.search(sentence.words)
            n = read_count(match["n"]) if match else None
            if match and n:
                place = (sentence.start + match.start(), sentence.start + match.end())
                found.append((n, *place, name))
                break
    if len({n for n, *_ in found}) == 1:
        n, start, end, name = found[0]
        yield candidate(view, "n_total", n, start, end, name)

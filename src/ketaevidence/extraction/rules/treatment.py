"""The drug's form and route, bound to the drug that the review is about."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ketaevidence.extraction.model import Candidate
from ketaevidence.extraction.rules.found import candidate
from ketaevidence.extraction.text import View
from ketaevidence.question.matching import pattern
from ketaevidence.question.model import Question

_FORMS = (
    ("S", r"\(?S\)?\s?(?:\(\+\)|\+)?[\s-]ketamine|esketamine|S\(\+\)[\s-]?ketamine"),
    ("R", r"\(?R\)?\s?(?:\(-\)|\(−\))?[\s-]ketamine|arketamine"),
    ("racemic", r"racemic\s+ketamine"),
)
_FORM_PATTERNS = tuple(
    (form, re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE))
    for form, words in _FORMS
)

_ROUTES = (
    (
        "intravenous",
        r"intravenous(?:ly)?|i\.\s?v\.|(?-i:IV)(?=\s+(?:infusion|ketamine|bolus))",
    ),
    ("oral", r"oral(?:ly)?|per\s+os"),
    ("intranasal", r"(?:intra)?nasal(?:ly)?"),
    ("topical", r"topical(?:ly)?|cream|gel"),
    ("epidural", r"epidural(?:ly)?|peridural(?:ly)?"),
    ("intrathecal", r"intrathecal(?:ly)?|subarachnoid"),
    ("intramuscular", r"intramuscular(?:ly)?|i\.\s?m\."),
    ("subcutaneous", r"subcutaneous(?:ly)?|s\.\s?c\."),
)
_ROUTE_PATTERNS = tuple(
    (route, re.compile(rf"(?<!\w)(?i:{words})(?!\w)")) for route, words in _ROUTES
)

#: How far a route may stand from the drug's name to belong to it [characters].
_NEAR = 40


def read_drug_form(view: View, _: Question) -> Iterator[Candidate]:
    """Read which form of ketamine the text names, if it names only one."""
    found = []
    for form, words in _FORM_PATTERNS:
        match = words.search(view.text)
        if match:
            found.append((form, match))
    if len(found) == 1:
        form, match = found[0]
        rule = f"treatment.form.{form}"
        yield candidate(view, "drug_form", form, match.start(), match.end(), rule)


def read_route(view: View, question: Question) -> Iterator[Candidate]:
    """Read each route that stands close to the drug's name."""
    seen: set[str] = set()
    for sentence in view.sentences:
        for drug in pattern(question.drug).finditer(sentence.words):
            low = max(0, drug.start() - _NEAR)
            for route, words in _ROUTE_PATTERNS:
                match = words.search(sentence.words, low, drug.end() + _NEAR)
                if match and route not in seen:
                    seen.add(route)
                    start = sentence.start + match.start()
                    end = sentence.start + match.end()
                    rule = f"treatment.route.{route}"
                    yield candidate(view, "route", route, start, end, rule)

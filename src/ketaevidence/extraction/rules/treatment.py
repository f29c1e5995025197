"""The drug's form, route and dose, bound to the drug that the review is about."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ketaevidence.extraction.model import Candidate
from ketaevidence.extraction.numbers import DECIMAL, read_decimal
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

_UNIT = re.compile(
    rf"(?<![\w.,·/±-])(?<!± )(?<!-\s)(?P<low>{DECIMAL})"
    rf"(?:\s?(?:±|\+/-)\s?(?P<spread>{DECIMAL})|\s?(?:-|–|to)\s?(?P<high>{DECIMAL}))?\s?"
    r"(?P<mass>mg|g|µg|μg|ug|mcg|microg|micrograms?)"
    r"(?P<rest>(?:(?:\s?/\s?|[\s.·])(?:\d+\s)?(?:kg|h|hr|hour|min|day|d|70\s?kg)(?:-1|⁻¹|\(-1\))?)*)"
    r"(?![\w/%])",
)
_MICROGRAM = frozenset({"µg", "μg", "ug", "mcg", "microg", "microgram", "micrograms"})
_TIMES = {"hr": "h", "hour": "h", "d": "day"}
_OTHER_DRUGS = re.compile(
    r"\b(?:morphine|fentanyl|sufentanil|alfentanil|midazolam|diazepam|clonidine|"
    r"dexmedetomidine|lidocaine|lignocaine|bupivacaine|propofol|xylazine|thiopental|"
    r"pamidronate|gabapentin|magnesium|amitriptyline|versed|medetomidine)\b",
    re.IGNORECASE,
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


def read_dose(view: View, question: Question) -> Iterator[Candidate]:
    """Read doses in sentences that name the drug and no other drug."""
    drug = pattern(question.drug)
    for sentence in view.sentences:
        if not drug.search(sentence.words) or _OTHER_DRUGS.search(sentence.words):
            continue
        for match in _UNIT.finditer(sentence.words):
            high, spread = match["high"], match["spread"]
            yield candidate(
                view,
                "dose",
                read_decimal(match["low"]),
                sentence.start + match.start(),
                sentence.start + match.end(),
                "treatment.dose",
                value_high=read_decimal(high) if high else None,
                spread=read_decimal(spread) if spread else None,
                spread_type="unspecified" if spread else None,
                unit=_canonical(match["mass"], match["rest"]),
            )


def _canonical(mass: str, rest: str) -> str:
    """Write a unit in one way: mg/kg/h for "mg kg-1 h-1" and "mg/kg/hr"."""
    parts = re.findall(r"70\s?kg|kg|hour|hr|h|min|day|d", rest)
    head = "ug" if mass in _MICROGRAM else mass
    names = [_TIMES.get(part, part.replace(" ", "")) for part in parts]
    return "/".join([head, *names])

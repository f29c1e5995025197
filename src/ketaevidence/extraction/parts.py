"""Which part of a paper a section is: background, methods, results, ..."""

from __future__ import annotations

import re

#: How the labels of each part begin, in lower case. "Clinical trial registration" is
#: no part of the results of a trial: parts with longer words come first.
_BEGINNINGS = {
    "registration": (
        "trial registration", "registration", "clinical trial", "clinicaltrial",
        "registry", "trial number",
    ),
    "funding": (
        "funding", "sponsor", "support", "primary funding", "financial", "disclosure",
        "conflict", "competing", "declaration of interest",
    ),
    "background": (
        "background", "introduc", "context", "rationale", "importance", "unlabelled",
    ),
    "objective": ("objective", "aim", "purpose", "question", "hypothesis", "goal"),
    "methods": (
        "method", "patient", "participant", "subject", "material", "design", "setting",
        "intervention", "study", "measure", "main outcome", "outcome", "procedure",
        "data", "search", "selection", "eligib", "population", "treatment",
        "experiment", "sample", "statistic",
    ),
    "results": ("result", "finding", "observation", "case", "main result"),
    "conclusions": (
        "conclusion", "discussion", "interpretation", "implication", "significance",
        "limitation", "comment", "perspective", "summary",
    ),
}  # fmt: skip
#: A label that stands in the text itself: "METHODS: Ten ...", "Results. Pain ...".
_INLINE = re.compile(
    r"(?P<label>[A-Z][A-Za-z]{1,20}(?:[ /&,-]{1,3}[A-Za-z]{1,20}){0,5}) ?:\s|"
    r"(?P<capitals>[A-Z]{4,20}(?:[ /&,-]{1,3}[A-Z]{2,20}){0,4})[.:]?\s(?=[A-Z0-9])|"
    r"(?P<stopped>Background|Objectives?|Aims?|Purpose|Methods?|Results?|Findings|"
    r"Conclusions?|Discussion)\.\s"
)


def part_of(label: str) -> str | None:
    """Give the part of a paper that a section's label names; ``None`` if none."""
    bare = label.strip().lower()
    for part, beginnings in _BEGINNINGS.items():
        if bare.startswith(beginnings):
            return part
    return None


def inline_part(sentence: str) -> str | None:
    """Give the part that a label at the start of a sentence names, if there is one."""
    match = _INLINE.match(sentence)
    return part_of(match[0]) if match else None

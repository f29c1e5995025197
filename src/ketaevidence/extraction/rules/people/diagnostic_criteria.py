"""By which criteria the patients of a study were diagnosed: Budapest, IASP, IHS ..."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ketaevidence.extraction.model import Candidate
from ketaevidence.extraction.rules.found import candidate
from ketaevidence.extraction.text import View
from ketaevidence.question.model import Question

_CRITERIA = (
    ("Budapest", r"Budapest"),
    ("IASP", r"IASP|International\sAssociation\s(?:for|of)\s(?:the\s)?Study\sof\sPain|Orlando"),
    ("Harden-Bruehl", r"(?:Harden|Bruehl)(?:[\s/-]{1,3}(?:and\s)?(?:Harden|Bruehl))?"),
    ("Veldman", r"Veldman(?:'s)?"),
    ("Kozin", r"Kozin(?:'s)?"),
    ("ACR", r"ACR|American\sCollege\sof\sRheumatology"),
    ("IHS", r"IHS|ICHD(?:-?\w{1,4})?|International\sHeadache\sSociety|International\sClassification\sof\sHeadache"),
    ("Rome", r"Rome\s(?:I{1,3}V?|IV)"),
    ("DSM", r"DSM-?\s?(?:I{1,3}V?|IV|5|V)(?:-?TR|-?R)?"),
)  # fmt: skip
_NAMED_CRITERIA = tuple(
    (
        name,
        re.compile(
            rf"(?<!\w)(?:[Mm]odified\s|[Nn]ew\s|[Rr]evised\s)?(?:{words})(?!\w)"
        ),
    )
    for name, words in _CRITERIA
)
_CRITERIA_GATE = frozenset(
    [
        "criteria",
        "criterion",
        "classification",
        "diagnosed",
        "diagnosis",
        "defined",
        "definition",
        "according",
    ]
)
_CRITERIA_NAMES = frozenset(
    [
        "budapest",
        "iasp",
        "orlando",
        "harden",
        "bruehl",
        "veldman",
        "kozin",
        "acr",
        "rheumatology",
        "ihs",
        "ichd",
        "headache",
        "rome",
        "dsm",
        "association",
    ]
)
_USED = re.compile(
    r"\b(?:criteri\w+|classif\w+|diagnos\w+|defin\w+|according\sto|fulfil\w*|met\b)",
    re.IGNORECASE,
)
_NEAR_CRITERIA = 70


def read_diagnostic_criteria(view: View, _: Question) -> Iterator[Candidate]:
    """Read by which criteria the patients were diagnosed."""
    if not (view.names_any(_CRITERIA_GATE) and view.names_any(_CRITERIA_NAMES)):
        return
    for name, words in _NAMED_CRITERIA:
        for match in words.finditer(view.folded):
            low = max(0, match.start() - _NEAR_CRITERIA)
            before = view.folded[low : match.start()].rpartition(". ")[2]
            high = match.end() + _NEAR_CRITERIA
            after = view.folded[match.end() : high].partition(". ")[0]
            if not _USED.search(before + after):
                continue
            printed = match[0].lower()
            is_modified = printed.startswith(("modified", "revised"))
            # The IASP took over the Budapest criteria: its new ones are these.
            others = ("Budapest",) if name == "IASP" and printed[:3] == "new" else ()
            yield candidate(
                view, "diagnostic_criteria", f"modified {name}" if is_modified else name,
                match.start(), match.end(), "diagnostic_criteria.named",
                alternatives=others,
            )  # fmt: skip
            break

"""What PubMed's publication types and subject headings say of a study's design."""

from __future__ import annotations

from typing import NamedTuple

from ketaevidence.extraction.rules.study.paper import types_of
from ketaevidence.extraction.text import View
from ketaevidence.records.model import (
    CASE_REPORTS,
    COMMENT,
    EDITORIAL,
    GUIDELINE,
    LETTER,
    META_ANALYSIS,
    PRACTICE_GUIDELINE,
    RANDOMIZED_CONTROLLED_TRIAL,
    REVIEW,
    SYSTEMATIC_REVIEW,
    TRIAL_PROTOCOL,
)


class Tagged(NamedTuple):
    """A design by PubMed's metadata, and what they say in their own words."""

    value: str
    said: str
    rule: str
    alternatives: tuple[str, ...] = ()


#: Types that PubMed gives a name but this project no identifier.
_CONTROLLED = frozenset({"D018848", "Controlled Clinical Trial"})
_EQUIVALENCE = frozenset({"D000073843", "Equivalence Trial"})
_CONSENSUS = frozenset({"D016446", "Consensus Development Conference", "D016447", "Consensus Development Conference, NIH"})  # fmt: skip
_NEWS = frozenset({"D016433", "News"})

#: (types, design, how PubMed calls it, what else it may be), the most telling first.
_TYPES: tuple[tuple[frozenset[str], str, str, tuple[str, ...]], ...] = (
    (frozenset({TRIAL_PROTOCOL}), "protocol", "Clinical Trial Protocol", ()),
    (frozenset({META_ANALYSIS}), "meta_analysis", "Meta-Analysis", ("systematic_review",)),
    (frozenset({SYSTEMATIC_REVIEW}), "systematic_review", "Systematic Review", ("meta_analysis",)),
    (frozenset({PRACTICE_GUIDELINE, GUIDELINE}) | _CONSENSUS, "guideline", "Guideline", ()),
    (frozenset({RANDOMIZED_CONTROLLED_TRIAL}) | _EQUIVALENCE, "rct_other", "Randomized Controlled Trial", ("rct_parallel", "rct_crossover")),
    (frozenset({CASE_REPORTS}), "case_report", "Case Reports", ("case_series",)),
    (frozenset({REVIEW}), "narrative_review", "Review", ("systematic_review",)),
    (_CONTROLLED, "controlled_randomization_unstated", "Controlled Clinical Trial", ("rct_other", "nonrandomized_controlled")),
    (frozenset({LETTER, COMMENT, EDITORIAL}) | _NEWS, "letter_or_comment", "Letter, Comment, Editorial or News", ()),
)  # fmt: skip
#: (subject heading, design): what indexers say of the study's method.
_HEADINGS = (
    ("Retrospective Studies", "retrospective_cohort"),
    ("Cross-Sectional Studies", "other"),
    ("Case-Control Studies", "other"),
)


def tagged(view: View) -> Tagged | None:
    """Give the design that the metadata name, if they name one."""
    types = types_of(view)
    subjects = {heading.name for heading in view.record.mesh}
    if "Animals" in subjects and "Humans" not in subjects:
        return Tagged("animal", "MeSH: Animals, without Humans", "mesh.animals")
    for identifiers, value, name, others in _TYPES:
        if types & identifiers:
            if value == "rct_other" and "Cross-Over Studies" in subjects:
                said = f"publication type {name}; MeSH: Cross-Over Studies"
                return Tagged("rct_crossover", said, "publication_type")
            return Tagged(value, f"publication type {name}", "publication_type", others)
    for heading, value in _HEADINGS:
        if heading in subjects:
            return Tagged(value, f"MeSH: {heading}", "mesh.method")
    return None


#: What a text without an abstract says of its design: nothing.
NO_ABSTRACT = "no_abstract"
#: Designs that say the same to one who asks what sort of paper it is.
_FAMILIES = (
    frozenset({"rct_parallel", "rct_crossover", "rct_other", "n_of_1"}),
    frozenset({"case_report", "case_series"}),
    frozenset({"animal", "in_vitro"}),
    frozenset({"narrative_review", "systematic_review", "meta_analysis", "guideline"}),
)
#: What metadata never contradict: a letter may report anything, and a heading for a
#: method may name one of several.
_WEAK = frozenset({"letter_or_comment", "other", "retrospective_cohort"})


def disagree(stated: str, meta: Tagged) -> bool:
    """Say whether the metadata name another design than the text does."""
    if stated == meta.value:
        return False
    if stated == NO_ABSTRACT:
        return meta.value != "other"
    if meta.value in _WEAK:
        return False
    return not any({stated, meta.value} <= family for family in _FAMILIES)

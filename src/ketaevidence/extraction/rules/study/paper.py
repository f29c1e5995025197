"""What every rule on the kind of a paper asks: its types, its title, its patients."""

from __future__ import annotations

from typing import NamedTuple

from ketaevidence.extraction.rules.study.own_patients import own_patients
from ketaevidence.extraction.rules.study.randomised import is_randomised, randomisations
from ketaevidence.extraction.rules.study.signs import Place
from ketaevidence.extraction.text import View
from ketaevidence.records.model import (
    CASE_REPORTS,
    GUIDELINE,
    META_ANALYSIS,
    PRACTICE_GUIDELINE,
    RANDOMIZED_CONTROLLED_TRIAL,
    REVIEW,
    SYSTEMATIC_REVIEW,
    UI_OF_TYPE,
)

#: PubMed's types for papers about other papers, and for patients of their own.
REVIEW_TYPES = frozenset(
    {REVIEW, SYSTEMATIC_REVIEW, META_ANALYSIS, GUIDELINE, PRACTICE_GUIDELINE}
)
OWN_TYPES = frozenset({CASE_REPORTS, RANDOMIZED_CONTROLLED_TRIAL})


class Kind(NamedTuple):
    """What kind of paper a record is, and the words that say so, if any do."""

    name: str
    #: ``None`` where only PubMed's metadata say it.
    place: Place | None
    #: Whether the words say it, or only the way the whole text is written.
    is_sure: bool = True


def types_of(view: View) -> frozenset[str]:
    """Give the identifiers of PubMed's publication types, by name where it has none."""
    return view.once(_types)


def _types(view: View) -> frozenset[str]:
    types = view.record.publication_types
    return frozenset(kind.ui or UI_OF_TYPE.get(kind.name, kind.name) for kind in types)


def has_own_patients(view: View) -> bool:
    """Say whether a text says what was done to patients of its own."""
    return is_randomised(view) or view.once(own_patients) is not None


def is_randomised_in_title(view: View) -> bool:
    """Say whether the title calls the study randomised."""
    title = len(view.record.title)
    return any(
        r.kind != "refused" and r.end <= title for r in view.once(randomisations)
    )


def span_of_title(view: View) -> tuple[int, int]:
    """Give the place of the title's words; of the first sentence's without a title."""
    title = view.record.title
    if title.strip():
        return len(title) - len(title.lstrip()), len(title.rstrip())
    for sentence in view.sentences:
        bare = sentence.words.strip()
        if bare:
            start = sentence.start + sentence.words.index(bare[0])
            return start, start + len(bare)
    return 0, 0

"""How the study was done: what its text says, and what PubMed says of it."""

from __future__ import annotations

from collections.abc import Iterator

from ketaevidence.extraction.model import Candidate
from ketaevidence.extraction.rules.found import candidate, from_metadata
from ketaevidence.extraction.rules.study.design_metadata import (
    NO_ABSTRACT,
    Tagged,
    disagree,
    tagged,
)
from ketaevidence.extraction.rules.study.stated_design import Design, stated_design
from ketaevidence.extraction.text import View
from ketaevidence.question.model import Question


def read_design(view: View, question: Question) -> Iterator[Candidate]:
    """Read the one design that the text states first in the order of trust.

    PubMed's publication types and subject headings speak where the text says
    nothing, and are kept beside it where they contradict it.
    """
    del question
    stated = view.once(stated_design)
    meta = tagged(view)
    if stated is None or meta is None or not disagree(stated.value, meta):
        if stated is not None:
            yield _of_text(view, stated, ())
        elif meta is not None:
            yield _of_metadata(view, meta, ())
    elif stated.confidence == "low":
        # The text does not say it in so many words: PubMed's indexers read more.
        others = (stated.value, *meta.alternatives)
        yield _of_metadata(view, meta._replace(alternatives=others), ())
    elif stated.value == NO_ABSTRACT:
        yield _of_text(view, stated, ())
        yield _of_metadata(view, meta, ())
    else:
        yield _of_text(view, stated, (f"PubMed says {meta.said}",))
        yield _of_metadata(view, meta, (f"the text says {stated.value}",))


def _of_text(view: View, stated: Design, warnings: tuple[str, ...]) -> Candidate:
    return candidate(
        view,
        "design",
        stated.value,
        stated.start,
        stated.end,
        f"design.{stated.rule}",
        status="inferred" if stated.confidence == "low" else "stated",
        confidence=stated.confidence,
        alternatives=stated.alternatives,
        warnings=warnings,
    )


def _of_metadata(view: View, meta: Tagged, warnings: tuple[str, ...]) -> Candidate:
    return from_metadata(
        view,
        "design",
        meta.value,
        meta.said,
        f"design.{meta.rule}",
        confidence="medium",
        alternatives=meta.alternatives,
        warnings=warnings,
    )

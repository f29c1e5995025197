"""What stands behind the entries: who decided, and from which kind of source.

The bundled review was made from abstracts and secondary sources, and a report of it
must not sound as if full texts had been read. A user's review is what its people say.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ketaevidence.curation.model import Study
from ketaevidence.present import words
from ketaevidence.present.snapshot import Snapshot

#: How eligibility was judged in the bundled review.
NOT_FULL_TEXT: Final = (
    "assessed for eligibility from abstracts and secondary sources; full texts were "
    "not read"
)

#: How a flow in which people went on from it calls the reports that were assessed.
PARTLY_NOT_FULL_TEXT: Final = (
    "assessed for eligibility; those of the bundled review from abstracts and "
    "secondary sources, their full texts were not read"
)

_STAGES = {"title_abstract": "on title and abstract", "full_text": "on full text"}
_EXAMPLE_STAGES = _STAGES | {"full_text": "at the eligibility stage"}


def stage_words(stage: str, *, is_example: bool) -> str:
    """Say at which stage a decision was taken, and no more than was done there.

    Examples
    --------
    >>> stage_words("full_text", is_example=True)
    'at the eligibility stage'
    """
    names = _EXAMPLE_STAGES if is_example else _STAGES
    return names.get(stage, f"on {stage.replace('_', ' ')}")


_BUNDLED_ENTRIES: Final = (
    "The bundled values were entered from abstracts, trial registrations and secondary "
    "sources, as the place beside each value says; full texts were not read."
)


@dataclass(frozen=True, slots=True)
class Basis:
    """In sentences: who decided, and where entered values come from."""

    decisions: str
    entries: str


def _names(snapshot: Snapshot) -> str:
    names = sorted({words.clean(decision.by) for decision in snapshot.decisions})
    return " and ".join(f"“{name}”" for name in names) or "nobody yet"


def basis_of(snapshot: Snapshot, studies: tuple[Study, ...]) -> Basis:
    """Say what decisions and entries of a review rest on."""
    if not snapshot.is_example:
        return Basis(
            "Counted from people's decisions alone. A record without a decision is "
            "awaiting, not excluded.",
            "People decide on every record; rules only suggest. A value enters a "
            "result after a person has entered it with its place in the source.",
        )
    if snapshot.is_continued:
        return Basis(
            f"Counted from the decisions recorded under the name {_names(snapshot)}. A "
            "record without a decision is awaiting, not excluded. This review goes on "
            "from the one that came bundled with the software, whose reports were "
            f"{NOT_FULL_TEXT}.",
            f"This review goes on from the bundled one. {_BUNDLED_ENTRIES} What people "
            "entered since stands with its own place, and its history has who and why; "
            "rules only suggest.",
        )
    fragments = sum(
        study.source.confidence == "primary_fulltext_fragment" for study in studies
    )
    count = words.counted(fragments, "study", "studies")
    parts = f" Of {count} a part of the full text was seen." if fragments else ""
    return Basis(
        f"Counted from the decisions recorded under the name {_names(snapshot)}. A "
        f"record without a decision is awaiting, not excluded. Reports were "
        f"{NOT_FULL_TEXT}. This review came bundled with the software: no PubMed "
        "search has been run in it.",
        "Every decision and entry of this bundled review is recorded under the name "
        f"{_names(snapshot)}; rules only suggest. Values were entered from abstracts, "
        "trial registrations and secondary sources, as the place beside each value "
        f"says; full texts were not read.{parts} Whether a second person checked the "
        "entries is not recorded.",
    )

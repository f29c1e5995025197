"""Gather the sections of the methods from one state of a review."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from ketaevidence.present import words
from ketaevidence.present.methods_text.found import eligibility, search, selection
from ketaevidence.present.methods_text.judged import bias, certainty, checks
from ketaevidence.present.methods_text.kept_alive import living, reporting, software
from ketaevidence.present.methods_text.model import MethodsText, Section
from ketaevidence.present.methods_text.numbers import extraction, synthesis
from ketaevidence.present.methods_text.references import Cited, record_of
from ketaevidence.present.snapshot import Snapshot

#: A section gives its paragraphs, each a list of sentences, and notes what it cites.
_Writer = Callable[[Snapshot, Cited], Iterator[str]]
_SECTIONS: Final[tuple[tuple[str, _Writer], ...]] = (
    ("Question and eligibility", eligibility),
    ("Search", search),
    ("Selection", selection),
    ("Extraction and conversions", extraction),
    ("Checks of what is entered", checks),
    ("Risk of bias", bias),
    ("Synthesis", synthesis),
    ("Certainty of the evidence", certainty),
    ("Living mode", living),
    ("Reporting", reporting),
    ("Software", software),
)


def methods_text(snapshot: Snapshot, *, version: str | None = None) -> MethodsText:
    """Write how a review was made, from its settings and from what was done.

    Parameters
    ----------
    snapshot
        One state of a review.
    version
        The number of the version that this state is, if it is frozen.

    Notes
    -----
    Nothing is written that the review does not hold: what nobody stated is said to be
    not stated, and models that pooled nothing are told as planned.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> text = methods_text(ke.example_review().snapshot())
    >>> [section.title for section in text.sections][1]
    'Search'
    """
    cite = Cited()
    sections = tuple(
        Section(title, tuple(words.clean(text) for text in write(snapshot, cite)))
        for title, write in _SECTIONS
    )
    title = words.clean(snapshot.question.title).rstrip(".")
    state = f"State of the review: {snapshot.as_of or 'nothing entered yet'}"
    frozen = (
        f"Version {version}" if version else "This state is not frozen as a version"
    )
    keys = cite.keys()
    return MethodsText(
        title=f"{title}: methods",
        facts=(state, frozen),
        sections=sections,
        references=cite.listed(),
        records=tuple(record_of(key) for key in keys),
    )

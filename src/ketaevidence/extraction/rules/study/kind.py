"""What kind of paper a record is, before any rule reads numbers from it.

A review, a protocol and a study of animals hold numbers too, and none of them is a
result of patients. A trial that says "a meta-analysis has shown" is still a trial.
"""

from __future__ import annotations

from ketaevidence.extraction.rules.study.animal import animal
from ketaevidence.extraction.rules.study.paper import Kind
from ketaevidence.extraction.rules.study.protocol import protocol
from ketaevidence.extraction.rules.study.synthesis import synthesis
from ketaevidence.extraction.text import View

__all__ = ["Kind", "found_kind", "is_kind", "kinds", "reports_patients"]


def is_kind(view: View, kind: str) -> bool:
    """Say whether a record is a "synthesis", a "protocol" or an "animal" study."""
    return any(found.name == kind for found in view.once(kinds))


def reports_patients(view: View) -> bool:
    """Say whether the numbers in a record may be results of its own patients."""
    return not view.once(kinds)


def found_kind(view: View, kind: str) -> Kind | None:
    """Give a kind with the words that say that the record is of it, if it is."""
    return next((found for found in view.once(kinds) if found.name == kind), None)


def kinds(view: View) -> tuple[Kind, ...]:
    """Give the kinds whose numbers are no results of patients; most records have none.

    Ask through ``view.once(kinds)``.
    """
    found = (protocol(view), synthesis(view), animal(view))
    return tuple(kind for kind in found if kind is not None)

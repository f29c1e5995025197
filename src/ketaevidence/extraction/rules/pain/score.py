"""Pain scores: how strong pain was, with the spread as it is printed."""

from __future__ import annotations

from collections.abc import Iterator

from ketaevidence.extraction.model import Candidate
from ketaevidence.extraction.rules.pain.pain_values import pain_values
from ketaevidence.extraction.rules.pain.told import as_candidate
from ketaevidence.extraction.text import View
from ketaevidence.question.model import Question


def read_pain_score(view: View, _: Question) -> Iterator[Candidate]:
    """Read each level of pain; the kind of its spread is never guessed."""
    for found in view.once(pain_values):
        if found.reading.kind == "level":
            yield as_candidate(view, found, "pain_score", found.value.number)

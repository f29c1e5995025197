"""Whether a paper is a study of animals."""

from __future__ import annotations

import re

from ketaevidence.extraction.rules.study.kind_words import (
    ANIMAL_TEXT,
    ANIMAL_TITLE,
    HUMAN_TEXT,
)
from ketaevidence.extraction.rules.study.paper import Kind
from ketaevidence.extraction.rules.study.signs import Table, first_sign
from ketaevidence.extraction.text import View

#: Breeds kept for experiments: they are never about people.
_STRAINS = Table.of(ANIMAL_TEXT.signs[0])
#: People in a title that names animals too.
_HUMANS = re.compile(
    r"\b(?:patients?|humans?|volunteers|children|women|men|man|owners|people|adults|infants|clinical)\b",
    re.IGNORECASE,
)


def animal(view: View) -> Kind | None:
    """Say whether a paper is a study of animals; MeSH is believed where it speaks."""
    subjects = {heading.name for heading in view.record.mesh}
    has_animals, has_humans = "Animals" in subjects, "Humans" in subjects
    if has_humans and not has_animals:
        return None
    place = first_sign(view, ANIMAL_TITLE, title=True)
    if has_animals and not has_humans:
        return Kind("animal", place or first_sign(view, ANIMAL_TEXT))
    if place is not None and not _HUMANS.search(view.title):
        return Kind("animal", place)
    strain = first_sign(view, _STRAINS)
    if strain is not None:
        return Kind("animal", strain)
    text = first_sign(view, ANIMAL_TEXT)
    if text is None or first_sign(view, HUMAN_TEXT):
        return None
    return Kind("animal", place or text)

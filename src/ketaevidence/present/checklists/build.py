"""Fill a checklist from what a review holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from ketaevidence.errors import PresentError
from ketaevidence.present import words
from ketaevidence.present.checklists import (
    prisma_lsr,
    prisma_lsr_items,
    prisma_s,
    prisma_s_items,
)
from ketaevidence.present.checklists.facts import Held
from ketaevidence.present.checklists.model import Answer, Checklist, Item, Said
from ketaevidence.present.methods_text.references import printed


@dataclass(frozen=True, slots=True)
class _Form:
    """One of the checklists: its items, and what answers them."""

    called: str
    reference: str
    notes: tuple[str, ...]
    items: tuple[Item, ...]
    answer: Callable[[Item, Held], Said]


_FORMS: Final[Mapping[str, _Form]] = {
    name: _Form(made.CALLED, made.REFERENCE, made.NOTES, made.ITEMS, answer)
    for name, made, answer in (
        ("prisma-lsr", prisma_lsr_items, prisma_lsr.answer),
        ("prisma-s", prisma_s_items, prisma_s.answer),
    )
}
#: The checklists that there are.
NAMES: Final = tuple(_FORMS)
_HOW_TO_READ: Final = (
    "Filled from what the review holds, and from nothing else. “Not stated” says that "
    "nobody told the review; what to enter and where stands beside it. That an item is "
    "filled here does not say that the paper reports it: read it there as well."
)


def checklist(name: str, held: Held) -> Checklist:
    """Fill a checklist.

    Parameters
    ----------
    name
        ``prisma-lsr`` or ``prisma-s``.
    held
        What the review holds.

    Raises
    ------
    PresentError
        If there is no such checklist.

    References
    ----------
    Akl and others 2024, doi:10.1136/bmj-2024-079183. Rethlefsen and others 2021,
    doi:10.1186/s13643-020-01542-z.
    """
    form = _FORMS.get(name)
    if form is None:
        msg = f"there is no checklist {name!r}; use one of {', '.join(NAMES)}"
        raise PresentError(msg)
    state = f"State of the review: {held.snapshot.as_of or 'nothing entered yet'}"
    frozen = f"Version {held.number}" if held.number else "Not frozen as a version"
    return Checklist(
        name=name,
        called=form.called,
        reference=printed(form.reference),
        review=words.clean(held.snapshot.question.title).rstrip("."),
        facts=(state, frozen),
        notes=(_HOW_TO_READ, *form.notes),
        answers=tuple(Answer(item, form.answer(item, held)) for item in form.items),
    )

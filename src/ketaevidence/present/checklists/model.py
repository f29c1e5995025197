"""A checklist: items, and what the review says to each."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from ketaevidence.errors import PresentError
from ketaevidence.present.pages import Links

if TYPE_CHECKING:
    import pandas as pd

#: How far an item is answered. ``not done`` says that what the item asks about was not
#: done, which is an answer; ``not stated`` that nobody said.
State = Literal["stated", "in part", "not stated", "not done", "does not apply"]
STATES: Final[tuple[State, ...]] = (
    "stated",
    "in part",
    "not done",
    "does not apply",
    "not stated",
)
#: What it can be written as.
KINDS: Final = ("md", "html", "csv", "docx")
#: The columns of every format, with what heads them.
COLUMNS: Final = {
    "item": "Item",
    "section": "Section",
    "topic": "Topic",
    "asks": "What is to be reported",
    "state": "State",
    "answer": "What the review holds",
    "enter": "What to enter, and where",
}


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a checklist, in this project's own words."""

    key: str
    #: The number in the checklist; ``None`` where it was not verified.
    number: str | None
    section: str
    topic: str
    asks: str


@dataclass(frozen=True, slots=True)
class Said:
    """What the review says to an item."""

    state: State
    text: str
    #: What to enter and where, if something is missing.
    enter: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """An item with what the review says to it."""

    item: Item
    said: Said

    @property
    def is_open(self) -> bool:
        """Whether a person still has to say something."""
        return self.said.state in ("not stated", "in part")

    @property
    def cells(self) -> tuple[str, ...]:
        """The row of a table, as texts, in the order of ``COLUMNS``."""
        item, said = self.item, self.said
        return (
            item.number or "–",
            item.section,
            item.topic,
            item.asks,
            said.state,
            said.text,
            said.enter,
        )


@dataclass(frozen=True, slots=True)
class Checklist:
    """A reporting checklist as far as the review can fill it.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> from ketaevidence.present.checklists import Held, checklist
    >>> found = checklist("prisma-s", Held(ke.example_review().snapshot()))
    >>> len(found.answers), found.answers[0].said.state
    (16, 'not done')
    """

    name: str
    #: The checklist's own name, and where it was published.
    called: str
    reference: str
    #: The review's title.
    review: str
    #: Short facts: which state is described.
    facts: tuple[str, ...]
    #: How to read it.
    notes: tuple[str, ...]
    answers: tuple[Answer, ...]

    @property
    def title(self) -> str:
        """What heads every format."""
        return f"{self.called} checklist: {self.review}"

    @property
    def counts(self) -> str:
        """How many items are in which state, in words."""
        n = Counter(answer.said.state for answer in self.answers)
        told = ", ".join(f"{n[state]} {state}" for state in STATES if n[state])
        return f"{len(self.answers)} items: {told}"

    def frame(self) -> pd.DataFrame:
        """Give the checklist as a data frame of texts; what is missing is NA."""
        import pandas as pd

        rows = [
            [answer.item.number, *answer.cells[1:-1], answer.said.enter or None]
            for answer in self.answers
        ]
        return pd.DataFrame(rows, columns=list(COLUMNS), dtype="string")

    def html(self, *, links: Links = ()) -> str:
        """Give the checklist as a page of its own."""
        from ketaevidence.present.checklists.formats import html

        return html(self, links)

    def text(self, kind: str) -> str:
        """Give the checklist as a text: md, html or csv.

        Raises
        ------
        PresentError
            If the kind is none of these.
        """
        from ketaevidence.present.checklists import formats

        makers = {"md": formats.markdown, "html": formats.html, "csv": formats.csv_text}
        if kind not in makers:
            told = "is no text; write it to a file" if kind == "docx" else _known(KINDS)
            msg = f"cannot give a checklist as {kind!r}: {told}"
            raise PresentError(msg)
        return makers[kind](self)

    def file(self, kind: str) -> str | bytes:
        """Give what a file of this kind holds: md, html, csv or docx.

        Raises
        ------
        PresentError
            If the kind is none of these.
        """
        if kind not in KINDS:
            msg = f"cannot write a checklist as {kind!r}: {_known(KINDS)}"
            raise PresentError(msg)
        if kind == "docx":
            from ketaevidence.present.checklists.paper import to_docx

            return to_docx(self)
        return self.text(kind)


def _known(kinds: tuple[str, ...]) -> str:
    return f"use one of {', '.join(kinds)}"

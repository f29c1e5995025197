"""Read every field of every record: candidates, in a fixed order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields
from typing import TYPE_CHECKING, overload

from ketaevidence.extraction.model import Candidate
from ketaevidence.extraction.rules.design import read_design
from ketaevidence.extraction.rules.dose import read_dose
from ketaevidence.extraction.rules.p_value import read_p_value
from ketaevidence.extraction.rules.responders import read_responders
from ketaevidence.extraction.rules.sample import read_n_total
from ketaevidence.extraction.rules.scale import read_pain_scale
from ketaevidence.extraction.rules.score import read_pain_score
from ketaevidence.extraction.rules.treatment import read_drug_form, read_route
from ketaevidence.extraction.text import View
from ketaevidence.question.load import shipped_question
from ketaevidence.question.model import Question
from ketaevidence.records.model import Record

if TYPE_CHECKING:
    import pandas as pd

_READERS: tuple[Callable[[View, Question], Iterator[Candidate]], ...] = (
    read_design,
    read_n_total,
    read_drug_form,
    read_route,
    read_dose,
    read_pain_scale,
    read_pain_score,
    read_responders,
    read_p_value,
)


class Candidates(Sequence[Candidate]):
    """What the rules read: a sequence of Candidate that can become a DataFrame.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> table = ke.example_review().candidates().frame()
    >>> table[["field", "value", "quote"]].iloc[0].tolist()
    ['design', 'rct_parallel', 'randomized, placebo-controlled, parallel-group trial']
    """

    __slots__ = ("_items",)

    def __init__(self, items: Iterable[Candidate] = ()) -> None:
        self._items = tuple(items)

    def __len__(self) -> int:
        """Count the candidates."""
        return len(self._items)

    @overload
    def __getitem__(self, index: int) -> Candidate: ...
    @overload
    def __getitem__(self, index: slice) -> Candidates: ...
    def __getitem__(self, index: int | slice) -> Candidate | Candidates:
        """Give one candidate by position, or some of them as Candidates."""
        if isinstance(index, slice):
            return Candidates(self._items[index])
        return self._items[index]

    def __repr__(self) -> str:
        """Say how many candidates there are."""
        return f"<Candidates: {len(self)}>"

    def frame(self) -> pd.DataFrame:
        """Give one row per candidate; the columns are the fields of Candidate.

        ``value`` is text, since a field may hold words or a number; ``start`` and
        ``end`` count characters of the record's ``text``.
        """
        import pandas as pd

        names = [field.name for field in fields(Candidate)]
        rows = [
            [
                "; ".join(value) if isinstance(value, tuple) else value
                for value in (getattr(item, name) for name in names)
            ]
            for item in self
        ]
        kinds = dict.fromkeys(names, "string")
        kinds |= dict.fromkeys(("value_high", "spread", "percent"), "Float64")
        kinds |= dict.fromkeys(("start", "end", "events", "total"), "Int64")
        return pd.DataFrame(rows, columns=names).astype(kinds)


def extract(
    records: Iterable[Record], *, question: Question | None = None
) -> Candidates:
    """Read study data from titles and abstracts, each with the words that prove it.

    A candidate is a suggestion. Nothing enters a table of confirmed values, or a
    pool, before a person confirms it. What a text does not state is absent.

    Parameters
    ----------
    records
        The records to read.
    question
        The review's question, whose drug the treatment belongs to; the bundled
        question on ketamine in CRPS if left out.

    Returns
    -------
    Candidates
        For each, ``record.text[start:end] == quote``.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> records = ke.example_review().records()
    >>> found = ke.extract(records)
    >>> record = records.by_key(found[0].record_key)
    >>> record.text[found[0].start : found[0].end] == found[0].quote
    True
    """
    asked = question or shipped_question()
    return Candidates(
        item
        for record in records
        for view in (View.of(record),)
        for read in _READERS
        for item in read(view, asked)
    )

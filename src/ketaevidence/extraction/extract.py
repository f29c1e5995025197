"""Read every field of every record: candidates, in a fixed order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ketaevidence.extraction.candidates import Candidates
from ketaevidence.extraction.fields import JUDGES, READERS
from ketaevidence.extraction.model import Candidate
from ketaevidence.extraction.rules.study.secondary import link_reports
from ketaevidence.extraction.text import View
from ketaevidence.question.load import shipped_question
from ketaevidence.question.model import Question
from ketaevidence.records.model import Record
from ketaevidence.records.parts import Section


def extract(
    records: Record | str | Iterable[Record], *, question: Question | None = None
) -> Candidates:
    """Read study data from titles and abstracts, each with the words that prove it.

    A candidate is a suggestion. Nothing enters a table of confirmed values, or a
    pool, before a person confirms it. What a text does not state is absent.

    Parameters
    ----------
    records
        The records to read, or one; a text alone is read as an abstract without a
        title, to try what the rules make of a sentence.
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
    >>> [c.value for c in ke.extract("Ketamine 0.5 mg/kg was given.").of("dose")]
    [0.5]
    """
    asked = question or shipped_question()
    if isinstance(records, str):
        records = Record(title="", sections=(Section(records),))
    if isinstance(records, Record):
        records = (records,)
    listed = list(records)
    return linked(listed, [read(record, asked) for record in listed])


def read(record: Record, question: Question) -> list[Candidate]:
    """Read one record by itself: what another record says of it is not seen."""
    view = View.of(record)
    found: list[Candidate] = []
    for reader in READERS:
        found.extend(reader.read(view, question))
    for judge in JUDGES:
        found.extend(judge.judge(view, question, found))
    return found


def linked(
    records: Sequence[Record], found: Sequence[Sequence[Candidate]]
) -> Candidates:
    """Put readings of several records together, and name papers on the same patients.

    Parameters
    ----------
    records
        The records.
    found
        What was read in each, in the same order.
    """
    more = link_reports(records, found)
    return Candidates(
        item
        for own, others in zip(found, more, strict=True)
        for item in (*own, *others)
    )

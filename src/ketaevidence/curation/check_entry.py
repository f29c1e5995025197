"""Check what is entered now for more than a register may ever hold.

A register that was entered before these rules is read as it is; a row that is entered,
or entered anew, must keep them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from ketaevidence.curation.model import Arm, Result, Study
from ketaevidence.curation.problem import Problem, place

_PMID: Final = re.compile(r"[0-9]{1,9}")
_DOI: Final = re.compile(r"10\.[0-9]{4,9}/\S+")


def entry_problems(rows: Iterable[Study | Arm | Result]) -> Iterator[Problem]:
    """Find in rows that are entered now what no paper has, and counts of nobody.

    Parameters
    ----------
    rows
        The rows that are entered, not the whole register.

    Yields
    ------
    Problem
        One for each cell that cannot be.

    Examples
    --------
    >>> from ketaevidence.curation.model import Source
    >>> source = Source(None, "abstract", "primary_abstract")
    >>> study = Study("a", "A", "T", "other", "a", source, pmid="1.9E7")
    >>> for problem in entry_problems([study]):
    ...     print(problem)
    studies, a, pmid: '1.9E7' is not possible; allowed: a PMID: up to nine digits and
    nothing else, or nothing.
    """
    for row in rows:
        if isinstance(row, Study):
            yield from _of_paper(row)
        elif isinstance(row, Result):
            yield from _of_people(row)


def _of_people(row: Result) -> Iterator[Problem]:
    """Find more events than people, where the source counts of nothing else."""
    if row.total is None and None not in (row.events, row.n):
        events, n = row.events or 0, row.n or 0
        if events > n:
            yield Problem(*place(row), "events", events, f"0 to {n}")


def _of_paper(study: Study) -> Iterator[Problem]:
    """Find PMIDs and DOIs of a form that none has; spreadsheets round and cut them."""
    if study.pmid is not None and not _PMID.fullmatch(study.pmid):
        allowed = "a PMID: up to nine digits and nothing else, or nothing"
        yield Problem(*place(study), "pmid", study.pmid, allowed)
    if study.doi is not None and not _DOI.fullmatch(study.doi):
        allowed = "a DOI that begins with 10., without an address before it"
        yield Problem(*place(study), "doi", study.doi, allowed)

"""Records as Rayyan's articles file, with what each person decided in the notes.

Rayyan reads the file as it reads any CSV and shows the notes; we have not seen it take
decisions over from notes. The file has no times, and one list of reasons stands for all
who excluded a record: that is Rayyan's form. What reviewers decided on a full text is
not in it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from ketaevidence.exchange.aliases import OWN_COLUMN
from ketaevidence.exchange.citing import one_line
from ketaevidence.exchange.screened_rows import Screened, fields_of, in_columns
from ketaevidence.exchange.written import csv_text
from ketaevidence.screening.model import Decision

_COLUMNS: Final = (
    "key", "title", "year", "month", "day", "journal", "issn", "volume", "issue",
    "pages", "authors", "url", "language", "publisher", "location", "abstract",
    "notes", "doi", "keywords", "pubmed_id", "pmc_id",
    OWN_COLUMN,
)  # fmt: skip
_WORDS: Final = {"include": "Included", "exclude": "Excluded"}
#: What begins a part of Rayyan's notes; the hyphen in it is replaced by one that looks
#: the same, so that a reason can quote it and begin nothing.
_MARKS: Final = re.compile(r"(RAYYAN|USER)-(?=[A-Z])")


def rayyan_csv(screened: Screened) -> str:
    """Write records and decisions as Rayyan's articles file."""
    votes = screened.votes("title_abstract")
    rows = []
    for number, record in enumerate(screened.records, start=1):
        shown = fields_of(record)
        shown |= {
            "key": number,
            "pubmed_id": shown["pmid"],
            "pmc_id": shown["pmcid"],
            "notes": rayyan_notes(votes.get(record.key, ())),
        }
        rows.append(in_columns(_COLUMNS, shown))
    return csv_text(_COLUMNS, rows)


def rayyan_notes(votes: Sequence[Decision]) -> str | None:
    """Write what people decided as Rayyan notes it; ``None`` where nobody has.

    Examples
    --------
    >>> print(rayyan_notes([Decision("pmid:1", "title_abstract", "exclude", by="Anna",
    ...     at="2026-11-02T09:00:00Z", reason="wrong population")]))
    RAYYAN-INCLUSION: {"Anna"=>"Excluded"} | RAYYAN-EXCLUSION-REASONS: wrong population
    """
    if not votes:
        return None
    said = ", ".join(f'"{_name(vote.by)}"=>"{_WORDS[vote.verdict]}"' for vote in votes)
    reasons = dict.fromkeys(
        _MARKS.sub("\\1\u2011", one_line(vote.reason).replace("|", "/"))
        for vote in votes
        if vote.verdict == "exclude" and vote.reason
    )
    told = f" | RAYYAN-EXCLUSION-REASONS: {','.join(reasons)}" if reasons else ""
    return f"RAYYAN-INCLUSION: {{{said}}}{told}"


def _name(name: str) -> str:
    """Write a name between quotation marks; a backslash would hide the closing one."""
    plain = _MARKS.sub("\\1\u2011", one_line(name)).replace("\\", "/")
    return plain.replace('"', '\\"')

"""Files of other tools, written for the tests about invented records."""

from __future__ import annotations

from ketaevidence.records.dates import PartialDate
from ketaevidence.records.model import Record

AT = "2026-02-03T04:05:06Z"


def record(number, title=None, year=2020, doi=None, *, pmid=True):
    """Make a record; without a PMID it goes by its DOI or a name of its own."""
    return Record(
        title=title or f"Ketamine in CRPS: trial {number}",
        pmid=str(90000000 + number) if pmid else None,
        local_id=f"r{number}",
        doi=doi,
        published=PartialDate(year),
    )


def table(*rows, separator=","):
    """Write a CSV; the first row is the header."""
    quoted = (
        separator.join(f'"{cell}"'.replace('"""', '"') for cell in row) for row in rows
    )
    return ("\r\n".join(quoted) + "\r\n").encode()


def inclusion(**people):
    """Write what people decided as Rayyan notes it, quoted for a CSV cell."""
    pairs = ", ".join(f'""{name}""=>""{word}""' for name, word in people.items())
    return f"RAYYAN-INCLUSION: {{{pairs}}}"


def ris(*records):
    """Write a RIS file of (title, further lines) pairs."""
    parts = []
    for title, lines in records:
        more = "".join(f"{line}\r\n" for line in lines)
        parts.append(f"TY  - JOUR\r\nTI  - {title}\r\nPY  - 2020\r\n{more}ER  - \r\n")
    return "\r\n".join(parts).encode()

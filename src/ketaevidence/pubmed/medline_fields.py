"""The tagged lines of PubMed's text format, in the order in which they stand.

Biopython knows the format's tags, but of a whole record it makes a dictionary: the
order of the lines is lost, and with it whose affiliation and whose ORCID a line is;
the second line of most repeated fields becomes a value of its own; and everything
after a blank line is dropped. So continued lines are joined here, and Biopython is
given one field at a time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ketaevidence.errors import ReadError

#: A tag fills four columns, then come a hyphen and a space.
TAGGED_LINE = re.compile(rb"(?=.{4}-(?: |$))[A-Z][A-Z0-9]{1,3} *-", re.DOTALL)
#: How a record starts; a space before the hyphen or none after it is let pass.
START_LINE = re.compile(rb"PMID ?- ?(?=\d)")
_START = re.compile(r"PMID ?- ?(?=\d)")
_TAGGED = re.compile(r"(?=.{4}-(?: |$))[A-Z][A-Z0-9]{1,3} *-")
_LINE_END = re.compile(r"\r\n|\n|\r")
#: As in the XML: a no-break or thin space is the author's own.
_LAYOUT = re.compile(r"[ \t\r\n]+")


@dataclass(frozen=True, slots=True)
class Fields:
    """A record's fields: (tag, value) pairs in order, and by their tags."""

    pairs: tuple[tuple[str, str], ...]
    by_tag: Mapping[str, tuple[str, ...]]

    def all(self, tag: str) -> tuple[str, ...]:
        """Give every value that has this tag."""
        return self.by_tag.get(tag, ())

    def first(self, *tags: str) -> str | None:
        """Give the first value of the first of these tags that the record has."""
        return next((values[0] for tag in tags if (values := self.all(tag))), None)


def read_fields(text: str, name: str) -> Fields:
    """Read the fields of one record; those without a value are left out.

    Parameters
    ----------
    text
        The record.
    name
        The file's name, for messages.

    Raises
    ------
    ReadError
        If a line is neither a field nor the continuation of one.
    """
    pairs = tuple(_pairs(_joined(text, name)))
    by_tag: dict[str, list[str]] = {}
    for tag, value in pairs:
        by_tag.setdefault(tag, []).append(value)
    return Fields(pairs, {tag: tuple(values) for tag, values in by_tag.items()})


def _pairs(lines: list[str]) -> Iterator[tuple[str, str]]:
    from Bio import Medline

    # A blank line ends a record for Biopython, which has no types.
    one_by_one = (part for line in lines for part in (line, "\n"))
    for field in Medline.parse(one_by_one):  # type: ignore[no-untyped-call]
        for tag, value in field.items():
            words = value if isinstance(value, str) else value[0]
            words = _LAYOUT.sub(" ", words).strip()
            if words:
                yield tag, words


def _joined(text: str, name: str) -> list[str]:
    """Give each field as one line: continued lines are indented."""
    fields: list[list[str]] = []
    for line in _LINE_END.split(_START.sub("PMID- ", text, count=1)):
        if not line.strip():
            continue
        if _TAGGED.match(line):
            fields.append([line])
        elif fields and line[0] in " \t":
            fields[-1].append(line.strip())
        else:
            msg = (
                f"{name}: a line of the record is no field of PubMed's text format and "
                f"not indented like a continued one: {line[:40]!r}; export it again."
            )
            raise ReadError(msg)
    return [" ".join(parts) for parts in fields]

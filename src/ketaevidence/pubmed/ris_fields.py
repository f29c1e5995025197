"""The tagged lines of a RIS record, read by rispy."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ketaevidence.errors import ReadError

_TAGGED = re.compile(r"([A-Z][A-Z0-9])  -")
_LINE_END = re.compile(r"\r\n|\n|\r")
_LAYOUT = re.compile(r"[ \t\r\n]+")
#: Tags of one text, whose further lines go on with it. In the others, such as KW,
#: EndNote gives each value a line of its own and the tag to the first alone.
_TEXTS = frozenset({"TI", "T1", "CT", "BT", "T2", "JF", "JO", "JA", "J2", "AB", "N2"})
#: Tags that are in use and not in rispy's own table.
_MORE_TAGS = ("BT", "CT", "J1", "L3", "LK", "M2", "PM", "U1", "U2", "U3", "U4", "U5")


@dataclass(frozen=True, slots=True)
class Fields:
    """A record's values by their tags, those of one tag in order."""

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
        The record, from its ``TY`` line to its ``ER`` line.
    name
        The file's name, for messages.

    Raises
    ------
    ReadError
        If the text is not one RIS record.
    """
    # rispy has no types.
    from rispy import RisParser  # type: ignore[import-untyped]
    from rispy.config import TAG_KEY_MAPPING  # type: ignore[import-untyped]

    # Every tag under its own name and as a list: rispy would keep only the first of
    # two abstracts, and would cut addresses at a semicolon, which DOIs can hold.
    tags = (*TAG_KEY_MAPPING, *_MORE_TAGS)
    parser = RisParser(
        mapping={tag: tag for tag in tags},
        list_tags=[tag for tag in tags if tag not in ("TY", "UK")],
        delimiter_tags_mapping={},
    )
    entries = parser.parse_lines(iter(_joined(text)))
    if len(entries) != 1:
        msg = f"{name}: expected one RIS record from TY to ER, found {len(entries)}."
        raise ReadError(msg)
    entry = entries[0]
    entry["TY"] = [entry["TY"]]
    return Fields({tag: words for tag in tags if (words := _words(entry.get(tag)))})


def _words(values: object) -> tuple[str, ...]:
    if not isinstance(values, list):
        return ()
    clean = (_LAYOUT.sub(" ", value).strip() for value in values)
    return tuple(value for value in clean if value)


def _joined(text: str) -> list[str]:
    """Give the lines, those of one text as one."""
    lines: list[list[str]] = []
    goes_on = False
    for line in _LINE_END.split(text):
        match = _TAGGED.match(line)
        if match:
            goes_on = match[1] in _TEXTS
        if match or not goes_on:
            lines.append([line])
        else:
            lines[-1].append(line)
    return [" ".join(parts) for parts in lines]

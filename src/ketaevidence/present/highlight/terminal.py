"""A record's text for the terminal, with its readings marked and listed."""

from __future__ import annotations

from collections.abc import Sequence

from ketaevidence.present import words
from ketaevidence.present.highlight.marks import Mark, pieces
from ketaevidence.present.lines import WIDTH, wrapped
from ketaevidence.present.readings import field_words, reading
from ketaevidence.records.model import Record

#: Stand for the brackets while lines are wrapped; no text holds them.
_OPEN, _CLOSE = "\ue000", "\ue001"
_PLAIN = {_OPEN: "«", _CLOSE: "»"}
_COLOURED = {_OPEN: "\x1b[1;36m«", _CLOSE: "»\x1b[0m"}


def highlighted_text(
    record: Record, marks: Sequence[Mark], width: int = WIDTH, *, colour: bool = False
) -> str:
    """Write the title and the abstract with «quotes»[number], then the readings."""
    lines: list[str] = []
    position = 0
    labels = [None, *(section.label for section in record.sections)]
    parts = [record.title, *(section.text for section in record.sections)]
    for label, part in zip(labels, parts, strict=True):
        if label:
            lines.append(words.clean(label).upper())
        lines += wrapped(_marked(record.text, marks, position, len(part)), width)
        lines.append("")
        position += len(part) + 1
    for mark in marks:
        lines += _listed(mark, width)
    text = "\n".join(lines).rstrip()
    for sign, printed in (_COLOURED if colour else _PLAIN).items():
        text = text.replace(sign, printed)
    return text


def _marked(text: str, marks: Sequence[Mark], start: int, length: int) -> str:
    """Write a stretch of the text; readings of the same words share their brackets."""
    numbers: dict[tuple[int, int], list[int]] = {}
    for mark in marks:
        place = (mark.candidate.start, mark.candidate.end)
        numbers.setdefault(place, []).append(mark.number)
    shared = {group[0]: ", ".join(map(str, group)) for group in numbers.values()}
    leading = [mark for mark in marks if mark.number in shared]
    written = []
    for piece in pieces(text, leading, start, start + length):
        shown = words.visible(piece.text).replace(_OPEN, "").replace(_CLOSE, "")
        ends = "".join(f"{_CLOSE}[{shared[n]}]" for n in reversed(piece.closes))
        written.append(_OPEN * len(piece.opens) + shown + ends)
    return " ".join("".join(written).split())


def _listed(mark: Mark, width: int) -> list[str]:
    one = mark.candidate
    start = f"[{mark.number}] {field_words(one.field)}: "
    sure = one.status if one.status != "stated" else one.confidence
    text = f"{words.shortened(reading(one), 200)}  ({sure}; {one.rule})"
    lines = []
    if len(start) > width // 2:
        lines, start = [start.rstrip()], "    "
    lines += wrapped(text, width, start=start, hang="    ")
    for warning in one.warnings:
        lines += wrapped(words.sentence(warning), width, start="    ! ", hang="      ")
    return lines

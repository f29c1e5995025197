"""A record's text as the rules see it: its sentences, and where each place is."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from ketaevidence.records.model import Record

#: A sentence ends at a full stop, question or exclamation mark before a space and a
#: capital, digit or bracket; not after an initial or one of these abbreviations.
_END = re.compile(r"(?<=[.!?])\s+(?=[\"'(\[]?[A-Z0-9])|\n")
_ABBREVIATION = re.compile(r"(?:\b(?:vs|e\.g|i\.e|al|approx|ca|Dr|no|Fig)|\b[A-Z])\.$")
#: "0. 2 mg" is one number that a printer split; "fell to 10. 2 patients" is not.
_SPLIT_NUMBER = re.compile(r"(?<![\w.,·])0\.$")
#: The most that a candidate's sentence shows on either side of its quote; a text
#: without full stops would else be copied once for each candidate [characters].
_SHOWN = 1000


@dataclass(frozen=True, slots=True)
class Sentence:
    """A stretch of a record's text."""

    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class View:
    """A record's text with its sections and sentences."""

    record: Record
    text: str
    #: (first character, name, whose words) of the title and each section.
    sections: tuple[tuple[int, str, str], ...]
    #: In order; together they cover the text.
    sentences: tuple[Sentence, ...]

    @classmethod
    def of(cls, record: Record) -> View:
        """Lay out a record's text; the coordinates are those of ``record.text``."""
        places = [(0, "title", "publisher")]
        position = len(record.title) + 1
        for number, section in enumerate(record.sections, start=1):
            name = section.label or f"abstract {number}"
            places.append((position, name, section.written_by))
            position += len(section.text) + 1
        text = record.text
        return cls(record, text, tuple(places), tuple(_sentences(text)))

    def section_at(self, position: int) -> tuple[str, str]:
        """Give the name of the section at a position, and whose words it is."""
        found = bisect_right(self.sections, position, key=lambda place: place[0]) - 1
        _, name, written_by = self.sections[found]
        return name, written_by

    def sentence_at(self, start: int, end: int) -> str:
        """Give the sentence, or the run of sentences, that a span stands in.

        A very long one is cut to what stands near the span.
        """
        first = bisect_right(self.sentences, start, key=lambda s: s.start) - 1
        last = bisect_left(self.sentences, end, key=lambda s: s.start) - 1
        low = max(self.sentences[first].start, start - _SHOWN)
        return self.text[low : min(self.sentences[last].end, end + _SHOWN)]


def _sentences(text: str) -> Iterator[Sentence]:
    start = 0
    for match in _END.finditer(text):
        words = text[start : match.start()]
        if match[0] != "\n" and _ABBREVIATION.search(words[-12:]):
            continue
        if _splits_a_number(match[0], words, text[match.end() : match.end() + 1]):
            continue
        if words:
            yield Sentence(start, match.start(), words)
        start = match.end()
    if start < len(text):
        yield Sentence(start, len(text), text[start:])


def _splits_a_number(gap: str, before: str, after: str) -> bool:
    return gap == " " and after.isdigit() and bool(_SPLIT_NUMBER.search(before[-4:]))

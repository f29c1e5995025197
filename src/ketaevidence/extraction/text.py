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
        found = self.sections[0]
        for section in self.sections:
            if section[0] > position:
                break
            found = section
        return found[1], found[2]

    def sentence_at(self, start: int, end: int) -> str:
        """Give the sentence, or the run of sentences, that a span stands in."""
        first = bisect_right(self.sentences, start, key=lambda s: s.start) - 1
        last = bisect_left(self.sentences, end, key=lambda s: s.start) - 1
        return self.text[self.sentences[first].start : self.sentences[last].end]


def _sentences(text: str) -> Iterator[Sentence]:
    start = 0
    for match in _END.finditer(text):
        words = text[start : match.start()]
        if match[0] != "\n" and _ABBREVIATION.search(words[-12:]):
            continue
        if words:
            yield Sentence(start, match.start(), words)
        start = match.end()
    if start < len(text):
        yield Sentence(start, len(text), text[start:])

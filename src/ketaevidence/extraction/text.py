"""A record's text as the rules see it: folded, in sentences, each with its place."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import accumulate
from operator import itemgetter
from typing import Any, NamedTuple, TypeVar

from ketaevidence.extraction.fold import fold
from ketaevidence.extraction.parts import inline_part, part_of
from ketaevidence.records.model import Record

_T = TypeVar("_T")

#: A sentence ends at a full stop, question or exclamation mark before a space and a
#: capital, digit or bracket; not after an initial or one of these abbreviations.
_END = re.compile(r"[.!?][\"')\]]?\s+(?=[\"'(\[]?[A-Z0-9])|\n")
_ABBREVIATION = re.compile(
    r"(?:\b(?:vs|e\.g|i\.e|al|approx|ca|Dr|no|Fig|resp|incl|St)|\b[A-Z])\.$"
)
#: "in Group B. Median pain": here the capital is a name, and no initial.
_NAMED = re.compile(
    r"\b(?:groups?|arm|type|class|stage|grade|phase|part|cohort|vitamin|hepatitis)"
    r" [A-Z]\.$",
    re.IGNORECASE,
)
#: "5 mg i.v. 20 min before": a way of giving goes on with a number.
_GIVEN = re.compile(r"\b(?:i\.[vmptn]|s\.c|p\.o|[btq]\.i\.d)\.$")
#: "0. 2 mg" and "P <. 001" are one number that a printer split; "fell to 10. 2
#: patients" is not.
_SPLIT_NUMBER = re.compile(r"(?<![\w.,])0\.$|[<>=\u2264\u2265] ?\.$")
#: "(2. 3)" is one number too.
_OPENS_WITH = re.compile(r"[(\[]\d{1,2}\.$")
_CLOSES_WITH = re.compile(r"\d{1,2}[)\]]")
_WORD = re.compile(r"([A-Za-z]\w*(?:['-]+\w+)*)")
_LETTERS = re.compile(r"[a-z]+")
#: No sentence is longer: a text without full stops is cut at a space, so that no rule
#: ever reads more than this at once and the time stays linear [characters].
LONGEST = 2000
#: The most that a candidate's sentence shows on either side of its quote [characters].
_SHOWN = 1000


class Word(NamedTuple):
    """One word of a text, in lower case, with its place."""

    lower: str
    start: int
    end: int


#: What ``Word._make`` does, without a call of Python's for each word.
_MAKE_WORD = partial(tuple.__new__, Word)


class Sentence(NamedTuple):
    """A stretch of a record's text; ``words`` is folded, place for place."""

    start: int
    end: int
    words: str
    #: Where in the paper: title, background, objective, methods, results,
    #: conclusions, registration or funding; "abstract" where nothing says it.
    part: str = "abstract"


@dataclass(frozen=True)
class View:
    """A record's text, folded, with its sections, sentences and words.

    Everything is found when it is first asked for, and only once.
    """

    record: Record
    #: The record's own text: quotes are cut from it.
    text: str
    #: The same text with its signs in one way; every place is the same.
    folded: str
    #: (first character, name, whose words, part) of the title and each section.
    sections: tuple[tuple[int, str, str, str], ...]
    _known: dict[Any, Any] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, record: Record) -> View:
        """Lay out a record's text; the coordinates are those of ``record.text``."""
        places = [(0, "title", "publisher", "title")]
        position = len(record.title) + 1
        for number, section in enumerate(record.sections, start=1):
            name = section.label or f"abstract {number}"
            part = part_of(section.label or section.category or "")
            places.append((position, name, section.written_by, part or "abstract"))
            position += len(section.text) + 1
        text = record.text
        return cls(record, text, fold(text), tuple(places))

    @cached_property
    def lower(self) -> str:
        """The folded text in lower case: to ask whether a word occurs, never where."""
        return self.folded.lower()

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every run of letters in lower case: what a rule asks before it searches."""
        return frozenset(_LETTERS.findall(self.lower))

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """Every word in order: letters, with digits, hyphens and apostrophes inside."""
        # There are hundreds in a text: cutting it into gaps and words and adding up
        # their lengths leaves no step of a word to the interpreter.
        pieces = _WORD.split(self.folded)
        ends = list(accumulate(map(len, pieces)))
        lower = map(str.lower, pieces[1::2])
        parts = zip(lower, ends[0::2], ends[1::2], strict=False)
        return tuple(map(_MAKE_WORD, parts))

    @cached_property
    def lowered(self) -> tuple[str, ...]:
        """Every word in lower case without its place."""
        return tuple(map(itemgetter(0), self.words))

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences in order; together they cover the text."""
        return tuple(_sentences(self))

    @property
    def title(self) -> str:
        """The folded title."""
        return self.folded[: len(self.record.title)]

    def names_any(self, words: frozenset[str]) -> bool:
        """Say whether the text has any of these words (runs of letters, lower case)."""
        return not words.isdisjoint(self.vocabulary)

    def once(self, find: Callable[[View], _T]) -> _T:
        """Give what ``find`` finds in this text, and look only the first time."""
        if find not in self._known:
            self._known[find] = find(self)
        found: _T = self._known[find]
        return found

    def section_at(self, position: int) -> tuple[str, str]:
        """Give the name of the section at a position, and whose words it is."""
        _, name, written_by, _ = self._section_at(position)
        return name, written_by

    def sentence_at(self, start: int, end: int) -> str:
        """Give the sentence, or the run of sentences, that a span stands in.

        A very long one is cut to what stands near the span.
        """
        first = self._number_at(start)
        last = bisect_left(self.sentences, end, key=lambda s: s.start) - 1
        low = max(self.sentences[first].start, start - _SHOWN)
        return self.text[low : min(self.sentences[last].end, end + _SHOWN)]

    def part_at(self, position: int) -> str:
        """Give the part of the paper at a position, as `Sentence.part` names it."""
        return self.sentences[self._number_at(position)].part

    def _number_at(self, position: int) -> int:
        return bisect_right(self.sentences, position, key=lambda s: s.start) - 1

    def _section_at(self, position: int) -> tuple[int, str, str, str]:
        found = bisect_right(self.sections, position, key=lambda place: place[0]) - 1
        return self.sections[found]


def _sentences(view: View) -> Iterator[Sentence]:
    part = "title"
    section = 0
    for start, end in _spans(view.folded):
        words = view.folded[start:end]
        while (
            section + 1 < len(view.sections) and view.sections[section + 1][0] <= start
        ):
            section += 1
            # A section with no label of its own may go on with an inline one's part.
            part = view.sections[section][3]
        if section:
            part = inline_part(words) or part
        yield Sentence(start, end, words, part)


def _spans(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _END.finditer(text):
        # A line break ends a sentence itself; a full stop still belongs to it.
        end = match.start()
        if match[0] != "\n":
            end += len(match[0].rstrip())
            before = text[max(start, end - 14) : end]
            after = text[match.end() : match.end() + 4]
            if _ABBREVIATION.search(before) and not _NAMED.search(before):
                continue
            if after[:1].isdigit() and _GIVEN.search(before):
                continue
            if _splits_a_number(match[0], before, after):
                continue
        yield from _cut(text, start, end)
        start = match.end()
    yield from _cut(text, start, len(text))


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut a stretch that is longer than any sentence, at a space if there is one."""
    while end - start > LONGEST:
        space = text.rfind(" ", start + LONGEST // 2, start + LONGEST)
        cut = space + 1 if space > 0 else start + LONGEST
        yield start, cut
        start = cut
    if start < end:
        yield start, end


def _splits_a_number(gap: str, before: str, after: str) -> bool:
    if gap != ". " or not after[:1].isdigit():
        return False
    in_brackets = _OPENS_WITH.search(before) and _CLOSES_WITH.match(after)
    return bool(in_brackets or _SPLIT_NUMBER.search(before[-4:]))

"""A record's text as the rules see it: folded, in sentences, each with its place."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import accumulate, compress, count
from typing import Any, Generic, NamedTuple, TypeVar

from ketaevidence.extraction.fold import fold
from ketaevidence.extraction.parts import inline_part, part_of
from ketaevidence.records.model import Record

_T = TypeVar("_T")

#: A sentence ends at a full stop, question or exclamation mark before a space and a
#: capital, digit or bracket; not after an initial or one of these abbreviations. Some
#: databases put a semicolon behind it where a section ended: "was tested.; Sixty".
#: One character opens the pattern: so the search is fastest.
_END = re.compile(r"[.!?\n](?:(?<=\n)|[\"')\]]?;?\s+(?=[\"'(\[]?[A-Z0-9]))")
_ABBREVIATION = re.compile(
    r"(?:(?<![\w.])v|\b(?:vs|e\.g|i\.e|al|approx|ca|Dr|no|Fig|resp|incl|St)|\b[A-Z])\.$"
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
#: Nothing follows the parts of a word, so none is given back ("*+").
_WORD = re.compile(r"([A-Za-z]\w*(?:['-]+\w+)*+)")
#: What is no small letter, as a space.
_ONLY_LETTERS = bytes(
    code if ord("a") <= code <= ord("z") else ord(" ") for code in range(256)
)
#: No sentence is longer: a text without full stops is cut at a space, so that no rule
#: ever reads more than this at once and the time stays linear [characters].
LONGEST = 2000
#: The most that a candidate's sentence shows on either side of its quote [characters].
_SHOWN = 1000


class _Kept(Generic[_T]):
    """A property that is found when it is first asked for, and kept.

    As ``functools.cached_property``, whose lock takes longer than most of the finding.
    """

    def __init__(self, find: Callable[[Any], _T]) -> None:
        self._find = find
        self._name = find.__name__
        self.__doc__ = find.__doc__

    def __get__(self, view: Any, owner: type | None = None) -> _T:
        found = view.__dict__[self._name] = self._find(view)
        return found


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

    @_Kept
    def lower(self) -> str:
        """Folded text in lower case: to ask whether a word occurs, never where."""
        return self.folded.lower()

    @_Kept
    def vocabulary(self) -> frozenset[str]:
        """Every run of letters in lower case: what a rule asks before it searches."""
        # A table of bytes is several times as fast as a pattern.
        plain = self.lower.encode("ascii", "replace").translate(_ONLY_LETTERS)
        return frozenset(plain.decode("ascii").split())

    @_Kept
    def words(self) -> tuple[Word, ...]:
        """Every word in order: letters, with digits, hyphens and apostrophes inside."""
        lower, starts, ends = self._word_places
        return tuple(map(_MAKE_WORD, zip(lower, starts, ends, strict=True)))

    @_Kept
    def lowered(self) -> tuple[str, ...]:
        """Every word in lower case without its place."""
        return self._word_places[0]

    @_Kept
    def _word_places(self) -> tuple[tuple[str, ...], list[int], list[int]]:
        # There are hundreds in a text: cutting it into gaps and words and adding up
        # their lengths leaves no step of a word to the interpreter.
        is_plain = self.folded.isascii()  # each character is one in lower case too
        pieces = _WORD.split(self.lower if is_plain else self.folded)
        ends = list(accumulate(map(len, pieces)))
        found = pieces[1::2]
        lower = tuple(found if is_plain else map(str.lower, found))
        return lower, ends[0 : len(ends) - 1 : 2], ends[1::2]

    def places_of(self, words: Container[str]) -> list[int]:
        """Give which words, by place among all, are some of these (in lower case)."""
        is_one = map(words.__contains__, self.lowered)
        return list(compress(count(), is_one))

    @_Kept
    def sentences(self) -> tuple[Sentence, ...]:
        """All sentences in order; together they cover the text."""
        return tuple(_sentences(self))

    @_Kept
    def starts(self) -> list[int]:
        """Where each sentence starts."""
        return [sentence.start for sentence in self.sentences]

    @_Kept
    def _section_starts(self) -> list[int]:
        return [section[0] for section in self.sections]

    @property
    def title(self) -> str:
        """The folded title."""
        return self.folded[: len(self.record.title)]

    def names_any(self, words: frozenset[str]) -> bool:
        """Say whether the text has any of these words (runs of letters, lower case)."""
        return not words.isdisjoint(self.vocabulary)

    def once(self, find: Callable[[View], _T]) -> _T:
        """Give what ``find`` finds in this text, and look only the first time."""
        try:
            found: _T = self._known[find]
        except KeyError:
            found = self._known[find] = find(self)
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
        last = bisect_left(self.starts, end) - 1
        low = max(self.sentences[first].start, start - _SHOWN)
        return self.text[low : min(self.sentences[last].end, end + _SHOWN)]

    def part_at(self, position: int) -> str:
        """Give the part of the paper at a position, as `Sentence.part` names it."""
        return self.sentences[self._number_at(position)].part

    def sentences_with(self, letters: Iterable[str]) -> list[Sentence]:
        """Give the sentences that have any of these runs of small letters, in order."""
        lower, starts = self.lower, self.starts
        if len(lower) != len(self.folded):  # some letter is two in lower case
            return list(self.sentences)
        numbers = set()
        for each in letters:
            at = lower.find(each)
            while at >= 0:
                number = bisect_right(starts, at) - 1
                numbers.add(number)
                # The sentence is found: what else it has does not matter.
                at = lower.find(each, self.sentences[number].end)
        return [self.sentences[number] for number in sorted(numbers)]

    def _number_at(self, position: int) -> int:
        return bisect_right(self.starts, position) - 1

    def _section_at(self, position: int) -> tuple[int, str, str, str]:
        return self.sections[bisect_right(self._section_starts, position) - 1]


def _sentences(view: View) -> Iterator[Sentence]:
    part = "title"
    section = 0
    folded, sections = view.folded, view.sections
    last = len(sections) - 1
    for start, end in _spans(folded):
        words = folded[start:end]
        while section < last and sections[section + 1][0] <= start:
            section += 1
            # A section with no label of its own may go on with an inline one's part.
            part = sections[section][3]
        if section and _may_have_label(words):
            part = inline_part(words) or part
        yield Sentence(start, end, words, part)


#: A label in the text is not longer [characters].
_LONGEST_LABEL = 150


def _may_have_label(words: str) -> bool:
    """Say whether a sentence may begin with a label: a cheap test first."""
    return words[:1].isupper() and (
        ":" in words[:_LONGEST_LABEL] or words[1:2].isupper() or "." in words[:14]
    )


def _spans(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _END.finditer(text):
        # A line break ends a sentence itself; a full stop still belongs to it.
        end = match.start()
        if match[0] != "\n":
            end += len(match[0].rstrip())
            before = text[max(start, end - 14) : end].removesuffix(";")
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

"""The text in sentences, each with its place; a line that a mailer broke is joined."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ketaevidence.extraction.fold import fold
from ketaevidence.extraction.text import View
from ketaevidence.records.model import Record

#: A line of fewer characters was not broken because it was full.
_FULL: Final = 50
_BULLET: Final = re.compile(r"\s*(?:[-*\u2022\u00b7\u2013]|\d+[.)])\s")
#: A line under a heading such as "Side effects" that is a list and no prose.
_LISTED: Final = 90
_HARM_HEADING: Final = re.compile(
    r"\b(?:side[- ]effects?|adverse|unwanted|risks?|complications?|reactions?)\b"
    r"[^.!?]*(?::|$)",
    re.IGNORECASE,
)


#: No line of a list of references is longer [characters].
_LONGEST: Final = 600
#: A line that begins with a name and initials, or "et al.", and ends with a number that
#: identifies the work.
_REFERENCE: Final = re.compile(
    r"^\W*(?:\d+[.)]\s*)?[A-Z][\w'\u2019-]+\s+(?:[A-Z]{1,3}[,.]?\s|et\s+al|(?:19|20)\d\d\b)"
    r".*(?:PMID|doi|10\.\d{4,9}/)"
)


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence of the text; ``words`` is folded, place for place."""

    start: int
    end: int
    words: str
    #: Whether it stands in a list under words such as "side effects:".
    lists_harms: bool = False


def sentences(text: str) -> tuple[Said, ...]:
    """Cut a text into sentences; their spans count the text's own characters.

    Examples
    --------
    >>> [said.words for said in sentences("Pain fell. Nobody knows why.")]
    ['Pain fell.', 'Nobody knows why.']
    """
    return tuple(_with_lists(list(_cut(text))))


def _cut(text: str) -> Iterator[Said]:
    joined = _joined(text)
    view = View.of(Record(title=joined))
    for low, high in _whole_references(joined, view):
        raw = joined[low:high]
        start = low + len(raw) - len(raw.lstrip())
        end = low + len(raw.rstrip())
        if start < end:
            yield Said(start, end, fold(joined[start:end]))


def _whole_references(joined: str, view: View) -> Iterator[tuple[int, int]]:
    """Give the sentences; a line of a list of references is one, full stops and all."""
    until = 0
    for sentence in view.sentences:
        if sentence.start < until:
            continue
        # A sentence may begin with the line break that ended the one before.
        lead = joined[sentence.start : sentence.end]
        start = sentence.start + len(lead) - len(lead.lstrip())
        end = joined.find("\n", start)
        end = len(joined) if end < 0 else end
        begins = start == 0 or "\n" in joined[max(0, start - 2) : start]
        if begins and end - start <= _LONGEST and _REFERENCE.search(joined[start:end]):
            until = end
            yield start, end
        else:
            yield sentence.start, sentence.end


def _joined(text: str) -> str:
    """Write a space for each line break inside a sentence; every place is the same."""
    lines = text.replace("\r", " ").replace("\t", " ").split("\n")
    out = []
    for line, after in zip(lines, [*lines[1:], ""], strict=True):
        goes_on = (
            len(line.strip()) >= _FULL
            and line.rstrip()[-1:] not in ".!?:;"
            and after.strip() != ""
            and not _BULLET.match(after)
        )
        out.append(line + (" " if goes_on else "\n"))
    return "".join(out)[: len(text)]


def _with_lists(found: list[Said]) -> Iterator[Said]:
    """Mark the lines of a list of harms: short ones under a heading that says so."""
    is_in_list = False
    for said in found:
        if _HARM_HEADING.search(said.words):
            is_in_list = said.words[-1:] == ":" or len(said.words) < _FULL
            yield said
            continue
        is_in_list = is_in_list and len(said.words) < _LISTED
        yield Said(said.start, said.end, said.words, lists_harms=is_in_list)

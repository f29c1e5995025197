"""The characters of a record as they were meant, and the layout around its texts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ketaevidence.pubmed.flatten import flatten_inline, trimmed

#: Stands for an escaped "<" until the patterns are through.
LESS = "\ue000"
#: Control characters that XML forbids.
_FORBIDDEN = (*range(9), 11, 12, *range(14, 32))
#: With these U+FFFE, U+FFFF (which XML forbids too) and ``LESS`` begin.
_LEADS = b"\xef\xbf", b"\xee\x80"
#: A processing instruction before an element, as PubMed has them, with the layout
#: before it where layout follows it too.
_NAMED = rb"<\?(?![xX][mM][lL][\s?])[A-Za-z][\w.-]*(?:\s[^<>?]*)?\?>"
_INSTRUCTION = re.compile(rb"(?<=>)\s+%b(?=\s+<)|%b(?=\s*<)" % (_NAMED, _NAMED))
_ESCAPE = re.compile(r"&[a-z]{0,5};?")
_ESCAPES = {"&amp;": "&", "&lt;": LESS, "&gt;": ">", "&apos;": "'"}
_UNUSUAL_VALUE = re.compile(f'="[^"]*{LESS}')


class UnusualError(Exception):
    """The record has to be read by the other reader."""


def without_instructions(raw: bytes) -> bytes:
    """Take out processing instructions, which say nothing about the record."""
    return _INSTRUCTION.sub(b"", raw)


def characters(raw: bytes) -> str:
    """Give a record's text, every character as it was meant, but ``LESS`` for "<".

    Raises
    ------
    UnusualError
        If a character is forbidden or escaped in a rare way, or the text is no UTF-8.
    """
    # One search of the whole text for each byte is faster than one look at each byte.
    if any(map(raw.__contains__, _FORBIDDEN)):
        raise UnusualError
    for layout in (b"\t", b"\r"):
        if layout in raw:
            raw = raw.replace(layout, b" ")
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        raise UnusualError from error
    if (0xEF in raw or 0xEE in raw) and any(lead in raw for lead in _LEADS):
        raise UnusualError
    if "]" in text and "]]>" in text:
        raise UnusualError
    if "&" in text:
        try:
            text = _ESCAPE.sub(lambda escape: _ESCAPES[escape[0]], text)
        except KeyError as error:
            raise UnusualError from error
        if LESS in text and _UNUSUAL_VALUE.search(text):
            raise UnusualError
    return text


def free_text(text: str) -> str:
    """Resolve the markup of a title or a section.

    Raises
    ------
    UnusualError
        If there is other markup than bold, italic, raised and lowered.
    """
    if not (
        "<" in text
        or "  " in text
        or "\n" in text
        or LESS in text
        or text[:1] == " "
        or text[-1:] == " "
    ):
        return text
    flat = flatten_inline(text)
    if flat is None:
        raise UnusualError
    return flat.replace(LESS, "<")


def are_tidy(texts: Iterable[str]) -> bool:
    """Say whether plain texts are as they are to be: one line, single spaces inside."""
    # A space at an edge meets the one that joins the texts.
    line = f" {' '.join(texts)} "
    return not ("  " in line or "\n" in line or LESS in line)


def tidied(text: str) -> str:
    """Give a plain text as it is to be.

    Raises
    ------
    UnusualError
        If it holds nothing but spaces.
    """
    text = trimmed(text).replace(LESS, "<")
    if not text:
        raise UnusualError
    return text


def tidy(texts: list[str]) -> list[str]:
    """Give plain texts as they are to be."""
    if not texts or are_tidy(texts):
        return texts
    return [tidied(text) for text in texts]


def tidy_or_none(texts: Sequence[str | None]) -> Sequence[str | None]:
    """Give plain texts as they are to be, and ``None`` where there is none."""
    found = [text for text in texts if text is not None]
    if not found or are_tidy(found):
        return texts
    return [text and tidied(text) for text in texts]

"""The characters of a record as they were meant, and the layout around its texts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ketaevidence.pubmed.flatten import flatten_inline, trimmed

#: Stands for an escaped "<" until the patterns are through.
LESS = "\ue000"
#: Marks the control characters that XML forbids, and every byte with which U+E000 to
#: U+FFFF begin: two of these XML forbids, one is ``LESS``.
_MARKED = bytes(
    0 if (byte < 32 and byte not in b"\t\n\r") or byte in b"\xee\xef" else byte
    for byte in range(256)
)
#: A processing instruction, with the layout before it where layout follows it too.
_INSTRUCTION = re.compile(rb"(?<=>)\s*<\?[^>]*\?>(?=\s+<)|<\?.*?\?>", re.DOTALL)
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
    if b"\0" in raw.translate(_MARKED):
        raise UnusualError
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        raise UnusualError from error
    if "]]>" in text:
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
    flat = flatten_inline(text) if "<" in text else trimmed(text)
    if flat is None:
        raise UnusualError
    return flat.replace(LESS, "<")


def are_tidy(texts: Sequence[str]) -> bool:
    """Say whether plain texts are as they are to be: one line, single spaces inside."""
    line = "\n".join(texts)
    return not (
        "  " in line
        or "\n " in line
        or " \n" in line
        or LESS in line
        or "\t" in line
        or "\r" in line
        or line.count("\n") != len(texts) - 1
        or line[0] == " "
        or line[-1] == " "
    )


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

"""Abbreviations of a text's own: what letters stand for pain, and which for an arm."""

from __future__ import annotations

import re

from ketaevidence.extraction.rules.scale_words import scale_named
from ketaevidence.extraction.text import View

#: "Pain on movement (POM)": the letters stand for pain from there on.
_EXPLAINED = re.compile(
    r"\b[Pp]ain(?:[\s-](?:on|at|during|with|of)[\s-]\w+|"
    r"[\s-](?:intensity|scores?|severity|ratings?|level))?\s\(([A-Z]{3,6})\)"
)


def pain_letters(view: View) -> frozenset[str]:
    """Give the abbreviations that the text makes of words for pain."""
    return frozenset(
        match[1]
        for match in _EXPLAINED.finditer(view.folded)
        if not scale_named(match[1])
    )


_LETTERS = r"(?<![\w+-])([A-Z][A-Z0-9+-]{1,15})"
_GROUP_NAME = re.compile(
    rf"\b(?:[Gg]roups?|GROUPS?|[Aa]rms?)\s(?:the\s)?\(?{_LETTERS}|"
    rf"{_LETTERS}\)?[\s-](?:[Gg]roups?|[Aa]rms?|patients)\b|"
    rf"\({_LETTERS}[,;:]\s?[nN]\s?=|{_LETTERS}\s\([nN]\s?="
)


def arm_letters(view: View) -> frozenset[str]:
    """Give the abbreviations that stand for groups of patients."""
    return frozenset(
        name
        for match in _GROUP_NAME.finditer(view.folded)
        for name in match.groups()
        if name
    )

"""What a plus-minus stands for, where the text says so; it is never guessed."""

from __future__ import annotations

import re

from ketaevidence.extraction.text import View

#: A kind that is followed by a number is that one number's ("age (SD 12)"), so it
#: says nothing of the others.
_NOT_OF_ONE_VALUE = r"(?!\s*[=:,]?\s*[+-]?\d)"
_KINDS = (
    ("SE", re.compile(rf"(?:\bSEMs?\b|\bSE\b|\bstandard\s+errors?\b(?:\s+of\s+the\s+mean)?|\bs\.e\.m?\.|\bs\.e\.m\b){_NOT_OF_ONE_VALUE}")),
    ("SD", re.compile(rf"(?:\bSDs?\b|\b[Ss]tandard\s+deviations?\b|\bs\.d\.){_NOT_OF_ONE_VALUE}")),
)  # fmt: skip
#: A sentence that says how all values are given.
_HOW_VALUES_ARE_GIVEN = re.compile(
    r"\b(?:values|data|results|figures|numbers|scores)\b[^.;]{0,60}?\b(?:means?|averages?)\b|"
    r"^\W*means?\s*(?:\(|±|\+/?-)",
    re.IGNORECASE,
)
_OF_SOMETHING_ELSE = re.compile(
    r"\b(?:age[ds]?|weight|height|BMI|demographic\w*)\b", re.IGNORECASE
)
UNSPECIFIED = "unspecified"


def stated_spread(view: View, sentence: str) -> str:
    """Give the kind of spread that a sentence, or a word on all values, states.

    The sentence's own word comes first. Two kinds, or one that belongs to ages, leave
    it unspecified.
    """
    own = _kinds_in(sentence)
    if own:
        is_clear = len(own) == 1 and not _OF_SOMETHING_ELSE.search(sentence)
        return own.pop() if is_clear else UNSPECIFIED
    general: set[str] = set()
    for other in view.sentences:
        words = other.words
        if _HOW_VALUES_ARE_GIVEN.search(words) and not _OF_SOMETHING_ELSE.search(words):
            general |= _kinds_in(words)
    return general.pop() if len(general) == 1 else UNSPECIFIED


def spread_warnings(kind: str) -> tuple[str, ...]:
    """Warn where the kind of a spread is not stated."""
    if kind != UNSPECIFIED:
        return ()
    return ("the text does not say whether ± is a standard deviation or error",)


def _kinds_in(words: str) -> set[str]:
    return {kind for kind, pattern in _KINDS if pattern.search(words)}

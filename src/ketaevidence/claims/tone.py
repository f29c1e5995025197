"""How a text puts a claim: denied, hedged, asked, or told as what one study found."""

from __future__ import annotations

import re
from typing import Final

#: A word that denies.
NOT: Final = re.compile(
    r"\b(?:not|never|no|none|cannot|can't|won't|without|neither|nor|fails?\s+to|"
    r"failed\s+to|lacks?|hardly|free\s+(?:of|from)|absence\s+of|rather\s+than|"
    r"\w+n't)\b(?!\s+(?:only|just|merely|simply|doubt|longer|matter|wonder|uncommon|"
    r"unusual|surprising\w*|alone))",
    re.IGNORECASE,
)
#: Where the reach of a "not" ends: a new clause.
_CLAUSE: Final = re.compile(
    r"[;:.!?]|,?\s\b(?:but|however|although|though|yet|while|whereas|because|which)\b",
    re.IGNORECASE,
)
_HEDGE: Final = re.compile(
    r"\b(?:may|might|can|could|possibl[ey]|perhaps|potential(?:ly)?|some|sometimes|"
    r"often|usually|generally|typically|mostly|relatively|considered|suggest\w*|"
    r"appears?|seems?|promising|believed|thought|likely|tends?|up\s+to|in\s+many)\b",
    re.IGNORECASE,
)
_ASKED: Final = re.compile(
    r"\?\s*$|\b(?:whether|we\s+(?:hope|wonder)|further\s+(?:research|studies|trials)\b"
    r"[^.]*\bneeded|remains?\s+(?:to\s+be\s+seen|unknown|unclear))\b",
    re.IGNORECASE,
)
_ONE_STUDY: Final = re.compile(
    r"\b(?i:an?|one|another|this|that|the)\s+(?:[\w-]+\s+){0,3}?"
    r"(?:study|trial|series|report|paper|article|analysis|survey)\b|"
    r"\b(?:published|reported)\s+in\b|\bet\s+al\b|\bPMID\b|"
    r"\b(?i:another)\s+in\s+(?:the\s+)?[A-Z]|\bresearchers?\s+(?:found|reported|showed)\b",
)
_COMPARED: Final = re.compile(
    r"\b(?:better|safer|stronger|faster|superior|more\s+\w+|less\s+\w+)\s+(?:than|to)\b"
    r"(?!\s+(?:a\s+)?(?:placebo|saline|dummy|before))",
    re.IGNORECASE,
)


def is_denied(words: str, start: int, *, in_list: bool = False) -> bool:
    """Say whether a "not" reaches what stands at a place of a sentence.

    Parameters
    ----------
    words
        The sentence.
    start
        Where the thing begins that may be denied.
    in_list
        Whether the "not" reaches along a list ("no nausea, vomiting or headache");
        else a comma ends its reach.

    Examples
    --------
    >>> is_denied("It does not improve function.", 12)
    True
    >>> is_denied("It is not only quick, it lowers pain.", 25)
    False
    """
    before = words[:start]
    ends = [match.end() for match in _CLAUSE.finditer(before)]
    if not in_list:
        ends += [before.rfind(",") + 1]
    clause = before[max(ends, default=0) :]
    return len(NOT.findall(clause)) % 2 == 1


def is_hedged(words: str) -> bool:
    """Say whether a sentence claims less than it could: may, some, often.

    Examples
    --------
    >>> is_hedged("It may ease pain."), is_hedged("It eases pain.")
    (True, False)
    """
    return _HEDGE.search(words) is not None


def is_asked(words: str) -> bool:
    """Say whether a sentence asks and claims nothing.

    Examples
    --------
    >>> is_asked("Does it help?"), is_asked("It helps.")
    (True, False)
    """
    return _ASKED.search(words) is not None


def is_of_one_study(words: str) -> bool:
    """Say whether a sentence tells what one study found.

    Examples
    --------
    >>> is_of_one_study("A study found less pain.")
    True
    """
    return _ONE_STUDY.search(words) is not None


def compares(words: str) -> bool:
    """Say whether a sentence sets the treatment against another one.

    Examples
    --------
    >>> compares("It works better than opioids."), compares("Better than placebo.")
    (True, False)
    """
    return _COMPARED.search(words) is not None

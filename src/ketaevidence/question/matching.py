"""Find the words of a vocabulary in a text, and say where."""

from __future__ import annotations

import re
from functools import lru_cache

from ketaevidence.question.model import Vocabulary


@lru_cache(maxsize=64)
def pattern(vocabulary: Vocabulary) -> re.Pattern[str]:
    """Build the pattern that finds any term of a vocabulary as whole words.

    A space in a term also matches a hyphen or a line break. A term in capitals is an
    abbreviation and matches in capitals only: "CRPS" must not find "CRPs", which are
    C-reactive proteins.
    """
    return re.compile(rf"(?<!\w)(?:{_any_of(vocabulary)})(?!\w)")


@lru_cache(maxsize=64)
def beginning(vocabulary: Vocabulary) -> re.Pattern[str]:
    """Build the pattern that finds words which begin as a term of a vocabulary does."""
    return re.compile(rf"(?<!\w)(?:{_any_of(vocabulary)})")


def first_match(vocabulary: Vocabulary, text: str) -> re.Match[str] | None:
    """Give the first place where a text names a term, or ``None``."""
    return pattern(vocabulary).search(text)


def _any_of(vocabulary: Vocabulary) -> str:
    # The longest first, so that "S(+)-ketamine" is not found as "ketamine".
    terms = sorted(vocabulary.terms, key=len, reverse=True)
    alternatives = []
    for term in terms:
        words = r"[\s\-\u2010-\u2015]+".join(re.escape(w) for w in term.split())
        alternatives.append(words if term.isupper() else f"(?i:{words})")
    return "|".join(alternatives)

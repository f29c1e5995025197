"""Rows on harm: what each names, and whether its source says that it happened."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, Literal

from ketaevidence.claims.basis import Basis, Row
from ketaevidence.claims.lexicon import harms_in, is_serious
from ketaevidence.curation.model import Result
from ketaevidence.extraction.rules.outcomes.adverse_words import GENERAL

#: "counted": seen in some people. "told": said without a count. "more": more often than
#: with the comparator, in a ratio. "none": a count of nought, or "none" in words.
#: "silent": neither.
Happened = Literal["counted", "told", "more", "none", "silent"]

_SILENT: Final = re.compile(
    r"\bnot\s+(?:found|stated|reported|recorded)\b|\bbelow\s+detection\b|"
    r"\bno\s+(?:\w+\s+)?differen\w+\b|\b(?:fewer|more)\b[^;]*\bthan\b",
    re.IGNORECASE,
)
_UNKNOWN_PEOPLE: Final = re.compile(r";[^;]*\bnot\s+stated\b", re.IGNORECASE)
_NONE: Final = re.compile(
    r"\b(?:no|none|not|never|nobody|without|neither|absent)\b", re.IGNORECASE
)
#: Names of all unwanted events together.
_ALL: Final = re.compile(
    r"\b(?:any|side[\s-]effects?|adverse|toxicit\w+|complications?)\b", re.IGNORECASE
)


def harm_rows(basis: Basis) -> Iterator[Row]:
    """Give the rows on harm of treated people; those with a comparator as one."""
    for row in basis.of("adverse_event"):
        if row.setting != "comparator":
            yield row


def happened(row: Row) -> Happened:
    """Say whether the source of a row says that the event happened."""
    result = row.result
    if result.events is not None or result.percent is not None:
        return "counted" if (result.events or result.percent or 0) > 0 else "none"
    if result.statistic in ("risk_ratio", "odds_ratio"):
        return "more" if (result.ci_low or 0) > 1 else "silent"
    words = _UNKNOWN_PEOPLE.sub("", result.statement or "")
    if not words or _SILENT.search(words):
        return "silent"
    return "none" if _NONE.search(words) else "told"


@lru_cache(maxsize=512)
def _names(words: str) -> frozenset[str]:
    found = frozenset(one.name for one in harms_in(words))
    return found or frozenset({" ".join(words.lower().split())})


def names_of(result: Result) -> frozenset[str]:
    """Give the unwanted events that a result is about, by the names of the table."""
    return _names(result.outcome_words)


def is_of_all(result: Result) -> bool:
    """Say whether a result is of all unwanted events together, or of none by name."""
    return not harms_in(result.outcome_words) and bool(
        _ALL.search(result.outcome_words)
    )


def serious_name(result: Result) -> str | None:
    """Give the serious harm that a result names, or ``None``."""
    named = sorted(name for name in names_of(result) if is_serious(name))
    if named:
        return named[0]
    words = result.outcome_words.lower()
    return words if re.search(r"\b(?:serious|life-threatening)\b", words) else None


def vocabulary_of(basis: Basis) -> dict[str, re.Pattern[str]]:
    """Give the register's own words for unwanted events that no table has."""
    found = {}
    for row in basis.of("adverse_event"):
        words = " ".join(row.result.outcome_words.split())
        is_known = harms_in(words) or _ALL.search(words) or words.lower() in GENERAL
        if words and not is_known:
            parts = r"[\s-]+".join(re.escape(part) for part in words.split())
            found[words.lower()] = re.compile(rf"(?<!\w){parts}(?!\w)", re.IGNORECASE)
    return dict(sorted(found.items()))

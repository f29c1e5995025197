"""Columns and values of the register as people say them: ``13 of 20 (65%)``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from ketaevidence.curation.sources import Stated, is_share
from ketaevidence.curation.vocabulary import WORDS, Words

#: Columns whose name is not what people call them.
_NAMES: Final = MappingProxyType(
    {
        "n_enrolled": "patients enrolled",
        "n_analysed": "patients analysed",
        "n_crps": "patients with the condition",
        "n": "patients",
        "p_value": "p value",
        "time_days": "day",
        "ci_low": "lower end of the interval",
        "ci_high": "upper end of the interval",
        "ci_level": "level of the interval",
        "spread_type": "kind of spread",
        "statistic": "kind of number",
        "estimator": "worked out as",
        "phase": "measured",
        "unit_of_analysis": "counted",
        "is_randomised": "randomised",
        "drug_form": "form of the drug",
        "doi": "DOI",
        "pmid": "PMID",
    }
)
_NO_CODES: Final[Mapping[str, str]] = MappingProxyType({})
#: Columns that one phrase tells together.
_COUNTED: Final = ("events", "total", "percent")


def column_words(column: str) -> str:
    """Name a column of the register as people do.

    Examples
    --------
    >>> column_words("n_analysed"), column_words("dose_class")
    ('patients analysed', 'dose class')
    """
    return _NAMES.get(column, column.replace("_", " "))


def value_words(column: str, text: str, codes: Words = WORDS) -> str:
    """Write a cell's text as people read it: codes in words, a true minus sign.

    ``codes`` is what the register's codes mean, where that is not as in the bundled
    review: ``register.words``.

    Examples
    --------
    >>> value_words("spread_type", "SE"), value_words("value", "-2.7")
    ('standard error', '−2.7')
    """
    tables = (table[column] for table in codes.values() if column in table)
    words = next(tables, _NO_CODES).get(text, text)
    is_negative = words[:1] == "-" and words[1:2].isdigit()
    return f"−{words[1:]}" if is_negative else words


def stated_words(stated: Stated, columns: Iterable[str], codes: Words = WORDS) -> str:
    """Write what a source states in some columns: ``13 of 20 (65%)``.

    Parameters
    ----------
    stated
        What the source states.
    columns
        The columns in which sources differ. Of one alone its name is not repeated.
    codes
        What codes mean: ``register.words``; as in the bundled review if left out.

    Examples
    --------
    >>> from ketaevidence.curation.model import Source
    >>> source = Source(None, "an invented table", "secondary")
    >>> cells = (("events", "13"), ("total", "20"), ("percent", "65"))
    >>> stated_words(Stated(2, cells, source), ["events", "percent"])
    '13 of 20 (65%)'
    """
    wanted = list(columns)
    parts = []
    if set(wanted) & set(_COUNTED):
        parts.append(_count(stated))
    for name in wanted:
        text = stated.text(name)
        if not text or name in _COUNTED:
            continue
        value = value_words(name, text, codes)
        parts.append(value if len(wanted) == 1 else f"{column_words(name)} {value}")
    return "; ".join(part for part in parts if part) or "nothing on it"


def _count(stated: Stated) -> str:
    events, total = stated.text("events"), stated.text("total")
    percent = stated.text("percent")
    share = f"{percent}%" if percent and not is_share(percent) else ""
    if not events:
        return share
    count = f"{events} of {total}" if total else f"{events} (of how many is not stated)"
    return f"{count} ({share})" if share else count

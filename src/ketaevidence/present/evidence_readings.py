"""What rules read in a record, as cells of the evidence table: all suggestions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from ketaevidence.extraction.model import Candidate
from ketaevidence.present import words
from ketaevidence.present.readings import field_words, reading

#: What stands before a machine reading in the row of a study that a person entered.
MARK: Final = "read by a rule, not confirmed: "

#: Fields of machine readings that fill a column, the most telling first.
_FIELDS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "registration": ("registration",),
        "arms": ("n_arm",),
        "condition": ("crps_type", "condition"),
        "diagnostic_criteria": ("diagnostic_criteria",),
        "route": ("route",),
        "drug_form": ("drug_form",),
        "dose": ("dose",),
        "duration": ("duration",),
        "co_interventions": ("co_intervention",),
        "comparator": ("comparator",),
        "pain_scale": ("pain_scale",),
        "follow_up": ("follow_up",),
        "harms": ("adverse_event",),
    }
)
#: Columns that tell several fields, each by its name.
_NAMED: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "sessions": ("sessions", "frequency"),
        "funding": ("funding", "conflict_of_interest"),
    }
)
#: Columns for which the register of studies has no place, or PubMed's record more.
_BESIDE_ENTRIES: Final = ("registration", "diagnostic_criteria", "sessions", "funding")
_PATIENTS: Final = ("n_analysed", "n_total")
#: More readings of one column than this are counted and not told.
_MOST = 3
#: Longest quote of a pain reading, and longest text of any other [characters].
_LONGEST = 160


def first_reading(found: Sequence[Candidate], names: Iterable[str]) -> Candidate | None:
    """Give the first reading of the first field that has one."""
    return next((item for name in names for item in found if item.field == name), None)


def patients_read(found: Sequence[Candidate]) -> int | None:
    """Give how many patients a rule read, if that is a whole number."""
    item = first_reading(found, _PATIENTS)
    if item is None:
        return None
    try:
        number = float(item.value)
    except (TypeError, ValueError):
        return None
    return int(number) if number.is_integer() else None


def cells_read(found: Sequence[Candidate]) -> dict[str, str | None]:
    """Give the columns that rules can fill, from the readings of one record."""
    cells = {column: _all(found, names) for column, names in _FIELDS.items()}
    for column, names in _NAMED.items():
        told = ((name, _all(found, (name,))) for name in names)
        parts = [f"{field_words(name)}: {text}" for name, text in told if text]
        cells[column] = "; ".join(parts) or None
    return cells


def pain_read(found: Sequence[Candidate]) -> str | None:
    """Give the first readings of pain with the words that they were read in."""
    parts = [
        f"{reading(item)}: “{words.shortened(words.clean(item.quote), _LONGEST)}”"
        for item in found
        if item.field.startswith("pain") and item.field != "pain_scale"
    ]
    return "; ".join(dict.fromkeys(parts[:_MOST])) or None


def beside_entry(found: Sequence[Candidate]) -> dict[str, str | None]:
    """Give what stands in the row of an entered study as a reading, marked as one."""
    cells = cells_read(found)
    told = ((column, cells[column]) for column in _BESIDE_ENTRIES)
    return {column: None if text is None else MARK + text for column, text in told}


def _all(found: Sequence[Candidate], names: Iterable[str]) -> str | None:
    """Give the distinct readings of the first field that has any."""
    for name in names:
        texts = [
            words.shortened(reading(item), _LONGEST)
            for item in found
            if item.field == name
        ]
        texts = list(dict.fromkeys(texts))
        if texts:
            left = len(texts) - _MOST
            more = f" (and {left} more)" if left > 0 else ""
            return "; ".join(texts[:_MOST]) + more
    return None

"""What rules read in a record, written as people write it: never as a code."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from ketaevidence.curation.vocabulary import DESIGNS
from ketaevidence.extraction.model import Candidate
from ketaevidence.present import words

#: Short names of the forms that rules read, which they do of ketamine only.
_FORMS: Final = MappingProxyType(
    {"S": "S-ketamine", "R": "R-ketamine", "racemic": "racemic ketamine"}
)

#: Coded values of some fields, in words.
_NAMES: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {"design": DESIGNS, "drug_form": _FORMS}
)

#: Fields whose name in words is not simply the field's own name.
_FIELDS: Final = MappingProxyType(
    {
        "n_total": "Patients in all",
        "n": "Patients",
        "n_enrolled": "Patients enrolled",
        "n_analysed": "Patients analysed",
        "n_arm": "Patients in an arm",
        "drug_form": "Form of the drug",
        "ketamine_role": "Role of the drug",
        "p_value": "p value",
        "crps_type": "Type of CRPS",
        "co_intervention": "Given along",
        "pain_change": "Change of pain",
        "percent_change": "Change of pain in per cent",
        "mean_difference": "Difference between arms",
        "eligible": "Eligible for",
        "direction": "Effect on pain",
        "follow_up": "Follow-up",
    }
)


def field_words(field: str) -> str:
    """Name what a rule read, in words.

    Examples
    --------
    >>> field_words("n_total"), field_words("treatment_duration")
    ('Patients in all', 'Treatment duration')
    """
    plain = field.replace("_", " ")
    return _FIELDS.get(field, plain[:1].upper() + plain[1:])


def _value(candidate: Candidate) -> str:
    """Write the value itself, with as many decimals as its spread has."""
    value, high = candidate.value, candidate.value_high
    if candidate.events is not None or candidate.percent is not None:
        share = _share(candidate)
        return f"{words.clean(value)}: {share}" if isinstance(value, str) else share
    if not isinstance(value, int | float):
        text = words.clean(value)
        named = _NAMES.get(candidate.field, {}).get(text)
        return named or text.replace("_", " ")
    decimals = words.decimals_of(value, high, candidate.spread)
    text = words.plain(value, decimals)
    if high is not None:
        text += f" to {words.plain(high, decimals)}"
    return text + _spread(candidate, decimals)


def _share(candidate: Candidate) -> str:
    """Write a share of people, or the level of an interval's confidence."""
    if candidate.field == "confidence_interval":
        ends = (candidate.value, candidate.value_high)
        low, high = (
            words.plain(e) if isinstance(e, int | float) else "?" for e in ends
        )
        return f"{low} to {high} ({words.plain(candidate.percent or 95)}%)"
    if candidate.events is None:
        return f"{words.plain(candidate.percent or 0)}%"
    of = f" of {candidate.total}" if candidate.total is not None else ""
    return f"{candidate.events}{of}"


def _spread(candidate: Candidate, decimals: int) -> str:
    """Write a spread with its kind; a kind that the text does not state is said."""
    kind = (candidate.spread_type or "unspecified").replace("_", " ")
    low, high = candidate.spread_low, candidate.spread_high
    if low is not None and high is not None:
        return f" ({kind} {words.plain(low)} to {words.plain(high)})"
    if candidate.spread is None:
        return ""
    width = words.plain(candidate.spread, decimals)
    is_named = kind != "unspecified"
    return f" ({kind} {width})" if is_named else f" ± {width} (kind not stated)"


def reading(candidate: Candidate) -> str:
    """Write a machine reading: its value with spread, unit, arm and time."""
    text = _value(candidate)
    if candidate.unit and candidate.unit not in text:
        text += f" {words.clean(candidate.unit)}"
    about = [words.clean(part) for part in (candidate.arm, candidate.time) if part]
    return f"{text}, {', '.join(about)}" if about else text

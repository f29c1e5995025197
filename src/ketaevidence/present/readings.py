"""What rules read in a record, written as people write it: never as a code."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from ketaevidence.curation.vocabulary import DESIGNS
from ketaevidence.extraction.model import Candidate
from ketaevidence.present import words

#: Short names of the drug's forms, in words.
_FORMS: Final = MappingProxyType(
    {"S": "S-ketamine", "R": "R-ketamine", "racemic": "racemic ketamine"}
)

#: Fields of machine readings, in words.
_FIELDS: Final = MappingProxyType(
    {
        "design": "Design",
        "n_total": "Patients in all",
        "n": "Patients",
        "sample_size": "Patients",
        "n_enrolled": "Patients enrolled",
        "n_analysed": "Patients analysed",
        "n_arm": "Patients in an arm",
        "drug_form": "Form of the drug",
        "dose": "Dose",
        "route": "Route",
        "pain_scale": "Pain scale",
        "pain_score": "Pain score",
        "p_value": "p value",
        "responders": "Responders",
        "crps_type": "Type of CRPS",
        "follow_up": "Follow-up",
        "followup": "Follow-up",
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
    value, high, spread = candidate.value, candidate.value_high, candidate.spread
    if candidate.events is not None and candidate.total is not None:
        return f"{candidate.events} of {candidate.total}"
    if not isinstance(value, int | float):
        text = words.clean(value)
        if candidate.field == "design":
            return DESIGNS.get(text, text.replace("_", " "))
        return _FORMS.get(text, text) if candidate.field == "drug_form" else text
    decimals = words.decimals_of(value, high, spread)
    text = words.plain(value, decimals)
    if high is not None:
        text += f" to {words.plain(high, decimals)}"
    if spread is not None:
        kind = (candidate.spread_type or "unspecified").replace("_", " ")
        width = words.plain(spread, decimals)
        is_named = kind != "unspecified"
        text += f" ({kind} {width})" if is_named else f" ± {width} (kind not stated)"
    return text


def reading(candidate: Candidate) -> str:
    """Write a machine reading: its value with spread, unit, arm and time."""
    text = _value(candidate)
    if candidate.unit and candidate.unit not in text:
        text += f" {words.clean(candidate.unit)}"
    about = [words.clean(part) for part in (candidate.arm, candidate.time) if part]
    return f"{text}, {', '.join(about)}" if about else text

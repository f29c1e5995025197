"""Changes of pain within an arm, and differences of pain between arms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ketaevidence.extraction.model import Candidate
from ketaevidence.extraction.rules.pain.pain_values import PainValue, pain_values
from ketaevidence.extraction.rules.pain.told import as_candidate
from ketaevidence.extraction.text import View
from ketaevidence.question.model import Question


def read_pain_change(view: View, _: Question) -> Iterator[Candidate]:
    """Read by how much pain changed; less pain is negative."""
    for found in view.once(pain_values):
        if found.reading.kind == "change":
            signed = _signed(found)
            warnings = _open_direction(found, "whether pain rose or fell")
            yield as_candidate(
                view, signed, "pain_change", signed.value.number, warnings
            )


def read_mean_difference(view: View, _: Question) -> Iterator[Candidate]:
    """Read by how much pain differed between arms, signed as the words say."""
    for found in view.once(pain_values):
        if found.reading.kind == "difference":
            signed = _signed(found)
            warnings = _open_direction(found, "which arm had less pain")
            yield as_candidate(
                view, signed, "mean_difference", signed.value.number, warnings
            )


def _signed(found: PainValue) -> PainValue:
    """Give "a reduction of 2.4 (1.1 to 3.7)" as -2.4 (-3.7 to -1.1)."""
    value = found.value
    if found.reading.direction >= 0 or value.is_signed or value.number == 0:
        return found
    low, high = value.low, value.high
    if low is not None and high is not None and low <= value.number <= high:
        low, high = -high, -low
    return replace(
        found, value=replace(value, number=-value.number, low=low, high=high)
    )


def _open_direction(found: PainValue, what: str) -> tuple[str, ...]:
    if found.reading.direction or found.value.is_signed:
        return ()
    return (f"the words at the number do not say {what}",)

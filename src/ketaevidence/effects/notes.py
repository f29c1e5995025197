"""What was done to the numbers, in sentences that a reader must see."""

from __future__ import annotations

from collections.abc import Mapping


def _listed(settings: Mapping[str, object], name: str) -> str:
    """Write a list of studies in the settings; empty where there is none."""
    labels = settings.get(name)
    return ", ".join(map(str, labels)) if isinstance(labels, list) else ""


def notes_of(name: str, settings: Mapping[str, object]) -> tuple[str, ...]:
    """Write the notes from the name of a measure and the choices behind it."""
    what = name.partition(" (")[0].lower()
    notes = []
    adjusted = _listed(settings, "adjusted")
    if adjusted:
        notes.append(
            f"{settings['add']:g} was added to {settings['added_to']} "
            f"(to='{settings['to']}') of: {adjusted}."
        )
    left_out = _listed(settings, "left_out")
    if left_out:
        # On demand, studies are left out of measures that they say something about.
        silent_about = "" if settings["drop00"] == "left out" else f" about the {what}"
        asked = " as asked" if not silent_about else ", since they say nothing"
        notes.append(
            f"Left out{asked}{silent_about} ({settings['drop00_because']}): {left_out}."
        )
    silent = _listed(settings, "without_information")
    if silent:
        notes.append(
            f"Kept, though they say nothing about the {what} "
            f"({settings['drop00_because']}): {silent}."
        )
    correlation = str(settings.get("correlation", ""))
    if correlation.startswith("one value for every study"):
        notes.append(
            "The correlation of the two measurements was assumed, "
            f"{correlation}; repeat with other values."
        )
    rescaled = _listed(settings, "rescaled")
    if rescaled:
        notes.append(f"Converted to the scale {settings['pain_scale']}: {rescaled}.")
    return tuple(notes)

"""What a careful reader should know before comparing groups of studies."""

from __future__ import annotations

from ketaevidence.pooling.choices import KNAPP_HARTUNG
from ketaevidence.pooling.subgroups.model import Subgroups

#: Groups smaller than this say little about how studies differ within them.
FEWEST_FOR_SPREAD = 5

#: What every comparison of groups says first.
ASSOCIATION = (
    "The groups are groups of studies. Patients were not randomised to them: a "
    "difference between groups is an association, and may come from anything else in "
    "which the groups differ."
)


def _single(found: Subgroups) -> str | None:
    names = [group.name for group in found.groups if group.k == 1]
    if not names:
        return None
    listed = ", ".join(names)
    if found.tau2 == "common" or found.overall.method == "EE":
        return f"One study alone is no pool: {listed}."
    return (
        f"One study alone is no pool, and has no tau2: {listed}. In the test between "
        "groups it counts with its own variance only, which makes the test too sure; "
        "tau2='common' gives it the variance between studies of the other groups."
    )


def _small(found: Subgroups) -> str | None:
    if found.tau2 == "common" or found.overall.method == "EE":
        return None
    names = [group.name for group in found.groups if 1 < group.k < FEWEST_FOR_SPREAD]
    if not names:
        return None
    return (
        f"Fewer than {FEWEST_FOR_SPREAD} studies: {', '.join(names)}. A tau2 of their "
        "own is estimated badly; compare with tau2='common'."
    )


def _unscaled(found: Subgroups) -> str | None:
    if found.tau2 == "common" or found.overall.settings["test_asked"] == "z":
        return None
    kind = (
        "Knapp-Hartung"
        if found.overall.settings["test_asked"] in KNAPP_HARTUNG
        else "the t distribution"
    )
    return (
        f"The groups' own intervals use {kind}, the test between them the ordinary "
        "standard errors and chi-squared, which is too sure with few studies; "
        "tau2='common' gives an F test."
    )


def caveats(found: Subgroups) -> tuple[str, ...]:
    """List the caveats of a comparison of groups."""
    notes = [ASSOCIATION, _single(found), _small(found), _unscaled(found)]
    for group in found.groups:
        if group.pooled is not None and group.k > 1:
            notes += [f"{group.name}: {note}" for note in group.pooled.notes]
    if found.regression is not None:
        # The first note there is about moderators in general.
        notes += list(found.regression.notes[1:])
    return tuple(note for note in notes if note is not None)

"""What changed from version to version: flow, question, methods, results."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from ketaevidence.library import Version
from ketaevidence.present import words
from ketaevidence.present.checklists.facts import (
    Held,
    does_not_apply,
    in_part,
    listed,
    not_done,
    not_stated,
    stated,
)
from ketaevidence.present.checklists.model import Said
from ketaevidence.synthesis.verified import damage_of

#: Settings that say what the review asks; the others say how it goes about it.
_OF_QUESTION: Final = (
    "title", "sentence", "drug", "condition", "inclusion", "exclusion",
)  # fmt: skip
_WHY: Final = "Say in the paper why, for the settings hold no reason."
_FIRST: Final = "No version was frozen before this state."


def flow(held: Held) -> Said:
    """Give the numbers of the flow now, and of each version before."""
    if not held.snapshot.imports:
        return not_done("No record has arrived yet.")
    now = held.snapshot.flow
    told = _flow_words(
        {
            "screened": now.screened,
            "reports_assessed": now.reports_assessed,
            "included_reports": now.included_reports,
            "included_studies": now.included_studies,
        }
    )
    earlier = [one for one in held.versions if one.number != held.number]
    before = [f"version {one.number}: {_flow_of(one)}" for one in earlier]
    rest = f" Before: {listed(before)}." if before else ""
    return stated(
        f"{words.counted(now.unique, 'record')} without duplicates: {told}.{rest}"
    )


def _flow_of(version: Version) -> str:
    if damage_of(version) is not None:
        return "not known, its stored numbers are damaged"
    return _flow_words(json.loads(version.document)["flow"])


def _flow_words(numbers: Mapping[str, Any]) -> str:
    entered = numbers["included_studies"]
    studies = (
        "studies not entered yet"
        if entered is None
        else words.counted(entered, "study", "studies")
    )
    return (
        f"{numbers['screened']:,} screened, {numbers['reports_assessed']:,} reports "
        f"assessed, {numbers['included_reports']:,} included ({studies})"
    )


def to_question(held: Held) -> Said:
    """Say what of the question changed."""
    return _changes(
        held,
        [name for name in held.changed_settings if _is_of_question(name)],
        "Question and eligibility are as they were",
    )


def to_methods(held: Held) -> Said:
    """Say what of the settings and the software changed."""
    before = held.preceding
    if before is None:
        return does_not_apply(_FIRST)
    was = dict(before.software)
    programs = [
        f"{name} {was.get(name, 'not used')} → {number}"
        for name, number in held.snapshot.software
        if was.get(name) != number
    ]
    settings = [name for name in held.changed_settings if not _is_of_question(name)]
    return _changes(
        held, [*settings, *programs], "Settings and software are as they were"
    )


def _is_of_question(setting: str) -> bool:
    name = setting.partition(":")[0].partition(".")[0]
    return name in _OF_QUESTION


def _changes(held: Held, changed: list[str], unchanged: str) -> Said:
    before = held.preceding
    if before is None:
        return does_not_apply(_FIRST)
    if held.changed_settings_unknown is not None:
        return not_stated(_WHY, held.changed_settings_unknown)
    if not changed:
        return stated(f"{unchanged} in version {before.number}.")
    return in_part(f"Since version {before.number}: {listed(changed)}.", _WHY)


def to_results(held: Held) -> Said:
    """Say whether the results changed, and whether that changed the conclusions."""
    before = held.preceding
    if before is None:
        return does_not_apply(_FIRST)
    if held.since_preceding is None:
        return not_stated(
            "Run `ketaevidence digest`.",
            f"This state was not compared with version {before.number}.",
        )
    return stated(f"Since version {before.number}: {held.since_preceding}")

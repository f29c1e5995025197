"""Every check, in the order of the page docs/checks.md, and the search with all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from ketaevidence.integrity import (
    alike,
    citations,
    cohorts,
    counts,
    expected,
    harms,
    intervals,
    kinds,
    patients,
    readings,
    registrations,
    scales,
    sources,
    spreads,
    whole_numbers,
)
from ketaevidence.integrity.material import Material
from ketaevidence.integrity.model import (
    SEVERITIES,
    Check,
    Finding,
    Remark,
    Ruling,
    identify,
)

#: A family of checks has one file and one heading on the page.
FAMILIES: Final[Mapping[str, tuple[Check, ...]]] = MappingProxyType(
    {
        "Spreads": spreads.CHECKS,
        "Intervals and p values": intervals.CHECKS,
        "Whole people, whole marks": whole_numbers.CHECKS,
        "Numbers of people": counts.CHECKS,
        "Kinds of number": kinds.CHECKS,
        "Scales and signs": scales.CHECKS,
        "What the question expects": expected.CHECKS,
        "Whose numbers": patients.CHECKS,
        "One trial, many papers": cohorts.CHECKS,
        "What must be alike": alike.CHECKS,
        "Harms": harms.CHECKS,
        "Registrations": registrations.CHECKS,
        "Several sources": sources.CHECKS,
        "Citations": citations.CHECKS,
        "Readings": readings.CHECKS,
    }
)
CHECKS: Final[tuple[Check, ...]] = tuple(
    check for family in FAMILIES.values() for check in family
)
BY_ID: Final[Mapping[str, Check]] = MappingProxyType({c.id: c for c in CHECKS})


def find(material: Material, rulings: Iterable[Ruling] = ()) -> tuple[Finding, ...]:
    """Ask every check of one state of a review.

    Parameters
    ----------
    material
        What the checks look at.
    rulings
        The newest answer of people to each finding. One that says "corrected" closes
        nothing while the same values stand: the question is then open again. One that
        says "reopened" is told with the question.

    Returns
    -------
    tuple of Finding
        Those that block first, then warnings, then notes; within them in the order of
        the checks and of the register.

    Examples
    --------
    >>> from ketaevidence.curation.model import Register
    >>> from ketaevidence.integrity.material import gather
    >>> from ketaevidence.question.load import shipped_question
    >>> find(gather(Register(), shipped_question(), (), ()))
    ()
    """
    answers = {r.finding_id: r for r in rulings if r.verdict != "corrected"}
    found = [
        _signed(check, remark, answers)
        for check in CHECKS
        for remark in check.look(material)
    ]
    return tuple(sorted(found, key=lambda item: SEVERITIES.index(item.severity)))


def _signed(check: Check, remark: Remark, answers: Mapping[str, Ruling]) -> Finding:
    name = identify(check.id, remark.place, remark.values)
    ruling, why = answers.get(name), remark.why
    if ruling is not None and ruling.verdict == "reopened":
        because = ruling.reason.strip().removesuffix(".")
        why = f"{why} {ruling.by} opened the question again: {because}."
        ruling = None
    return Finding(
        id=name,
        check=check.id,
        severity=check.severity,
        what=remark.what,
        where=remark.place,
        why=why,
        what_to_do=remark.what_to_do or check.what_to_do,
        reference=str(check.reference),
        ruling=ruling,
    )

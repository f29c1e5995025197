"""How findings are settled: kept as entries, and what they do to the register."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from ketaevidence.curation.model import Register
from ketaevidence.integrity.checks import BY_ID
from ketaevidence.integrity.model import Answer, Finding, Place, Ruling
from ketaevidence.integrity.spreads import ABOUT_SIZE
from ketaevidence.library import Entry


def to_entry(ruling: Ruling) -> Entry:
    """Make the entry that keeps how a finding was settled."""
    body: dict[str, Any] = {
        "check": ruling.check,
        "verdict": ruling.verdict,
        "what": ruling.what,
        "place": asdict(ruling.place),
    }
    if ruling.source is not None:
        body["source"] = ruling.source
    return Entry(
        "finding", ruling.finding_id, body, reason=ruling.reason, by=ruling.by,
        at=ruling.at,
    )  # fmt: skip


def to_ruling(entry: Entry) -> Ruling:
    """Read back how a finding was settled."""
    place = entry.body["place"]
    return Ruling(
        finding_id=entry.key,
        check=entry.body["check"],
        verdict=entry.body["verdict"],
        reason=entry.reason,
        by=entry.by,
        at=entry.at,
        what=entry.body["what"],
        place=Place(
            studies=tuple(place["studies"]),
            results=tuple(place["results"]),
            arm=place["arm"],
            field=place["field"],
        ),
        source=entry.body.get("source"),
    )


def rule(finding: Finding, verdict: Answer, *, reason: str, by: str, at: str) -> Ruling:
    """Write down how a person answers a finding."""
    return Ruling(
        finding_id=finding.id,
        check=finding.check,
        verdict=verdict,
        reason=reason,
        by=by,
        at=at,
        what=finding.what,
        place=finding.where,
    )


def told(ruling: Ruling) -> str:
    """Say in one sentence how a finding was settled, for wherever its number is."""
    title = BY_ID[ruling.check].title if ruling.check in BY_ID else ruling.check
    verbs = {
        "accept": "accepted",
        "exclude": "excluded",
        "corrected": "corrected",
        "chosen": f"source {ruling.source} chosen",
        "reopened": "opened again",
    }
    return (
        f"{verbs[ruling.verdict]} by {ruling.by} after the check “{title}”: "
        f"{ruling.reason}"
    )


def results_of(place: Place, register: Register) -> tuple[str, ...]:
    """Give the results that a place is about: those named, or all of its studies."""
    if place.results or place.arm is not None:
        return place.results
    return tuple(
        row.result_id for row in register.results if row.study_id in place.studies
    )


@dataclass(frozen=True, slots=True)
class Clearance:
    """What checks and people say of results that would enter an analysis."""

    #: Words by result_id, where nobody has settled what a check found.
    blocked: Mapping[str, str] = field(default_factory=dict)
    #: Words by result_id, where a person accepted what was found, or chose a source.
    accepted: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    #: Results whose small standard deviation a person accepted.
    believed: frozenset[str] = frozenset()


def clearance_of(findings: Iterable[Finding], register: Register) -> Clearance:
    """Say which results no pool may use, and which a person lets in, with the words.

    Parameters
    ----------
    findings
        What the checks found, with how it was settled.
    register
        The register that they looked at.
    """
    blocked: dict[str, str] = {}
    accepted: dict[str, tuple[str, ...]] = {}
    believed: set[str] = set()
    for finding in findings:
        ruling = finding.ruling
        for key in results_of(finding.where, register):
            if finding.blocks:
                words = f"{finding.what} {finding.why} Nobody has settled this yet"
                blocked.setdefault(key, f"{words} ({finding.id})")
            elif ruling is not None and ruling.verdict in ("accept", "chosen"):
                accepted[key] = (*accepted.get(key, ()), told(ruling))
                believed |= {key} if finding.check in ABOUT_SIZE else set()
    return Clearance(blocked, accepted, frozenset(believed))


def without_excluded(register: Register, findings: Iterable[Finding]) -> Register:
    """Keep out of every pool what a person excluded after a check.

    A finding about results keeps those out; one about studies as such keeps the whole
    studies out. A reason that a person gave before stands.
    """
    rows: dict[str, str] = {}
    studies: dict[str, str] = {}
    for finding in findings:
        if finding.ruling is None or finding.ruling.verdict != "exclude":
            continue
        place, words = finding.where, told(finding.ruling)
        if place.results or place.arm is not None:
            rows |= {key: words for key in place.results if key not in rows}
        else:
            studies |= {key: words for key in place.studies if key not in studies}
    return Register(
        studies=tuple(
            replace(study, kept_out_because=studies[study.study_id])
            if study.study_id in studies and study.kept_out_because is None
            else study
            for study in register.studies
        ),
        arms=register.arms,
        results=tuple(
            replace(row, kept_out_because=rows[row.result_id])
            if row.result_id in rows and row.kept_out_because is None
            else row
            for row in register.results
        ),
        words=register.words,
    )

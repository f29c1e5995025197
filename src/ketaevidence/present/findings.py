"""What the integrity checks ask, for people: in a terminal, a report, a document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from ketaevidence.curation.model import Register
from ketaevidence.integrity.checks import BY_ID
from ketaevidence.integrity.model import Finding, Place, Ruling, Severity
from ketaevidence.integrity.rulings import told
from ketaevidence.integrity.sources import CHOOSABLE
from ketaevidence.present.answers import answer_words, answers_to, reopening
from ketaevidence.present.lines import WIDTH, wrapped
from ketaevidence.present.side_by_side import agreeing_words, disagreement_views
from ketaevidence.present.snapshot import Snapshot
from ketaevidence.present.words import clean, counted, sentence

#: What a severity means, to head its findings with.
HEADINGS: Final[Mapping[Severity, str]] = {
    "block": "Blocks: stays out of every pool until a person decides",
    "warn": "Look at this",
    "note": "Good to know",
}
#: The same in a word, beside one finding.
_MARKS: Final[Mapping[Severity, str]] = {
    "block": "Held by a check",
    "warn": "In question",
    "note": "To know",
}


@dataclass(frozen=True, slots=True)
class FindingView:
    """One finding as the report shows it."""

    id: str
    severity: Severity
    title: str
    where: str
    #: Where its studies stand in the report.
    studies: tuple[str, ...]
    what: str
    why: str
    what_to_do: str
    reference: str
    #: How a person settled it; ``None`` while it is open.
    decided: str | None
    #: Every answer that it ever got, oldest first, where there is more than the one.
    history: tuple[str, ...] = ()


def labels_of(register: Register) -> dict[str, str]:
    """Give the label of each study, by study_id."""
    return {study.study_id: study.label for study in register.studies}


def place_words(
    place: Place, labels: Mapping[str, str], *, with_field: bool = True
) -> str:
    """Write where something was found as people look it up."""
    studies = ", ".join(labels.get(key, key) for key in place.studies)
    parts = [", ".join(place.results), f"arm {place.arm}" if place.arm else ""]
    parts += [place.field or "" if with_field else ""]
    more = "; ".join(part for part in parts if part)
    return clean(f"{studies} ({more})" if more else studies)


def findings_text(
    findings: Sequence[Finding], labels: Mapping[str, str], width: int = WIDTH
) -> str:
    """Write findings by severity, each with why and what to do, the settled last.

    Parameters
    ----------
    findings
        What the checks found.
    labels
        The studies' labels, by study_id.
    width
        Columns of the terminal; lines are wrapped to it.
    """
    if not findings:
        return "No check asks anything."
    lines: list[str] = []
    for severity, heading in HEADINGS.items():
        chosen = [f for f in findings if f.severity == severity and f.is_open]
        if chosen:
            lines += [*wrapped(f"{heading} ({len(chosen)})", width), ""]
            for finding in chosen:
                lines += [*_finding_lines(finding, labels, width), ""]
    settled = [finding for finding in findings if not finding.is_open]
    if settled:
        lines += [f"Settled ({len(settled)})", ""]
        for finding in settled:
            lines += [*_settled_lines(finding, labels, width), ""]
    return "\n".join([*lines, *wrapped(_summary(findings), width)])


def _finding_lines(
    finding: Finding, labels: Mapping[str, str], width: int
) -> list[str]:
    where = place_words(finding.where, labels)
    texts = {"what": finding.what, "why": finding.why, "do": finding.what_to_do}
    lines = wrapped(BY_ID[finding.check].title, width, start="  ", hang="    ")
    lines += wrapped(where, width, start="    where: ", hang="      ")
    for name, text in texts.items():
        lines += wrapped(clean(text), width, start=f"    {name}: ", hang="      ")
    lines += wrapped(finding.reference, width, start="    from: ", hang="      ")
    return [*lines, f"    id: {finding.id}"]


def _settled_lines(
    finding: Finding, labels: Mapping[str, str], width: int
) -> list[str]:
    where = place_words(finding.where, labels)
    lines = wrapped(clean(f"{where}: {finding.what}"), width, start="  ", hang="    ")
    if finding.ruling is not None:
        words = sentence(told(finding.ruling))
        lines += wrapped(words, width, start="    ", hang="      ")
    return [*lines, f"    id: {finding.id}"]


def _summary(findings: Sequence[Finding]) -> str:
    blocking = sum(finding.blocks for finding in findings)
    others = sum(finding.is_open and not finding.blocks for finding in findings)
    block = "blocks" if blocking == 1 else "block"
    settled = sum(not finding.is_open for finding in findings)
    words = f"{counted(blocking, 'finding')} {block}, {others} more open, "
    words += f"{settled} settled."
    if not blocking + others:
        return words
    return (
        f"{words} Settle one with --settle ID --verdict accept, exclude or corrected, "
        "--reason and --by."
    )


def findings_document(findings: Sequence[Finding]) -> dict[str, Any]:
    """Give findings as a document that ``json.dumps`` can write."""
    return {
        "blocking": sum(finding.blocks for finding in findings),
        "open": sum(finding.is_open for finding in findings),
        "findings": [
            {
                **asdict(finding),
                "title": BY_ID[finding.check].title,
                "blocks": finding.blocks,
            }
            for finding in findings
        ],
    }


def finding_views(snapshot: Snapshot, study_ids: Iterable[str]) -> list[FindingView]:
    """Give the findings about some studies as the report shows them."""
    wanted, labels = set(study_ids), labels_of(snapshot.register)
    return [
        FindingView(
            id=finding.id,
            severity=finding.severity,
            title=BY_ID[finding.check].title,
            where=place_words(finding.where, labels, with_field=False),
            studies=finding.where.studies,
            what=sentence(finding.what),
            why=sentence(finding.why),
            what_to_do=sentence(finding.what_to_do),
            reference=finding.reference,
            decided=None if finding.ruling is None else answer_words(finding.ruling),
            history=_history(finding, snapshot),
        )
        for finding in snapshot.findings
        if wanted & set(finding.where.studies)
    ]


def _history(finding: Finding, snapshot: Snapshot) -> tuple[str, ...]:
    """Give the earlier answers, unless the one that stands is all there is."""
    answers = answers_to(finding, snapshot)
    is_all = finding.ruling is not None and len(answers) == 1
    return () if is_all else answers


def notes_by_result(snapshot: Snapshot) -> dict[str, tuple[str, ...]]:
    """Give what to show beside each result: open questions, and decisions with why."""
    notes: dict[str, list[str]] = {}
    for finding in _to_note(snapshot):
        for key in finding.where.results:
            notes.setdefault(key, []).append(_note(finding, snapshot))
    for ruling in _corrections(snapshot):
        for key in ruling.place.results:
            notes.setdefault(key, []).append(answer_words(ruling))
    for view in disagreement_views(snapshot):
        if view.result_id is not None:
            notes.setdefault(view.result_id, []).append(view.sentence)
    for key, said in agreeing_words(snapshot):
        notes.setdefault(key, []).append(said)
    return {key: tuple(dict.fromkeys(said)) for key, said in notes.items()}


def notes_by_study(snapshot: Snapshot) -> dict[str, tuple[str, ...]]:
    """Give what to show beside each study: all that blocks, asks or was decided.

    Where sources disagree is told apart: see ``side_by_side``.
    """
    notes: dict[str, list[str]] = {}
    for finding in _to_note(snapshot):
        if finding.severity == "note" and finding.is_open:
            continue
        for key in finding.where.studies:
            notes.setdefault(key, []).append(_note(finding, snapshot))
    for ruling in _corrections(snapshot):
        for key in ruling.place.studies:
            notes.setdefault(key, []).append(answer_words(ruling))
    return {key: tuple(dict.fromkeys(said)) for key, said in notes.items()}


def _to_note(snapshot: Snapshot) -> list[Finding]:
    """Leave out what the disagreement itself says better beside the number."""
    told_apart = {found.finding_id for found in snapshot.disagreements}
    return [
        finding
        for finding in snapshot.findings
        if not (finding.check in CHOOSABLE and finding.id in told_apart)
    ]


def _note(finding: Finding, snapshot: Snapshot) -> str:
    if finding.ruling is not None:
        return f"{sentence(finding.what)} {answer_words(finding.ruling)}"
    opened = reopening(finding, snapshot)
    more = f" {opened}" if opened else ""
    return f"{_MARKS[finding.severity]}: {sentence(finding.what)}{more}"


def _corrections(snapshot: Snapshot) -> list[Ruling]:
    """Give the decisions whose values stand in the register already."""
    return [ruling for ruling in snapshot.rulings if ruling.verdict == "corrected"]

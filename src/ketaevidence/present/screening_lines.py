"""What the command line prints of two reviewers and of decisions from other tools."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from ketaevidence.present.lines import WIDTH, wrapped
from ketaevidence.present.words import clean, counted, number, percent
from ketaevidence.screening.agreement import Agreement
from ketaevidence.screening.flow import Flow
from ketaevidence.screening.imported import DecisionImport, LeftOut
from ketaevidence.screening.model import Conflict, Decision

_STAGES = {
    "title_abstract": "title and abstract",
    "full_text": "full text",
}
_VERDICTS = {
    "include": "include",
    "exclude": "exclude",
    "not_retrieved": "not retrieved",
}
_TOOLS = {"asreview": "ASReview", "rayyan": "Rayyan", "covidence": "Covidence"}
_NO_NAMES: Final[Mapping[str, str]] = MappingProxyType({})
#: More rows of one kind than this are counted and not listed.
_MOST_LISTED = 20


def conflicts_text(
    conflicts: Sequence[Conflict],
    agreements: Sequence[Agreement],
    titles: Mapping[str, str],
    width: int = WIDTH,
    *,
    reviewers: int,
) -> str:
    """Write where reviewers do not agree, each one's words, and how far they agree."""
    if not conflicts:
        lines = ["Reviewers do not disagree on any record."]
        if reviewers == 1:
            lines = wrapped(
                "This review asks for one reviewer: the newest decision on a record "
                "counts. For two, write reviewers = 2 under [screening] in "
                "review.toml.",
                width,
            )
    else:
        told = counted(len(conflicts), "record")
        lines = wrapped(
            f"Reviewers do not agree on {told}. None of them counts before somebody "
            "settles it:",
            width,
        )
    for conflict in conflicts:
        start = f"  {conflict.record_key}  "
        lines += wrapped(
            clean(titles.get(conflict.record_key, "")),
            width,
            start=start,
            hang="      ",
        )
        where = f"{_STAGES[conflict.stage]}, {conflict.about}: "
        votes = "; ".join(_vote(decision) for decision in conflict.decisions)
        lines += wrapped(votes, width, start=f"      {where}", hang="        ")
    for found in agreements:
        lines += ["", *_agreement(found, width)]
    return "\n".join(lines)


def _vote(decision: Decision) -> str:
    return f"{clean(decision.by)} {_verdict(decision, _NO_NAMES)}"


def vote_words(decision: Decision, reasons: Mapping[str, str] = _NO_NAMES) -> str:
    """Write what one reviewer decided, with the reason in the question's own words."""
    return f"{clean(decision.by)}: {_verdict(decision, reasons)}"


def _verdict(decision: Decision, reasons: Mapping[str, str]) -> str:
    reason = decision.reason and reasons.get(decision.reason, decision.reason)
    why = f" ({clean(reason)})" if reason else ""
    return f"{_VERDICTS[decision.verdict]}{why}"


def _agreement(found: Agreement, width: int) -> list[str]:
    if found.kappa is None:
        kappa = "Cohen's kappa is not estimable: both always gave the same verdict"
    else:
        kappa = f"Cohen's kappa {number(found.kappa, 2)}"
    both = f"{clean(found.first)} and {clean(found.second)}"
    return wrapped(
        f"{both}, {_STAGES[found.stage]}: alike on {found.alike} of {found.n} "
        f"({percent(100 * found.observed)}), as both first decided; {kappa}.",
        width,
    )


def import_text(done: DecisionImport, width: int = WIDTH) -> str:
    """Write what came of a file of decisions, with every row that was left out."""
    opening = "Dry run: nothing was recorded. " if done.is_dry_run else ""
    verb = "would be recorded" if done.is_dry_run else "recorded"
    lines = wrapped(
        f"{opening}{done.file}, read as {_TOOLS[done.tool]}'s: "
        f"{counted(len(done.decisions), 'decision')} {verb}, {done.unchanged} known "
        "already.",
        width,
    )
    lines += [f"  {n:>5}  by {clean(by)}" for by, n in done.by_person]
    lines += [line for words in done.remarks for line in wrapped(words, width)]
    lines += _left_out("without a verdict, no decision", done.without_verdict, width)
    lines += _left_out("about no record of this review", done.unmatched, width)
    lines += _left_out("not clear, not guessed", done.ambiguous, width)
    lines += _left_out("older than what counts here", done.older, width)
    return "\n".join(lines)


def _left_out(words: str, rows: Sequence[LeftOut], width: int) -> list[str]:
    if not rows:
        return []
    lines = [f"{counted(len(rows), 'row')} {words}:"]
    for row in rows[:_MOST_LISTED]:
        start = f"  {row.place}  "
        told = f"{clean(row.title)[:60]}: {clean(row.why)}" if row.title else row.why
        lines += wrapped(clean(told), width, start=start, hang="      ")
    if len(rows) > _MOST_LISTED:
        lines.append(f"  and {len(rows) - _MOST_LISTED} more")
    return lines


def awaiting_note(flow: Flow, width: int = WIDTH) -> str:
    """Say what the official diagram has no box for; nothing where there is nothing."""
    parts = [
        f"{counted(n, noun)} {words}"
        for n, noun, words in (
            (flow.awaiting_screening, "record", "still to be screened"),
            (flow.awaiting_full_text, "report", "still to be assessed"),
        )
        if n
    ]
    if not parts:
        return ""
    told = " and ".join(parts)
    return "\n".join(wrapped(f"The diagram has no box for {told}.", width))

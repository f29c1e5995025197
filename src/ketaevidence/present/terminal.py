"""What the command line prints: plain text, for people and for pipes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ketaevidence.present.analysis_lines import analysis_text
from ketaevidence.present.basis import NOT_FULL_TEXT
from ketaevidence.present.lines import WIDTH, wrapped
from ketaevidence.present.readings import field_words
from ketaevidence.present.words import clean, counted
from ketaevidence.screening.flow import Flow
from ketaevidence.screening.model import Suggestion
from ketaevidence.synthesis.model import Analysis

if TYPE_CHECKING:
    import pandas as pd

    from ketaevidence.extraction.reread import Extraction
    from ketaevidence.library import Refresh, Status
    from ketaevidence.library.reconcile import EventKind

#: The columns of the evidence table that a terminal shows.
_BLOCK = (
    "status", "design", "patients", "route", "dose", "main_result", "checks",
    "sources_disagree", "risk_of_bias", "not_pooled_because", "pmid",
)  # fmt: skip
#: More records of one kind than this are counted and not listed.
_MOST_LISTED = 20

#: What a refresh finds, the gravest first.
_EVENT_WORDS: Mapping[EventKind, str] = {
    "retracted": "Retracted",
    "concern": "Under an expression of concern",
    "corrected": "Corrected by a notice",
    "republished": "Republished",
    "reversed": "A notice was taken back",
    "unreadable": "What PubMed sent for these cannot be read; they are as they were",
    "lower_version": "PubMed serves a lower version than the review's; ours stands",
    "missing": "PubMed has these no more; the review keeps them",
    "found_again": "PubMed has these again",
    "new": "New",
    "revised": "Revised",
    "matching": "Now found by the search",
    "no_longer_matching": "No longer found by the search; the review keeps them",
}


def flow_text(flow: Flow, width: int = WIDTH, *, is_example: bool = False) -> str:
    """Write the PRISMA boxes, one a line, with what "assessed" means in the example."""
    rows = [(clean(box), n) for _, box, n in flow.rows() if n is not None]
    column = min(max(len(box) for box, _ in rows), max(20, width - 8))
    lines = []
    for box, n in rows:
        *before, last = wrapped(box, column, hang="  ")
        lines += [*before, f"{last:<{column}}  {n:>6}"]
    if is_example:
        lines += wrapped(f"Reports of the bundled review were {NOT_FULL_TEXT}.", width)
    return "\n".join(lines)


def suggestions_text(
    suggestions: Sequence[Suggestion], titles: Mapping[str, str], width: int = WIDTH
) -> str:
    """Write what the rules suggest on undecided records, and by which rule."""
    if not suggestions:
        return "No record awaits a decision."
    counted = Counter((s.verdict, s.rule) for s in suggestions)
    opening = "Suggestions on undecided records (rules suggest, people decide):"
    lines = wrapped(opening, width)
    for (verdict, rule), n in sorted(counted.items()):
        lines.append(f"  {n:>5}  {verdict:<8} by the rule {rule}")
    kept = [s for s in suggestions if s.verdict != "exclude"]
    if kept:
        lines += ["", "To look at first:"]
    for s in kept:
        start = f"  {s.record_key}  {s.verdict}  "
        lines += wrapped(clean(titles[s.record_key]), width, start=start, hang="      ")
        lines += wrapped(clean(s.reason), width, start="      ", hang="        ")
    return "\n".join(lines)


def extraction_text(done: Extraction, width: int = WIDTH) -> str:
    """Write what an extraction read, field by field, and what reads otherwise now."""
    records = counted(done.read, "record")
    values = counted(len(done.candidates), "value")
    lines = wrapped(
        f"Read {records} by version {done.rules_version} of the rules; "
        f"{done.unchanged} had been read by it before. {values} suggested; nothing "
        "counts before a person confirms it.",
        width,
    )
    fields = Counter(candidate.field for candidate in done.candidates)
    for field, n in fields.items():
        lines.append(f"  {n:>6}  {field_words(field)}")
    warned = sum(bool(candidate.warnings) for candidate in done.candidates)
    if warned:
        lines += wrapped(f"{warned} of them carry a warning.", width)
    if done.changes:
        lines.append("Read otherwise than before:")
    for change in done.changes[:_MOST_LISTED]:
        before, after = (
            "; ".join(v) or "nothing" for v in (change.before, change.after)
        )
        start = f"  {change.record_key}  {field_words(change.field)}: "
        lines += wrapped(
            clean(f"{before} → {after}"), width, start=start, hang="      "
        )
    if len(done.changes) > _MOST_LISTED:
        lines.append(f"  and {len(done.changes) - _MOST_LISTED} more")
    return "\n".join(lines)


def sheet_text(
    changes: Sequence[tuple[str, str, str, str, str]],
    new: Sequence[tuple[str, str]],
    left_out: Sequence[tuple[str, str]],
    width: int = WIDTH,
    *,
    dry_run: bool,
) -> str:
    """Write what a sheet changes: (table, key, column, before, after), cell by cell."""
    lines = ["Dry run: nothing was changed."] if dry_run else []
    for table, key, column, before, after in changes:
        start = f"  {table}, {key}, {column}: "
        told = f"{clean(before) or '(blank)'} → {clean(after) or '(blank)'}"
        lines += wrapped(told, width, start=start, hang="      ")
    lines += [f"  {table}, {key}: new" for table, key in new]
    if left_out:
        lines += wrapped(
            f"{counted(len(left_out), 'row')} of the register are not in the sheet; "
            "they stay as they are.",
            width,
        )
    cells, rows = counted(len(changes), "cell"), counted(len(new), "new row")
    lines.append(f"{cells} changed, {rows}.")
    return "\n".join(lines)


def refresh_text(found: Refresh, titles: Mapping[str, str], width: int = WIDTH) -> str:
    """Write what a refresh found, the gravest first."""
    return "\n".join(_fitted(_refresh_lines(found, titles, width), width))


def _fitted(lines: Sequence[str], width: int) -> list[str]:
    """Wrap the lines that are too long, each under its own beginning."""
    fitted = []
    for line in lines:
        inset = " " * (len(line) - len(line.lstrip()))
        fitted += wrapped(line.lstrip(), width, start=inset, hang=f"{inset}  ")
    return fitted


def _refresh_lines(found: Refresh, titles: Mapping[str, str], width: int) -> list[str]:
    lines = []
    if found.is_dry_run:
        lines.append("Dry run: nothing was changed.")
    if found.alarms:
        lines.append("Included records that were retracted or put under concern:")
        lines += [_record_line(key, titles, width) for key in found.alarms]
    for kind, words in _EVENT_WORDS.items():
        keys = found.of_kind(kind)
        if keys:
            lines.append(f"{words} ({len(keys)}):")
            lines += [_record_line(key, titles, width) for key in keys[:_MOST_LISTED]]
            if len(keys) > _MOST_LISTED:
                lines.append(f"  and {len(keys) - _MOST_LISTED} more")
    if found.to_look_at_again:
        lines.append("Changed under a decision; look at these again:")
        lines += [_record_line(key, titles, width) for key in found.to_look_at_again]
    if found.translation_changed:
        lines.append(f"PubMed now understands the search as: {found.translation}")
    lines += [f"PubMed says: {clean(warning)}" for warning in found.warnings]
    if not found.has_news:
        lines.append("Nothing is new.")
    lines.append(
        f"Search complete: {found.count} records found, {found.asked} of "
        f"{found.asked} asked for are accounted for, {found.unchanged} unchanged."
    )
    return lines


def _record_line(key: str, titles: Mapping[str, str], width: int) -> str:
    """Write one record in one line; a title that is too long is cut."""
    title = clean(titles.get(key, "")) or "(not in the review)"
    room = max(20, width - len(key) - 4)
    return f"  {key}  {title if len(title) <= room else title[: room - 1] + '…'}"


def status_text(status: Status, width: int = WIDTH, *, max_age: int | None) -> str:
    """Write how old a review is, and what the last attempt came to."""
    if status.age_days is None:
        lines = ["Never refreshed from PubMed."]
    else:
        days = "day" if status.age_days == 1 else "days"
        age = f"{status.age_days} {days} ago"
        found = f"{status.count} records found"
        lines = [f"Last complete refresh: {status.refreshed_at} ({age}), {found}."]
    if max_age is not None:
        stale = status.age_days is None or status.age_days > max_age
        lines.append(f"That is {'older than' if stale else 'within'} {max_age} days.")
    if status.last_attempt not in (None, "landed"):
        why = f": {clean(status.why)}" if status.why else "."
        lines.append(
            f"The newest attempt ({status.attempted_at}) {status.last_attempt}{why}"
        )
    lines.append(f"Records awaiting a decision: {status.awaiting}.")
    if status.missing:
        lines.append(f"Records that PubMed does not have any more: {status.missing}.")
    return "\n".join(_fitted(lines, width))


def analyses_text(analyses: Sequence[Analysis], width: int = WIDTH) -> str:
    """Write each analysis: its rows, what is pooled, and what is not and why.

    Parameters
    ----------
    analyses
        The analyses of a review.
    width
        Columns of the terminal; lines are wrapped to it.
    """
    return "\n\n".join(analysis_text(analysis, width) for analysis in analyses)


def evidence_text(table: pd.DataFrame, width: int = WIDTH) -> str:
    """Write the evidence table's main columns, one study a block."""
    if table.empty:
        return "No study yet: nothing is included, and no rule suggests a record."
    return "\n\n".join(_block(row, width) for row in table.to_dict("records"))


def _block(row: Mapping[Any, Any], width: int) -> str:
    import pandas as pd

    lines = wrapped(clean(str(row["study"])), width, hang="  ")
    for name in _BLOCK:
        value = row.get(name)
        if value is not None and not pd.isna(value):
            start = f"  {name.replace('_', ' ')}: "
            lines += wrapped(clean(str(value)), width, start=start, hang="      ")
    return "\n".join(lines)

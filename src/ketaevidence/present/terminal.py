"""What the command line prints: plain text, for people and for pipes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ketaevidence.present.words import clean, interval, number
from ketaevidence.screening.flow import Flow
from ketaevidence.screening.model import Suggestion
from ketaevidence.synthesis.model import Analysis, Group

if TYPE_CHECKING:
    import pandas as pd

    from ketaevidence.library import Refresh, Status
    from ketaevidence.library.reconcile import EventKind

#: Titles longer than this are cut in lists, so that a line stays a line.
_TITLE_WIDTH = 76
#: More records of one kind than this are counted and not listed.
_MOST_LISTED = 20

#: What a refresh finds, the gravest first.
_EVENT_WORDS: Mapping[EventKind, str] = {
    "retracted": "Retracted",
    "concern": "Under an expression of concern",
    "corrected": "Corrected by a notice",
    "republished": "Republished",
    "reversed": "A notice was taken back",
    "missing": "PubMed has these no more; the review keeps them",
    "found_again": "PubMed has these again",
    "new": "New",
    "revised": "Revised",
    "matching": "Now found by the search",
    "no_longer_matching": "No longer found by the search; the review keeps them",
}


def flow_text(flow: Flow) -> str:
    """Write the PRISMA boxes, one a line."""
    rows = [(box, n) for _, box, n in flow.rows() if n is not None]
    width = max(len(box) for box, _ in rows)
    return "\n".join(f"{clean(box):<{width}}  {n:>6}" for box, n in rows)


def suggestions_text(
    suggestions: Sequence[Suggestion], titles: Mapping[str, str]
) -> str:
    """Write what the rules suggest on undecided records, and by which rule."""
    if not suggestions:
        return "No record awaits a decision."
    counted = Counter((s.verdict, s.rule) for s in suggestions)
    lines = ["Suggestions on undecided records (rules suggest, people decide):"]
    for (verdict, rule), n in sorted(counted.items()):
        lines.append(f"  {n:>5}  {verdict:<8} by the rule {rule}")
    kept = [s for s in suggestions if s.verdict != "exclude"]
    if kept:
        lines += ["", "To look at first:"]
    for s in kept:
        title = _cut(clean(titles[s.record_key]))
        lines += [f"  {s.record_key}  {s.verdict}  {title}", f"      {clean(s.reason)}"]
    return "\n".join(lines)


def refresh_text(found: Refresh, titles: Mapping[str, str]) -> str:
    """Write what a refresh found, the gravest first."""
    lines = []
    if found.is_dry_run:
        lines.append("Dry run: nothing was changed.")
    if found.alarms:
        lines.append("Included records that were retracted or put under concern:")
        lines += [_record_line(key, titles) for key in found.alarms]
    for kind, words in _EVENT_WORDS.items():
        keys = found.of_kind(kind)
        if keys:
            lines.append(f"{words} ({len(keys)}):")
            lines += [_record_line(key, titles) for key in keys[:_MOST_LISTED]]
            if len(keys) > _MOST_LISTED:
                lines.append(f"  and {len(keys) - _MOST_LISTED} more")
    if found.to_look_at_again:
        lines.append("Changed under a decision; look at these again:")
        lines += [_record_line(key, titles) for key in found.to_look_at_again]
    if found.translation_changed:
        lines.append(f"PubMed now understands the search as: {found.translation}")
    lines += [f"PubMed says: {clean(warning)}" for warning in found.warnings]
    if not found.has_news:
        lines.append("Nothing is new.")
    lines.append(
        f"Search complete: {found.count} records found, {found.asked} of "
        f"{found.asked} asked for are accounted for, {found.unchanged} unchanged."
    )
    return "\n".join(lines)


def _record_line(key: str, titles: Mapping[str, str]) -> str:
    title = clean(titles.get(key, "")) or "(not in the review)"
    return f"  {key}  {_cut(title)}"


def _cut(title: str) -> str:
    return title if len(title) <= _TITLE_WIDTH else f"{title[: _TITLE_WIDTH - 1]}…"


def status_text(status: Status, *, max_age: int | None) -> str:
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
    return "\n".join(lines)


def analyses_text(analyses: Sequence[Analysis]) -> str:
    """Write each analysis: its rows, what is pooled, and what is not and why."""
    return "\n\n".join(_analysis_text(analysis) for analysis in analyses)


def _analysis_text(analysis: Analysis) -> str:
    lines = [analysis.title, "=" * len(analysis.title), analysis.meaning]
    if analysis.caution:
        lines.append(analysis.caution)
    if not analysis.groups:
        lines += ["", "No study can be shown in this analysis."]
    for group in analysis.groups:
        lines += ["", *_group_lines(group, analysis)]
    if analysis.kept_out:
        lines += ["", "Not pooled:"]
        for kept in analysis.kept_out:
            lines.append(f"  {kept.label}: {kept.reason}")
            for reading in kept.readings:
                bounds = interval(reading.ci_lb, reading.ci_ub, analysis.decimals)
                value = number(reading.estimate, analysis.decimals)
                lines.append(f"      if {reading.assumption}: {value} ({bounds})")
    return "\n".join(lines)


def _group_lines(group: Group, analysis: Analysis) -> list[str]:
    lines = [group.label]
    width = max(len(row.label) for row in group.rows)
    for row in group.rows:
        value = number(row.estimate, analysis.decimals)
        bounds = interval(row.ci_lb, row.ci_ub, analysis.decimals)
        told = "; ".join(text for _, text in row.columns)
        lines.append(f"  {row.label:<{width}}  {value} ({bounds})  {told}")
    if group.pooled is not None:
        lines += ["", group.pooled.summary()]
    else:
        lines.append(f"  Not pooled: {group.why_not_pooled}.")
    return lines


def evidence_text(table: pd.DataFrame) -> str:
    """Write the evidence table's main columns, one study a block."""
    if table.empty:
        return "No study yet: nothing is included, and no rule suggests a record."
    return "\n\n".join(_block(row) for row in table.to_dict("records"))


def _block(row: Mapping[Any, Any]) -> str:
    import pandas as pd

    lines = [clean(str(row["study"]))]
    for name in ("status", "design", "n", "route", "dose", "main_result", "pmid"):
        value = row.get(name)
        if value is not None and not pd.isna(value):
            lines.append(f"  {name.replace('_', ' ')}: {clean(str(value))}")
    return "\n".join(lines)

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

#: Titles longer than this are cut in lists, so that a line stays a line.
_TITLE_WIDTH = 76


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
        title = clean(titles[s.record_key])
        if len(title) > _TITLE_WIDTH:
            title = title[: _TITLE_WIDTH - 1] + "…"
        lines += [f"  {s.record_key}  {s.verdict}  {title}", f"      {clean(s.reason)}"]
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

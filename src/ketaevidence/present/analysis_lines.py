"""One analysis in lines of a terminal."""

from __future__ import annotations

from ketaevidence.present.lines import NARROWEST, wrapped
from ketaevidence.present.words import clause, clean, interval, number, sentence
from ketaevidence.synthesis.model import Analysis, Group, KeptOut


def analysis_text(analysis: Analysis, width: int) -> str:
    """Write one analysis: rows, pools, and what is kept out, each with its reason."""
    title = clean(analysis.title)
    underline = "=" * min(len(title), max(width, NARROWEST))
    lines = [*wrapped(title, width), underline, *wrapped(analysis.meaning, width)]
    if analysis.caution:
        lines += wrapped(analysis.caution, width)
    if not analysis.groups:
        lines += ["", "No study can be shown in this analysis."]
    for group in analysis.groups:
        lines += ["", *_group_lines(group, analysis, width)]
    if analysis.kept_out:
        lines += ["", "Not pooled:"]
    for kept in analysis.kept_out:
        lines += _kept_out_lines(kept, analysis, width)
    return "\n".join(lines)


def _kept_out_lines(kept: KeptOut, analysis: Analysis, width: int) -> list[str]:
    start = f"  {clean(kept.label)}: "
    lines = wrapped(clean(kept.reason), width, start=start, hang="      ")
    for reading in kept.readings:
        bounds = interval(reading.ci_lb, reading.ci_ub, analysis.decimals)
        value = number(reading.estimate, analysis.decimals)
        text = f"{clean(reading.assumption)}: {value} ({bounds})"
        if reading.implied_sd:
            sds = " and ".join(number(sd, 2) for sd in reading.implied_sd)
            text += f"; SD of each arm {sds}"
        if not reading.plausible:
            text += ", hardly plausible"
        lines += wrapped(text, width, start="      if ", hang="         ")
    return lines


def _group_lines(group: Group, analysis: Analysis, width: int) -> list[str]:
    lines = wrapped(clean(group.label), width)
    column = max(len(clean(row.label)) for row in group.rows)
    for row in group.rows:
        value = number(row.estimate, analysis.decimals)
        bounds = interval(row.ci_lb, row.ci_ub, analysis.decimals)
        told = "; ".join(clean(text) for _, text in row.columns)
        start = f"  {clean(row.label):<{column}}  "
        text = f"{value} ({bounds})  {told}"
        hang = " " * min(len(start), width // 2)
        lines += wrapped(text, width, start=start, hang=hang)
    if group.pooled is not None:
        return [*lines, "", group.pooled.summary()]
    why = sentence(group.why_not_pooled or "no reason was recorded")
    return [*lines, *wrapped(clause(why) + ".", width, start="  Not pooled: ",
                             hang="  ")]  # fmt: skip

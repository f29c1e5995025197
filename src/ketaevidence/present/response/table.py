"""The numbers behind a dose or time response, with what has no mark and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketaevidence.present.response.layout import ResponseLayout
from ketaevidence.present.words import clean

if TYPE_CHECKING:
    import pandas as pd

_TEXTS = ("analysis", "study_id", "label", "design", "phase", "group", "why_not_shown")
_COLUMNS = (
    "analysis", "number", "study_id", "label", "x", "estimate", "ci_lb", "ci_ub", "vi",
    "design", "phase", "group", "why_not_shown",
)  # fmt: skip


def response_table(layout: ResponseLayout) -> pd.DataFrame:
    """Give one row for each effect that is shown, lacks a place, or was kept out."""
    import pandas as pd

    rows: list[dict[str, object]] = []
    for placed in layout.panels:
        analysis = placed.panel.analysis
        name = clean(analysis.title)
        for mark in placed.points:
            point, row = mark.point, mark.point.row
            rows.append(
                {"analysis": name, "number": mark.number, "study_id": row.study_id,
                 "label": clean(row.label), "x": point.x, "estimate": row.estimate,
                 "ci_lb": row.ci_lb, "ci_ub": row.ci_ub, "vi": row.vi,
                 "design": point.mark.name, "phase": point.phase, "group": point.group}
            )  # fmt: skip
        rows += [
            {"analysis": name, "study_id": row.study_id, "label": clean(row.label),
             "estimate": row.estimate, "ci_lb": row.ci_lb, "ci_ub": row.ci_ub,
             "vi": row.vi, "why_not_shown": why}
            for row, why in placed.panel.lacking
        ]  # fmt: skip
        rows += [
            {"analysis": name, "study_id": kept.study_id, "label": clean(kept.label),
             "why_not_shown": clean(kept.reason)}
            for kept in analysis.kept_out
        ]  # fmt: skip
    frame = pd.DataFrame(rows, columns=list(_COLUMNS))
    kinds = {c: "string" if c in _TEXTS else "Float64" for c in _COLUMNS}
    return frame.astype(kinds | {"number": "Int64"})

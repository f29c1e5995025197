"""A forest plot in sentences, for readers who do not see it."""

from __future__ import annotations

from ketaevidence.present import words
from ketaevidence.present.forest.model import ForestLayout, ForestRow


def _effect(layout: ForestLayout, row: ForestRow) -> str:
    low, high = row.ci or (None, None)
    span = words.interval(low, high, layout.decimals)
    return f"{words.number(row.estimate, layout.decimals)}, confidence interval {span}"


def _message(layout: ForestLayout) -> str:
    n = len(layout.studies)
    if layout.empty_because:
        return f"{layout.title}: no plot. {layout.empty_because}"
    shown = words.counted(n, "study", "studies")
    pooled = len(layout.summaries)
    if not pooled:
        return f"Forest plot, {layout.title}: {shown} shown, none pooled."
    results = words.counted(pooled, "pooled result")
    return f"Forest plot, {layout.title}: {shown} and {results}."


def _study(layout: ForestLayout, row: ForestRow) -> str:
    text = f"{row.name}: {_effect(layout, row)}"
    null = layout.null_value
    if null is not None and row.ci is not None:
        crosses = row.ci[0] <= null <= row.ci[1]
        value = words.plain(null)
        text += f", {'includes' if crosses else 'does not include'} {value}"
    if row.weight is not None:
        return f"{text}, weight {words.percent(row.weight)}."
    return f"{text}, not pooled."


def alt_text(layout: ForestLayout) -> str:
    """Tell a forest plot in sentences: the message, each study, the pool, the spread.

    Returns
    -------
    str
        One sentence per line.
    """
    lines = [_message(layout)]
    for row in layout.rows:
        if row.kind == "study":
            lines.append(_study(layout, row))
        elif row.kind == "summary":
            lines.append(f"{row.name}: {_effect(layout, row)}.")
        elif row.kind == "prediction" and row.ci is not None:
            span = words.interval(*row.ci, layout.decimals)
            lines.append(f"Prediction interval: {span}.")
        elif row.kind in {"heading", "note"}:
            lines.append(words.sentence(row.name))
    if layout.kept_out:
        n = words.counted(len(layout.kept_out), "study", "studies")
        lines.append(f"Listed below the plot as not pooled: {n}.")
    return "\n".join(lines)


def data_cells(
    layout: ForestLayout, *, with_marks: bool = True
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Give the plot as a table of texts: its column titles and one row per result.

    Parameters
    ----------
    layout
        The plot.
    with_marks
        Whether the notes on a row stand in brackets behind its name.
    """
    titles = [c.title.replace("\n", ", ") for c in layout.columns if c.side == "left"]
    has_groups = any(row.group for row in layout.rows)
    tail = [c.title.replace("\n", " ") for c in layout.columns if c.side == "right"]
    head = [*(["Group"] if has_groups else []), *titles, *tail]
    body = []
    for row in layout.rows:
        if row.kind in {"heading", "note"}:
            continue
        given = dict(row.cells)
        cells = [given.get(c.title, "") for c in layout.columns[1:] if c.side == "left"]
        told = f" ({'; '.join(row.marks)})" if row.marks and with_marks else ""
        name = f"{row.name}{told}"
        right = row.texts[len(titles) :]
        body.append((*([row.group or ""] if has_groups else []), name, *cells, *right))
    return tuple(head), tuple(body)

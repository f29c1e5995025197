"""A forest plot in sentences, for readers who do not see it."""

from __future__ import annotations

from ketaevidence.present import words
from ketaevidence.present.forest.model import ForestLayout, ForestRow


def _effect(layout: ForestLayout, row: ForestRow) -> str:
    if row.estimate is None:
        return "no effect of its own can be computed"
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
    text += _bias(layout, row)
    if row.hollow:
        return f"{text}, not pooled."
    if row.weight is not None:
        return f"{text}, weight {words.percent(row.weight)}."
    return f"{text}."


def _bias(layout: ForestLayout, row: ForestRow) -> str:
    """Tell how the risk of bias of a row was judged, domain by domain."""
    if not layout.domains:
        return ""
    pairs = zip(layout.domains, row.lights, strict=False)
    told = [f"{name} {light.word}" for (name, _), light in pairs if light is not None]
    return f", risk of bias: {', '.join(told) if told else 'not assessed'}"


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
    has_groups = any(row.group for row in layout.rows)
    head = [column.key.replace("\n", " ") for column in layout.columns]
    if has_groups:
        head.insert(0, "Group")
    body = []
    for row in layout.rows:
        if row.kind in {"heading", "note"}:
            continue
        cells = _whole(layout, row, with_marks=with_marks)
        body.append((*([row.group or ""] if has_groups else []), *cells))
    return tuple(head), tuple(body)


def _whole(layout: ForestLayout, row: ForestRow, *, with_marks: bool) -> list[str]:
    """Give the texts of a row as they were before wrapping, lights in words."""
    told = f" ({'; '.join(row.marks)})" if row.marks and with_marks else ""
    given, lights = dict(row.cells), iter(row.lights)
    texts = []
    for column, text in zip(layout.columns, row.texts, strict=True):
        if column.kind == "study":
            texts.append(f"{row.name}{told}")
        elif column.kind == "data":
            texts.append(given.get(column.key, ""))
        elif column.kind == "bias":
            light = next(lights, None)
            texts.append("" if light is None else light.word)
        else:
            texts.append(text)
    return texts

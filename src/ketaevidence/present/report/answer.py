"""The answer in one screen: what is known, what cannot be pooled, and why."""

from __future__ import annotations

from dataclasses import dataclass

from ketaevidence.present import words
from ketaevidence.present.answers import decisions_on
from ketaevidence.present.forest.model import ForestLayout, ForestRow
from ketaevidence.present.report.known import Known, known_of
from ketaevidence.present.snapshot import Snapshot
from ketaevidence.synthesis.model import Analysis, KeptOut

#: Most reasons and most rows that the first screen repeats; all stand below.
_MOST_REASONS, _MOST_ROWS = 3, 6
#: Why a trial of pain gives no number although it tested pain.
_NO_NUMBERS = frozenset({"test_only", "no_means"})


@dataclass(frozen=True, slots=True)
class Answer:
    """What one analysis says, in sentences."""

    title: str
    kind: str
    is_pooled: bool
    #: What is known, in one sentence; empty where ``known`` says it.
    lead: str
    #: Trials whose numbers hinge on a sign that their source does not explain.
    known: tuple[Known, ...]
    #: (study, study_id, what it shows, what people decided on it), shown one by one.
    shown: tuple[tuple[str, str, str, tuple[str, ...]], ...]
    sentences: tuple[str, ...]
    #: (study, study_id, why) of trials that tested pain and print no usable number.
    without_numbers: tuple[tuple[str, str, str], ...]
    caution: str | None
    anchor: str


def _pooled(row: ForestRow, layout: ForestLayout, level: str, k: int) -> str:
    low, high = row.ci or (None, None)
    span = words.interval(low, high, layout.decimals)
    where = f" ({words.clause(row.group)})" if row.group else ""
    value = words.number(row.estimate, layout.decimals)
    studies = words.counted(k, "study", "studies")
    name = words.clean(layout.axis_label)
    return f"{name}: {value} ({level} CI {span}), pooled from {studies}{where}."


def _new_setting(row: ForestRow, layout: ForestLayout) -> str:
    low, high = row.ci or (None, None)
    a, b = words.number(low, layout.decimals), words.number(high, layout.decimals)
    return f"In a new setting the result could lie between {a} and {b}."


def _is_pooled(pooled: object) -> bool:
    return pooled is not None and getattr(pooled, "k", 0) > 1


def _reasons(analysis: Analysis) -> dict[str, list[str]]:
    """Give each reason not to pool, with the groups that it holds for."""
    groups: dict[str, list[str]] = {}
    for group in analysis.groups:
        if group.rows and group.why_not_pooled and not _is_pooled(group.pooled):
            reason = words.clause(group.why_not_pooled)
            label = words.clause(group.label)
            groups.setdefault(reason, []).extend([label] if label else [])
    return groups


def _because(analysis: Analysis) -> str:
    """Say why nothing is pooled, in sentences that the reasons fit into."""
    if not analysis.rows and not analysis.kept_out:
        text = "the register holds no included study of this kind yet"
        return f"Cannot be pooled, because {text}."
    if not analysis.rows:
        text = "no study gives numbers that can be used as they are printed"
        return f"Cannot be pooled, because {text}."
    reasons = _reasons(analysis)
    if not reasons:
        return "Cannot be pooled; the studies are shown side by side."
    if len(reasons) == 1:
        return f"Cannot be pooled, because {next(iter(reasons))}."
    parts = [
        f"{', '.join(labels)}: {reason}" if labels else reason
        for reason, labels in list(reasons.items())[:_MOST_REASONS]
    ]
    more = len(reasons) - _MOST_REASONS
    if more > 0:
        parts.append(f"{words.counted(more, 'further reason')} below")
    told = " ".join(words.sentence(part) for part in parts)
    return f"Cannot be pooled. {told}"


def _row(row: ForestRow, layout: ForestLayout, level: str) -> str:
    low, high = row.ci or (None, None)
    value = words.number(row.estimate, layout.decimals)
    span = words.interval(low, high, layout.decimals)
    told = [
        f"{title.lower()} {text}" if text.isdigit() else text
        for title, text in row.cells
        if text and not text.startswith(value)
    ]
    return "; ".join([f"{value} ({level} CI {span})", *told])


def _lead(analysis: Analysis, layout: ForestLayout, known: tuple[Known, ...]) -> str:
    """Say first what is known where nothing is pooled."""
    values = [row.estimate for row in layout.studies if row.estimate is not None]
    if known and not values:
        return ""
    if not values:
        return _because(analysis)
    low = words.number(min(values), layout.decimals)
    high = words.number(max(values), layout.decimals)
    studies = words.counted(len(values), "study", "studies")
    name = words.clean(analysis.axis_label)
    if len(values) == 1:
        return f"{name}: {low} in one study."
    return f"{name}: {low} to {high} in {studies}, shown one by one."


def _kept(analysis: Analysis) -> str:
    """Count the studies of which nothing is shown; a shown study is not kept out."""
    shown = {row.study_id for row in analysis.rows}
    kept = len({item.study_id for item in analysis.kept_out} - shown)
    if not kept:
        return ""
    other = "other " if shown else ""
    verb = words.counted(kept, f"{other}study is", f"{other}studies are")
    return f"{verb} kept out; each reason is listed."


def _without_numbers(
    analysis: Analysis, snapshot: Snapshot
) -> tuple[tuple[str, str, str], ...]:
    notes = {row.result_id for row in snapshot.register.results if row.notes}

    def told(item: KeptOut) -> str:
        is_noted = any(key in notes for key in item.result_ids)
        note = "; read the notes on its values first" if is_noted else ""
        return f"{words.clause(item.reason)}{note}."

    return tuple(
        (words.clean(item.label), item.study_id, told(item))
        for item in analysis.kept_out
        if item.reason_id in _NO_NUMBERS and analysis.kind == "randomised_contrast"
    )


def answer(
    analysis: Analysis, layout: ForestLayout, snapshot: Snapshot, anchor: str
) -> Answer:
    """Say what one analysis shows, with its limits, in a few plain sentences."""
    level = words.level_percent(snapshot.question.pooling.level)
    ids = {words.clean(row.label): row.study_id for row in analysis.rows}
    results = []
    counts = [g.pooled.k for g in analysis.groups if g.pooled and g.pooled.k > 1]
    for row in layout.rows:
        if row.kind == "summary":
            results.append(_pooled(row, layout, level, counts.pop(0)))
        elif row.kind == "prediction":
            results.append(_new_setting(row, layout))
    known = tuple(
        found
        for item in analysis.kept_out
        if (found := known_of(item, snapshot, level)) is not None
    )
    is_pooled = bool(results)
    lead = results[0] if is_pooled else _lead(analysis, layout, known)
    if is_pooled:
        sentences = [
            *results[1:],
            f"What the number means: {words.clause(analysis.meaning)}.",
        ]
        if _reasons(analysis):
            sentences.append("Other groups of studies in this analysis are not pooled.")
    else:
        because = _because(analysis)
        sentences = [because] if because != lead else []
    keys = {words.clean(row.label): row.result_ids for row in analysis.rows}
    shown = () if is_pooled else tuple(
        (
            row.name,
            ids.get(row.name, ""),
            _row(row, layout, level),
            decisions_on(keys.get(row.name, ()), snapshot),
        )
        for row in layout.studies[:_MOST_ROWS]
    )  # fmt: skip
    more = len(layout.studies) - _MOST_ROWS
    if more > 0 and not is_pooled:
        sentences.append(f"{words.counted(more, 'more result')} under Results.")
    sentences.append(_kept(analysis))
    return Answer(
        title=words.clean(analysis.title),
        kind=analysis.kind,
        is_pooled=is_pooled,
        lead=lead,
        known=known,
        shown=shown,
        sentences=tuple(s for s in sentences if s),
        without_numbers=_without_numbers(analysis, snapshot),
        caution=words.sentence(analysis.caution) if analysis.caution else None,
        anchor=anchor,
    )

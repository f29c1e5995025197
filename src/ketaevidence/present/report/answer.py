"""The answer in one screen: what can be pooled, what cannot, and why."""

from __future__ import annotations

from dataclasses import dataclass

from ketaevidence.present import words
from ketaevidence.present.forest.model import ForestLayout, ForestRow
from ketaevidence.synthesis.model import Analysis

#: Most reasons that the first screen repeats; all of them stand with each analysis.
_MOST_REASONS = 3


@dataclass(frozen=True, slots=True)
class Answer:
    """What one analysis says, in sentences."""

    title: str
    is_pooled: bool
    sentences: tuple[str, ...]
    anchor: str


def _pooled(row: ForestRow, layout: ForestLayout, level: str, k: int) -> str:
    low, high = row.ci or (None, None)
    span = words.interval(low, high, layout.decimals)
    where = f"{words.clean(row.group)}: " if row.group else ""
    value = words.number(row.estimate, layout.decimals)
    studies = words.counted(k, "study", "studies")
    return f"{where}{value} ({level} CI {span}), pooled from {studies}."


def _new_setting(row: ForestRow, layout: ForestLayout) -> str:
    low, high = row.ci or (None, None)
    a, b = words.number(low, layout.decimals), words.number(high, layout.decimals)
    return f"In a new setting the result could lie between {a} and {b}."


def _reasons(analysis: Analysis) -> tuple[str, ...]:
    """Give each reason not to pool, with the groups that it holds for."""
    groups: dict[str, list[str]] = {}
    for group in analysis.groups:
        if group.rows and group.why_not_pooled and not _is_pooled(group.pooled):
            reason = words.clause(group.why_not_pooled)
            groups.setdefault(reason, []).append(words.clause(group.label))
    return tuple(
        f"{reason} ({', '.join(labels)})" if any(labels) else reason
        for reason, labels in groups.items()
    )


def _is_pooled(pooled: object) -> bool:
    return pooled is not None and getattr(pooled, "k", 0) > 1


def _counts(analysis: Analysis) -> str:
    shown = len({row.study_id for row in analysis.rows})
    kept = len({item.study_id for item in analysis.kept_out})
    texts = []
    if shown:
        side = "" if shown == 1 else " side by side"
        verb = words.counted(shown, "study is", "studies are")
        texts.append(f"{verb} shown{side}.")
    if kept:
        verb = words.counted(kept, "study is", "studies are")
        texts.append(f"{verb} kept out; each reason is listed.")
    return " ".join(texts)


def _open_questions(analysis: Analysis) -> list[str]:
    """Name the numbers that a person's decision could bring into the analysis."""
    return [
        f"Open question, {words.clean(item.label)}: {words.clause(item.reason)}."
        for item in analysis.kept_out
        if item.readings
    ]


def _because(analysis: Analysis) -> str:
    reasons = _reasons(analysis)
    if not analysis.rows and not analysis.kept_out:
        text = "the register holds no included study of this kind yet"
        return f"Cannot be pooled, because {text}."
    if not analysis.rows:
        text = "no study gives numbers that can be used as they are printed"
        return f"Cannot be pooled, because {text}."
    if not reasons:
        return "Cannot be pooled; the studies are shown side by side."
    listed = "; ".join(reasons[:_MOST_REASONS])
    more = len(reasons) - _MOST_REASONS
    rest = f"; and {words.counted(more, 'further reason')} below" if more > 0 else ""
    return f"Cannot be pooled, because: {listed}{rest}."


def answer(analysis: Analysis, layout: ForestLayout, level: str, anchor: str) -> Answer:
    """Say what one analysis shows, with its limits, in a few plain sentences."""
    sentences = []
    counts = [g.pooled.k for g in analysis.groups if g.pooled and g.pooled.k > 1]
    for row in layout.rows:
        if row.kind == "summary":
            sentences.append(_pooled(row, layout, level, counts.pop(0)))
        elif row.kind == "prediction":
            sentences.append(_new_setting(row, layout))
    is_pooled = bool(sentences)
    if not is_pooled:
        sentences.append(_because(analysis))
    else:
        sentences.append(f"What the number means: {words.clause(analysis.meaning)}.")
        if _reasons(analysis):
            other = "Other groups of studies in this analysis are not pooled."
            sentences.append(other)
    sentences += [_counts(analysis), *_open_questions(analysis)]
    if analysis.caution:
        sentences.append(words.sentence(analysis.caution))
    return Answer(
        words.clean(analysis.title), is_pooled, tuple(s for s in sentences if s), anchor
    )

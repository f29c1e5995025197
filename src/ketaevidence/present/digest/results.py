"""The pooled results of two states: what moved, what it means, what is shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ketaevidence.curation.certainty import CertaintyRating
from ketaevidence.present import words
from ketaevidence.present.digest.anchors import Anchors
from ketaevidence.present.digest.model import Item, ResultChange, Told
from ketaevidence.present.inclusion import included_studies
from ketaevidence.present.snapshot import Snapshot
from ketaevidence.question.model import Question
from ketaevidence.synthesis.meaning import meaning_of
from ketaevidence.synthesis.model import Analysis, AnalysisKind
from ketaevidence.synthesis.movement import Movement
from ketaevidence.synthesis.premises import Premises, studies_with

#: Decimals of pooled results: one more than studies have, so that a move is seen.
_DECIMALS = {"points": 2, "%": 1}


def premises_of(snapshot: Snapshot) -> Premises:
    """Give what a state's analyses are made from."""
    register = snapshot.register
    return Premises(
        included=frozenset(s.study_id for s in included_studies(snapshot)),
        register=register,
        findings=snapshot.findings,
        struck=studies_with("retracted", snapshot.records, register),
        warned=studies_with("concern", snapshot.records, register),
        question=snapshot.question,
    )


def result_changes(
    found: Sequence[Movement], after: Snapshot, told: Told, anchors: Anchors
) -> tuple[ResultChange, ...]:
    """Give every pooled result that moved, judged by the review's thresholds."""
    titles = {analysis.kind: analysis.title for analysis in after.analyses}
    return tuple(
        _change(movement, titles, after.question, told, anchors)
        for movement in found
        if movement.has_moved
        # What came and went in between is told too, though the ends are equal.
        or any(step.has_moved for step in movement.steps)
    )


def _change(
    movement: Movement,
    titles: Mapping[AnalysisKind, str],
    question: Question,
    told: Told,
    anchors: Anchors,
) -> ResultChange:
    unit = "%" if movement.kind == "responder" else "points"
    return ResultChange(
        movement=movement,
        meaning=meaning_of(movement, question),
        title=titles.get(movement.kind, movement.kind.replace("_", " ")),
        anchor=anchors.analysis(movement.kind),
        unit=unit,
        decimals=_DECIMALS[unit],
        certainty=_certainty(movement, told),
    )


def _certainty(movement: Movement, told: Told) -> str:
    """Say what a change means for the certainty that people rated; never rate it."""

    def rating(made: Sequence[CertaintyRating]) -> CertaintyRating | None:
        # A rating is of an analysis' group by its label.
        wanted = movement.kind, " ".join(movement.label.split())
        for one in made:
            if (one.kind, " ".join(one.group.split())) == wanted:
                return one
        return None

    then, now = rating(told.rated_then), rating(told.rated_now)
    if now is None:
        return "Its certainty is not rated."
    if now == then:
        return (
            f"Its certainty was rated {now.rating} ({now.by}, {now.at[:10]}) on the "
            "earlier result: rate it again."
        )
    return f"Its certainty was rated {now.rating} since ({now.by}, {now.at[:10]})."


def shown_items(before: Snapshot, after: Snapshot, anchors: Anchors) -> Iterator[Item]:
    """Yield the analyses that show or keep out other studies, pooled or not."""
    then = {analysis.kind: analysis for analysis in before.analyses}
    levels = [s.question.pooling.level for s in (before, after)]
    for analysis in after.analyses:
        if analysis.kind not in then:
            continue
        old = then[analysis.kind]
        said = _said(old, levels[0]), _said(analysis, levels[1])
        if said[0] == said[1]:
            continue
        yield Item(
            section="results",
            kind="shown_changed",
            text=f"{analysis.title}: {_counts(old)} → {_counts(analysis)}.",
            anchor=anchors.analysis(analysis.kind),
            key=analysis.kind,
            details=tuple(_differences(*said, labels=_labels(old) | _labels(analysis))),
        )


#: What is said of each study: (the group under which it is shown, the words).
_Said = Mapping[str, tuple[tuple[str, str], ...]]


def _said(analysis: Analysis, level: float) -> _Said:
    said: dict[str, tuple[tuple[str, str], ...]] = {}
    name = words.level_percent(level)
    for group in analysis.groups:
        for row in group.rows:
            span = words.interval(row.ci_lb, row.ci_ub, 2)
            value = f"{words.number(row.estimate, 2)} ({name} CI {span})"
            text = f"{', '.join(row.result_ids)}: {value}"
            said[row.study_id] = (*said.get(row.study_id, ()), (group.label, text))
    for kept in analysis.kept_out:
        rows = f"{', '.join(kept.result_ids)}: " if kept.result_ids else ""
        text = f"{rows}kept out, {words.clean(kept.reason).rstrip('.')}"
        said[kept.study_id] = (*said.get(kept.study_id, ()), ("", text))
    return said


def _labels(analysis: Analysis) -> dict[str, str]:
    kept = {out.study_id: out.label for out in analysis.kept_out}
    return kept | {row.study_id: row.label for row in analysis.rows}


def _counts(analysis: Analysis) -> str:
    shown = words.counted(len(analysis.rows), "result")
    return f"{shown} shown, {len(analysis.kept_out)} kept out"


def _differences(then: _Said, now: _Said, *, labels: dict[str, str]) -> Iterator[str]:
    """Give each study of which something else is said: then, and now."""
    for key, label in labels.items():
        old, new = then.get(key, ()), now.get(key, ())
        if old == new:
            continue
        # The group is named only where the study went to another.
        is_moved = {g for g, _ in old if g} != {g for g, _ in new if g}
        gone, come = (
            "; ".join(
                f"{text}, under “{group}”" if group and is_moved else text
                for group, text in one
                if (group, text) not in other
            )
            for one, other in ((old, new), (new, old))
        )
        yield f"{label}. Before: {gone or 'nothing'}. Now: {come or 'nothing'}."

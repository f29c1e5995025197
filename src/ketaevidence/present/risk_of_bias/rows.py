"""The rows of a figure of the risk of bias: one tool, one row for each judgement."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from ketaevidence.curation.bias import BiasJudgement
from ketaevidence.curation.bias_tools import BiasTool
from ketaevidence.curation.model import Register
from ketaevidence.errors import PresentError
from ketaevidence.present import words
from ketaevidence.present.bias_words import judged_words
from ketaevidence.present.inclusion import included_studies
from ketaevidence.present.review_state import HasSnapshot, snapshot_of
from ketaevidence.present.risk_of_bias.one_tool import one_tool
from ketaevidence.present.risk_of_bias.signs import Light, lights_of
from ketaevidence.present.snapshot import Snapshot

#: The last column, where somebody judged the whole.
OVERALL = "Overall"


@dataclass(frozen=True, slots=True)
class JudgedRow:
    """One judged study, or one judged result of it."""

    study: str
    study_id: str
    #: What was judged: a result with its time, or the study as a whole.
    judged: str
    #: One for each column; ``None`` where nobody judged it.
    lights: tuple[Light | None, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """What people judged by one version of one tool."""

    tool: BiasTool
    #: (name, title) of each column: the domains, and the whole where it was judged.
    columns: tuple[tuple[str, str], ...]
    rows: tuple[JudgedRow, ...]
    #: Labels of included studies without a judgement by this tool.
    not_judged: tuple[str, ...] = ()

    @property
    def studies(self) -> int:
        """How many studies the rows are about."""
        return len({row.study_id for row in self.rows})


def judged_by(
    what: object, tool: str | None, version: str | None, figure: str
) -> Judged:
    """Gather the judgements of one tool.

    Parameters
    ----------
    what
        A review (its included studies), a snapshot of one, or judgements.
    tool, version
        Which tool, where judgements of several were made.
    figure
        Who asks, for errors.

    Raises
    ------
    PresentError
        If there is no judgement, or they are of several tools.
    """
    labels: dict[str, str] = {}
    rows: list[tuple[BiasJudgement, str, str]] = []
    if isinstance(what, Snapshot | HasSnapshot):
        state = snapshot_of(what, figure)
        labels = {s.study_id: words.clean(s.label) for s in included_studies(state)}
        rows = [
            (made, labels[made.study_id], judged_words(made, state.register))
            for made in state.bias
            if made.study_id in labels
        ]
    else:
        given = _judgements(what, figure)
        rows = [
            (made, words.clean(made.study_id), _words_alone(made)) for made in given
        ]
    found = one_tool([made for made, _, _ in rows], figure, tool, version)
    chosen = found.name, found.version
    rows = [row for row in rows if (row[0].tool, row[0].version) == chosen]
    judged = {made.study_id for made, _, _ in rows}
    return _table(
        found,
        [
            JudgedRow(label, made.study_id, words.capital(what_for), lights_of(made))
            for made, label, what_for in rows
        ],
        tuple(label for key, label in labels.items() if key not in judged),
    )


def _words_alone(made: BiasJudgement) -> str:
    """Say what was judged where no register is at hand to describe the result."""
    told = judged_words(made, Register())
    return told if made.result_id is None else f"{told} ({made.result_id})"


def _judgements(what: object, figure: str) -> list[BiasJudgement]:
    given: list[Any] = list(what) if isinstance(what, Iterable) else [what]
    if isinstance(what, str) or not all(
        isinstance(one, BiasJudgement) for one in given
    ):
        msg = (
            f"{figure} draws a review or what Review.bias() gives, not "
            f"{type(what).__name__}"
        )
        raise PresentError(msg)
    return given


def _table(
    tool: BiasTool, rows: Sequence[JudgedRow], not_judged: tuple[str, ...]
) -> Judged:
    """Name the columns; the whole has one only where somebody judged it."""
    columns = [(domain.name, domain.title) for domain in tool.domains]
    if any(row.lights[-1] is not None for row in rows):
        columns.append((OVERALL, "the whole, as people judged it"))
        return Judged(tool, tuple(columns), tuple(rows), not_judged)
    cut = [
        JudgedRow(row.study, row.study_id, row.judged, row.lights[:-1]) for row in rows
    ]
    return Judged(tool, tuple(columns), tuple(cut), not_judged)

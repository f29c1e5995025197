"""The evidence map of a review: what was studied how, and where the gaps are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ketaevidence.present.drawn import Drawn
from ketaevidence.present.evidence_map.cells import (
    NO_OUTCOME,
    Bubble,
    Grid,
    Marks,
    Rows,
    Size,
    checked,
    grid_of,
)
from ketaevidence.present.evidence_map.draw import draw
from ketaevidence.present.evidence_map.layout import MapLayout, map_layout
from ketaevidence.present.review_state import HasSnapshot, snapshot_of
from ketaevidence.present.snapshot import Snapshot
from ketaevidence.present.words import clause, counted

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_TITLES = {"route": "route", "dose_class": "dose class", "design": "design"}


@dataclass(frozen=True, slots=True)
class EvidenceMap(Drawn):
    """A drawn evidence map with the layout and the counts that it was made from.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> ke.evidence_map(ke.example_review())
    <EvidenceMap: 26 studies, 10 rows, 7 columns>
    """

    layout: MapLayout
    #: The counts behind the map.
    grid: Grid
    #: The matplotlib figure, for whoever wants to add to it.
    figure: Figure
    #: Axes over the whole sheet that count points from the top left.
    axes: Axes

    @property
    def title(self) -> str:
        """The map's heading."""
        return self.layout.title

    @property
    def table(self) -> pd.DataFrame:
        """The numbers behind the map, one row for each mark and each gap.

        Returns
        -------
        pandas.DataFrame
            Columns row, outcome, mark, studies, patients, without_size,
            without_numbers and names. A gap has 0 studies and no mark.
        """
        import pandas as pd

        rows: list[tuple[object, ...]] = []
        words = dict(self.grid.rows), dict(self.grid.columns)
        for cell in self.grid.cells:
            place = words[0][cell.row], words[1][cell.column]
            rows += [
                (*place, b.kind.name, len(b.studies), b.patients, b.without_size,
                 b.without_numbers, "; ".join(b.studies))
                for b in cell.bubbles
            ]  # fmt: skip
            if not cell.bubbles:
                rows.append((*place, None, 0, None, 0, 0, None))
        texts = ["row", "outcome", "mark", "names"]
        names = ["row", "outcome", "mark", "studies", "patients", "without_size",
                 "without_numbers", "names"]  # fmt: skip
        kinds = {name: "string" if name in texts else "Int64" for name in names}
        return pd.DataFrame(rows, columns=names).astype(kinds)

    @property
    def alt_text(self) -> str:
        """The map in sentences, one for each row."""
        told = [f"{self.title}: {counted(self.grid.studies, 'study', 'studies')}."]
        for row, name in self.grid.rows:
            parts, gaps = [], []
            for column, outcome in self.grid.columns:
                bubbles = self.grid.at(row, column).bubbles
                words = clause(outcome)
                if bubbles:
                    parts.append(f"{words}: {', '.join(map(_told, bubbles))}")
                elif column != NO_OUTCOME:
                    gaps.append(words)
            if gaps:
                parts.append(f"no study of {', '.join(gaps)}")
            told.append(f"{name}: {'; '.join(parts)}.")
        return "\n".join([*told, *self.layout.notes])

    def __repr__(self) -> str:
        """Say what is drawn, short enough for a notebook."""
        words = counted(self.grid.studies, "study", "studies")
        rows, columns = len(self.grid.rows), len(self.grid.columns)
        return f"<EvidenceMap: {words}, {rows} rows, {columns} columns>"


def _told(bubble: Bubble) -> str:
    size = "patients not stated"
    if bubble.patients is not None:
        size = counted(bubble.patients, "patient")
    words = f"{counted(len(bubble.studies), 'study', 'studies')}, {size}"
    more = f", {bubble.without_numbers} in words" if bubble.without_numbers else ""
    return f"{words} ({clause(bubble.kind.name)}{more})"


def evidence_map(  # noqa: PLR0913 (what is drawn, each by name)
    review: Snapshot | HasSnapshot,
    *,
    rows: Rows = "route",
    marks: Marks = "design",
    size: Size = "patients",
    outcomes: Iterable[str] | None = None,
    title: str | None = None,
) -> EvidenceMap:
    """Draw what was studied how: routes, doses or designs by outcome, with the gaps.

    Parameters
    ----------
    review
        A review, or a snapshot of one.
    rows
        ``"route"``, ``"dose_class"`` or ``"design"``, in the register's words.
    marks
        What shapes tell apart: ``"design"``, or ``"risk_of_bias"`` as people judged the
        whole of a study or of its result.
    size
        What the area of a mark follows: ``"patients"`` or ``"studies"``.
    outcomes
        The columns, by the register's names; by default pain intensity, responders,
        evoked pain, function, duration of relief and adverse events.
    title
        The heading; by default "Evidence map: route by outcome".

    Returns
    -------
    EvidenceMap
        With ``figure``, ``axes``, ``layout``, ``grid``, ``table``, ``alt_text`` and
        ``save``.

    Raises
    ------
    PresentError
        If it is no review, if there is no such choice, or if no included study is in
        the register.

    Notes
    -----
    Every route and dose class of the vocabulary has a row, so that what nobody studied
    is seen. Included studies count, whether their results can be pooled or not;
    those that tell an outcome in words only are counted beside the mark, and those
    without a result on any column stand in a column of their own. Reports of one study
    are one study, and a cohort family's patients are counted once in a mark; two marks
    may share patients. Of several judgements on one result the gravest is shown.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> plot = ke.evidence_map(ke.example_review(), rows="dose_class")
    >>> print(plot.alt_text.splitlines()[4])
    Oral dose: pain intensity: 1 study, ... no study of responder, ...
    """
    snapshot = snapshot_of(review, "evidence_map")
    columns = checked(rows, marks, size, outcomes)
    grid = grid_of(snapshot, rows=rows, marks=marks, outcomes=columns)
    layout = map_layout(
        grid, title=title or f"Evidence map: {_TITLES[rows]} by outcome", size=size
    )
    return EvidenceMap(layout, grid, *draw(layout))

"""The PRISMA 2020 flow diagram of a review."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ketaevidence.present.drawn import Drawn
from ketaevidence.present.prisma_flow.boxes import BANDS
from ketaevidence.present.prisma_flow.draw import draw
from ketaevidence.present.prisma_flow.layout import PrismaLayout, prisma_layout
from ketaevidence.present.review_state import HasSnapshot, snapshot_of
from ketaevidence.present.snapshot import Snapshot
from ketaevidence.screening.flow import Flow

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


@dataclass(frozen=True, slots=True)
class PrismaFlow(Drawn):
    """A drawn flow diagram with the layout and the numbers that it was made from.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> ke.prisma_flow(ke.example_review())
    <PrismaFlow: 59 records, 26 studies included>
    """

    layout: PrismaLayout
    #: The numbers behind the diagram.
    source: Flow
    #: The matplotlib figure, for whoever wants to add to it.
    figure: Figure
    #: Axes over the whole sheet that count points from the top left.
    axes: Axes

    @property
    def title(self) -> str:
        """The diagram's heading."""
        return self.layout.title

    @property
    def table(self) -> pd.DataFrame:
        """The numbers behind the diagram: columns stage, box and n."""
        return self.source.frame()

    @property
    def alt_text(self) -> str:
        """The diagram in sentences, one for each box, from top to bottom."""
        order = {"previous": 0, "main": 1, "aside": 2, "other": 3, "other_aside": 4}
        boxes = sorted(
            (placed.box for placed in self.layout.boxes),
            key=lambda box: (box.row, order[box.column]),
        )
        told = [f"{self.title}."]
        for box in boxes:
            by = "Other methods, " if box.column.startswith("other") else ""
            band = next(name for name, a, b in BANDS if a <= box.row <= b)
            told.append(f"{by}{band.lower() if by else band}: {box.words}")
        return "\n".join([*told, *self.layout.notes])

    def __repr__(self) -> str:
        """Say what is drawn, short enough for a notebook."""
        flow = self.source
        records = flow.unique + (flow.other.unique if flow.other else 0)
        studies = flow.included_studies
        known = "no" if studies is None else f"{studies:,}"
        return f"<PrismaFlow: {records:,} records, {known} studies included>"


def prisma_flow(
    review_or_flow: Snapshot | HasSnapshot | Flow,
    *,
    title: str | None = None,
    registers: Iterable[str] = (),
) -> PrismaFlow:
    """Draw the PRISMA 2020 flow diagram: what came in, and what people decided.

    Parameters
    ----------
    review_or_flow
        A review, a snapshot of one, or the numbers that ``review.flow()`` gave. With
        ``review.flow(since=...)`` the diagram of an update: the previous version beside
        it, and everything that is included now below.
    title
        The heading; by default "PRISMA 2020 flow diagram".
    registers
        Names of sources that are trial registers and not databases, beside the
        well-known ones. Where registers brought records, each kind has its sum.

    Returns
    -------
    PrismaFlow
        With ``figure``, ``axes``, ``layout``, ``table``, ``alt_text`` and ``save``.

    Raises
    ------
    PresentError
        If it is none of these, or if boxes do not add up; the error names them.

    Notes
    -----
    Three bands; records of websites, organisations and citation searching in columns of
    their own; every source and every reason with its number. Dashed boxes hold what
    nobody has decided on, which the statement's template has no box for. A review into
    which nothing has come yet is drawn with zeros, and says so.

    References
    ----------
    Page MJ et al. 2021, doi:10.1136/bmj.n71.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> plot = ke.prisma_flow(ke.example_review())
    >>> print(plot.alt_text.splitlines()[2])
    Identification: Duplicate records removed (n = 0).
    """
    if isinstance(review_or_flow, Flow):
        flow, is_example, is_continued = review_or_flow, False, False
    else:
        snapshot = snapshot_of(review_or_flow, "prisma_flow")
        flow, is_example = snapshot.flow, snapshot.is_example
        is_continued = snapshot.is_continued
    layout = prisma_layout(
        flow,
        title=title or "PRISMA 2020 flow diagram",
        is_example=is_example,
        is_continued=is_continued,
        registers=registers,
    )
    return PrismaFlow(layout, flow, *draw(layout))

"""The PRISMA 2020 flow in the report: the diagram, and its boxes as a table."""

from __future__ import annotations

from dataclasses import dataclass

from ketaevidence.present.prisma_flow import PrismaFlow, prisma_flow
from ketaevidence.present.prisma_flow.boxes import BANDS, Box, flow_boxes
from ketaevidence.present.report.figures import FigureView, Table, figure_view
from ketaevidence.present.snapshot import Snapshot

#: Where each column of boxes comes from; databases and registers need no word.
_BY = {"other": "other methods", "other_aside": "other methods"}


@dataclass(frozen=True, slots=True)
class FlowView:
    """What the report shows of the flow."""

    #: (words, stage, number) of every line of every box, from top to bottom.
    rows: tuple[tuple[str, str, str], ...]
    #: ``None`` where figures are not wanted.
    figure: FigureView | None


def flow_view(snapshot: Snapshot, *, with_figures: bool) -> FlowView:
    """Gather the flow: counted from decisions, and the same in both forms."""
    boxes = flow_boxes(
        snapshot.flow,
        is_example=snapshot.is_example,
        is_continued=snapshot.is_continued,
    )
    rows = tuple(row for box in _in_order(boxes) for row in _rows(box))

    def table(_: PrismaFlow) -> Table:
        return (), ()

    figure = None
    if with_figures:
        title = "Flow of records (PRISMA 2020)"
        figure = figure_view(
            lambda: prisma_flow(snapshot, title=title),
            "figure-flow",
            title,
            table=table,
        )
    return FlowView(rows, figure)


def _in_order(boxes: tuple[Box, ...]) -> list[Box]:
    """Put what is decided beside what leaves, and other methods after databases."""
    return sorted(
        boxes, key=lambda box: (box.column in _BY and box.row < BANDS[-1][1], box.row)
    )


def _rows(box: Box) -> list[tuple[str, str, str]]:
    stage = next(name for name, first, last in BANDS if first <= box.row <= last)
    by = _BY.get(box.column)
    whole = box.lines[0].text
    return [
        (
            f"{whole}: {line.text}" if line.is_part else line.text,
            f"{stage}, {by}" if by else stage,
            "none entered yet" if line.n is None else f"{line.n:,}",
        )
        for line in box.lines
    ]

"""The timeline of a review: when its studies came, how large, of which design."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ketaevidence.present.drawn import Drawn
from ketaevidence.present.review_state import HasSnapshot, snapshot_of
from ketaevidence.present.snapshot import Snapshot
from ketaevidence.present.timeline.draw import draw
from ketaevidence.present.timeline.entries import SECTIONS, Entry
from ketaevidence.present.timeline.layout import TimelineLayout, timeline_layout
from ketaevidence.present.words import clause, counted, shortened

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


@dataclass(frozen=True, slots=True)
class Timeline(Drawn):
    """A drawn timeline with the layout and the table that it was made from.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> ke.timeline(ke.example_review())
    <Timeline: 26 studies in 28 entries, 1998 to 2025>
    """

    layout: TimelineLayout
    #: The matplotlib figure, for whoever wants to add to it.
    figure: Figure
    #: The axes: years across, points from the top down.
    axes: Axes

    @property
    def title(self) -> str:
        """The picture's heading."""
        return self.layout.title

    @property
    def table(self) -> pd.DataFrame:
        """The numbers behind the picture, one row for each mark and each bar.

        Returns
        -------
        pandas.DataFrame
            Columns section, label, year, n, design, patients_of (the study whose
            patients it tells of again), funding and is_funding_read (nobody has
            confirmed it); in the section "awaiting", n counts records of a year and not
            patients. Missing is NA.
        """
        import pandas as pd

        rows: list[tuple[object, ...]] = [
            (
                e.section,
                e.label,
                e.year,
                e.n,
                e.design,
                e.again,
                e.funding,
                None if e.funding is None else e.is_funding_read,
            )
            for e in self._entries()
        ]
        empty = (None, None, None, None)
        last = self.layout.ticks[-1][0] if self._has_no_year() else None
        rows += [
            ("awaiting", None, None if bar.x == last else int(bar.x), bar.n, *empty)
            for bar in self.layout.bars
        ]  # fmt: skip
        names = [
            "section", "label", "year", "n", "design", "patients_of", "funding",
            "is_funding_read",
        ]  # fmt: skip
        kinds = {c: "Int64" if c in {"year", "n"} else "string" for c in names}
        kinds["is_funding_read"] = "boolean"
        return pd.DataFrame(rows, columns=names).astype(kinds)

    def _has_no_year(self) -> bool:
        return bool(self.layout.ticks) and not self.layout.ticks[-1][1].isdigit()

    def _entries(self) -> list[Entry]:
        return [row.entry for row in self.layout.entries if row.entry is not None]

    @property
    def alt_text(self) -> str:
        """The picture in sentences, one for each study."""
        told = [f"{self.layout.title}: {self._span()}."]
        for entry in self._entries():
            year = "year not known" if entry.year is None else str(entry.year)
            size = "number of patients not stated"
            if entry.n is not None:
                size = counted(entry.n, "patient")
            parts = [year, size, clause(entry.design or "design not entered yet")]
            if entry.again:
                parts.append(f"patients of {shortened(entry.again, 160)} again")
            if entry.funding:
                by_rule = ", as a rule read" if entry.is_funding_read else ""
                parts.append(f"paid{by_rule}: {shortened(entry.funding, 160)}")
            name = shortened(entry.label, 160)
            told.append(f"{SECTIONS[entry.section]}: {name}: {', '.join(parts)}.")
        return "\n".join([*told, *self.layout.notes])

    def _span(self) -> str:
        entries = self._entries()
        reports = [entry for entry in entries if entry.section == "entered"]
        studies = [entry for entry in reports if not entry.again]
        words = counted(len(studies), "study", "studies")
        if len(reports) > len(studies):
            words += f" in {counted(len(reports), 'entry', 'entries')}"
        years = sorted(entry.year for entry in reports if entry.year is not None)
        return f"{words}, {years[0]} to {years[-1]}" if years else words

    def __repr__(self) -> str:
        """Say what is drawn, short enough for a notebook."""
        return f"<Timeline: {self._span()}>"


def timeline(review: Snapshot | HasSnapshot, *, title: str | None = None) -> Timeline:
    """Draw the studies of a review by year, with their size and design.

    Parameters
    ----------
    review
        A review, or a snapshot of one.
    title
        The heading; by default "Studies by year".

    Returns
    -------
    Timeline
        With ``figure``, ``axes``, ``layout``, ``table``, ``alt_text`` and ``save``.

    Raises
    ------
    PresentError
        If it is no review, or if it has nothing included and nothing awaiting.

    Notes
    -----
    One line for each included study, oldest first; the area of a mark follows the
    number of patients, its shape the design. A study whose size nobody states is
    dotted; one without a year stands beyond the axis. Below come reports that are
    included and not yet entered, protocols of the register, and bars of the records
    that nobody has decided on. Who paid is as entered, or else as a rule
    read it, and said to be so.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> plot = ke.timeline(ke.example_review())
    >>> print(plot.alt_text.splitlines()[1])
    Included: Lin 1998: 1998, 2 patients, case report.
    """
    layout = timeline_layout(snapshot_of(review, "timeline"), title=title)
    return Timeline(layout, *draw(layout))

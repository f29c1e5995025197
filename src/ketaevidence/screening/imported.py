"""What came of a file of decisions that were made elsewhere: nothing of it is lost."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ketaevidence.screening.model import Decision

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row that is no decision of this review, and why."""

    #: Where it stands in the file: "row 12".
    place: str
    title: str
    why: str


@dataclass(frozen=True, slots=True)
class DecisionImport:
    r"""What came of a file of decisions that were made in another tool.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> import ketaevidence as ke
    >>> table = "pmid,title,asreview_label\n19604642,x,0\n1,Another trial,1\n"
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = (Path(folder) / "asreview.csv").write_text(table)
    ...     done = ke.example_review().import_decisions(
    ...         f"{folder}/asreview.csv", by="A. Reader")
    >>> done.tool, len(done.decisions), len(done.unmatched)
    ('asreview', 1, 1)
    """

    tool: str
    file: str
    #: What was recorded, or would have been in a dry run.
    decisions: tuple[Decision, ...]
    #: Decisions that these people had recorded here already.
    unchanged: int
    #: Rows on which somebody did not decide. No decision is made of them.
    without_verdict: tuple[LeftOut, ...] = ()
    #: Rows that are about no record of this review.
    unmatched: tuple[LeftOut, ...] = ()
    #: Rows that fit several records, contradict themselves or each other.
    ambiguous: tuple[LeftOut, ...] = ()
    #: Rows older than what the same person has decided here since.
    older: tuple[LeftOut, ...] = ()
    #: What a reader should know of how the file was read.
    remarks: tuple[str, ...] = ()
    is_dry_run: bool = False

    @property
    def by_person(self) -> tuple[tuple[str, int], ...]:
        """How many of the decisions are whose, the most first."""
        counted = Counter(decision.by for decision in self.decisions)
        return tuple(sorted(counted.items(), key=lambda item: (-item[1], item[0])))

    def left_out(self) -> pd.DataFrame:
        """Give one row for each row that was left out: outcome, place, title, why."""
        import pandas as pd

        kinds = ("without_verdict", "unmatched", "ambiguous", "older")
        rows = [
            (kind, row.place, row.title, row.why)
            for kind in kinds
            for row in getattr(self, kind)
        ]
        table = pd.DataFrame(rows, columns=["outcome", "place", "title", "why"])
        return table.astype("string")

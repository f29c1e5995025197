"""The PRISMA 2020 numbers, counted from decisions and from nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Flow:
    """How many records came in, and what people decided about them.

    The boxes add up by construction: ``unique`` = screened + awaiting screening, and
    so on down to the included reports. Records without a decision are *awaiting*, not
    excluded.
    """

    #: (source, number of records that this source brought) pairs.
    identified: tuple[tuple[str, int], ...]
    duplicates_removed: int
    screened: int
    awaiting_screening: int
    excluded_at_screening: int
    reports_sought: int
    reports_not_retrieved: int
    reports_assessed: int
    awaiting_full_text: int
    #: (reason, number) pairs, most frequent first.
    excluded_at_full_text: tuple[tuple[str, int], ...]
    included_reports: int
    #: ``None`` where no study has been entered in the register yet.
    included_studies: int | None

    @property
    def unique(self) -> int:
        """Records after duplicates were removed."""
        return sum(n for _, n in self.identified) - self.duplicates_removed

    def rows(self) -> tuple[tuple[str, str, int | None], ...]:
        """Give every box as (stage, words, number), from top to bottom."""
        sources = tuple(
            ("Identification", f"Records identified: {source}", n)
            for source, n in self.identified
        )
        reasons = tuple(
            ("Eligibility", f"Reports excluded: {reason}", n)
            for reason, n in self.excluded_at_full_text
        )
        return (
            *sources,
            ("Identification", "Duplicate records removed", self.duplicates_removed),
            ("Screening", "Records screened", self.screened),
            ("Screening", "Records excluded", self.excluded_at_screening),
            ("Screening", "Records awaiting screening", self.awaiting_screening),
            ("Eligibility", "Reports sought for retrieval", self.reports_sought),
            ("Eligibility", "Reports not retrieved", self.reports_not_retrieved),
            ("Eligibility", "Reports assessed for eligibility", self.reports_assessed),
            *reasons,
            ("Eligibility", "Reports awaiting assessment", self.awaiting_full_text),
            ("Included", "Reports included", self.included_reports),
            ("Included", "Studies included", self.included_studies),
        )

    def frame(self) -> pd.DataFrame:
        """Give the boxes as a DataFrame with columns stage, box and n."""
        import pandas as pd

        table = pd.DataFrame(self.rows(), columns=["stage", "box", "n"])
        return table.astype({"n": "Int64"})

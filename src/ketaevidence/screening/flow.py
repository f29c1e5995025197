"""The PRISMA 2020 numbers, counted from decisions and from nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ketaevidence.screening.decide import standings
from ketaevidence.screening.model import Decision

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Flow:
    """How many records came in, and what people decided about them.

    The boxes add up by construction: ``unique`` = screened + awaiting screening, and
    so on down to the included reports. Records without a decision are *awaiting*, not
    excluded.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> flow = ke.example_review().flow()
    >>> flow.included_reports, flow.included_studies
    (28, 26)
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


def count_flow(
    sources: Sequence[tuple[str, int]],
    record_keys: Sequence[str],
    decisions: Sequence[Decision],
    *,
    reasons: Mapping[str, str],
    studies_of: Mapping[str, str],
) -> Flow:
    """Count the PRISMA boxes from what came in and what was decided.

    Parameters
    ----------
    sources
        (source, number of records that it brought) pairs.
    record_keys
        The distinct records of the review.
    decisions
        Every decision, oldest first; the newest of a record and stage counts.
    reasons
        Words for the short names of exclusion reasons.
    studies_of
        The study that each record reports, where the register has one.

    Returns
    -------
    Flow
        The boxes; they add up.
    """
    where = standings(record_keys, decisions)
    screened = [decision for _, decision in where.values() if decision is not None]
    judged = [decision for decision in screened if decision.stage == "full_text"]
    verdicts = Counter(decision.verdict for decision in judged)
    excluded = Counter(
        reasons.get(decision.reason or "", decision.reason or "no reason given")
        for decision in judged
        if decision.verdict == "exclude"
    )
    dropped = sum(decision.verdict == "exclude" for decision in screened) - sum(
        excluded.values()
    )
    sought = len(screened) - dropped
    included = [key for key, (standing, _) in where.items() if standing == "included"]
    studies = {studies_of[key] for key in included if key in studies_of}
    return Flow(
        identified=tuple(sources),
        duplicates_removed=sum(n for _, n in sources) - len(record_keys),
        screened=len(screened),
        awaiting_screening=len(record_keys) - len(screened),
        excluded_at_screening=dropped,
        reports_sought=sought,
        reports_not_retrieved=verdicts["not_retrieved"],
        reports_assessed=verdicts["include"] + verdicts["exclude"],
        awaiting_full_text=sought - len(judged),
        excluded_at_full_text=tuple(
            sorted(excluded.items(), key=lambda item: (-item[1], item[0]))
        ),
        included_reports=len(included),
        included_studies=len(studies) if studies_of else None,
    )

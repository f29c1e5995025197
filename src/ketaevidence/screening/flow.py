"""The PRISMA 2020 numbers, counted from decisions and from nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from ketaevidence.screening.decide import standings
from ketaevidence.screening.methods import Brought, Method
from ketaevidence.screening.model import Decision
from ketaevidence.screening.settling import conflicts, required

if TYPE_CHECKING:
    import pandas as pd


_NOBODY: Final[Mapping[str, Brought]] = MappingProxyType({})
#: One box: its stage, its words, its number.
_Box = tuple[str, str, int | None]


@dataclass(frozen=True, slots=True)
class Previous:
    """What the version before had included, and what is included in all now.

    The numbers add up: what was included then, without what no longer is, and with
    what is new, is what is included now. Studies are counted by today's register;
    they are ``None`` where it has none.
    """

    #: The day, or the time in UTC, that the earlier version is of.
    moment: str
    reports: int
    studies: int | None
    #: Included then and not any more: decided on again since.
    reports_dropped: int
    studies_dropped: int | None
    total_reports: int
    total_studies: int | None

    def rows(self) -> tuple[tuple[_Box, ...], tuple[_Box, ...]]:
        """Give the boxes that stand before those of a flow, and those after them."""
        version = f"Previous version ({self.moment})"
        dropped = (
            ("Included", "Reports no longer included", self.reports_dropped),
            ("Included", "Studies no longer included", self.studies_dropped),
        )
        return (
            (version, "Reports included in the previous version", self.reports),
            (version, "Studies included in the previous version", self.studies),
        ), (
            *(dropped if self.reports_dropped else ()),
            ("Included", "Reports included in total", self.total_reports),
            ("Included", "Studies included in total", self.total_studies),
        )


@dataclass(frozen=True, slots=True)
class Flow:
    """How many records came in, and what people decided about them.

    The boxes add up by construction: ``unique`` = screened + awaiting screening, and
    so on down to the included reports. Records without a decision are *awaiting*, not
    excluded. Records that only other methods than databases and registers brought are
    counted in ``other``, and not in the boxes beside it; what is included is included
    by either.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> flow = ke.example_review().flow()
    >>> flow.included_reports, flow.included_studies
    (28, 26)
    """

    #: (source, number of records that this source brought) pairs: databases, registers.
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
    #: Of those awaiting, records on which two reviewers do not agree; ``None`` in a
    #: review of one reviewer.
    conflicts_at_screening: int | None = None
    conflicts_at_full_text: int | None = None
    #: What an earlier version had included; ``None`` where all is counted as one.
    previous: Previous | None = None
    #: The same boxes for records that websites, organisations, people or citation
    #: searching brought, and nobody else; ``None`` where there are none.
    other: Flow | None = None
    #: In ``other``: the method of each source, in the order of ``identified``.
    methods: tuple[Method, ...] = ()

    @property
    def unique(self) -> int:
        """Records after duplicates were removed."""
        return sum(n for _, n in self.identified) - self.duplicates_removed

    def rows(self) -> tuple[_Box, ...]:
        """Give every box as (stage, words, number), from top to bottom."""
        new = "" if self.previous is None else "new "
        before, after = ((), ()) if self.previous is None else self.previous.rows()
        sources = tuple(
            ("Identification", f"Records identified: {source}", n)
            for source, n in self.identified
        )
        reasons = tuple(
            ("Eligibility", f"Reports excluded: {reason}", n)
            for reason, n in self.excluded_at_full_text
        )
        other = () if self.other is None else self.other.rows_of_others()
        return (
            *before,
            *sources,
            ("Identification", "Duplicate records removed", self.duplicates_removed),
            ("Screening", "Records screened", self.screened),
            ("Screening", "Records excluded", self.excluded_at_screening),
            ("Screening", "Records awaiting screening", self.awaiting_screening),
            *_disagreed("Screening", self.conflicts_at_screening),
            ("Eligibility", "Reports sought for retrieval", self.reports_sought),
            ("Eligibility", "Reports not retrieved", self.reports_not_retrieved),
            ("Eligibility", "Reports assessed for eligibility", self.reports_assessed),
            *reasons,
            ("Eligibility", "Reports awaiting assessment", self.awaiting_full_text),
            *_disagreed("Eligibility", self.conflicts_at_full_text),
            *other,
            ("Included", f"{new}reports included".capitalize(), self.included_reports),
            ("Included", f"{new}studies included".capitalize(), self.included_studies),
            *after,
        )

    def rows_of_others(self) -> tuple[_Box, ...]:
        """Give the boxes of records that other methods brought, each said to be so."""
        stage, by = "Other methods", "by other methods"
        return (
            *(
                (stage, f"Records identified {by}: {source}", n)
                for source, n in self.identified
            ),
            (stage, f"Records excluded on title, {by}", self.excluded_at_screening),
            (stage, f"Records awaiting screening, {by}", self.awaiting_screening),
            (stage, f"Reports sought for retrieval, {by}", self.reports_sought),
            (stage, f"Reports not retrieved, {by}", self.reports_not_retrieved),
            (stage, f"Reports assessed, {by}", self.reports_assessed),
            *(
                (stage, f"Reports excluded, {by}: {reason}", n)
                for reason, n in self.excluded_at_full_text
            ),
            (stage, f"Reports awaiting assessment, {by}", self.awaiting_full_text),
        )

    def frame(self) -> pd.DataFrame:
        """Give the boxes as a DataFrame with columns stage, box and n."""
        import pandas as pd

        table = pd.DataFrame(self.rows(), columns=["stage", "box", "n"])
        return table.astype({"n": "Int64"})


def _disagreed(stage: str, n: int | None) -> tuple[_Box, ...]:
    """Give the box of conflicts, in a review that has two reviewers."""
    if n is None:
        return ()
    return ((stage, "of these, reviewers do not agree", n),)


def count_flow(  # noqa: PLR0913 (what is counted, each by name)
    sources: Sequence[tuple[str, int]],
    record_keys: Sequence[str],
    decisions: Sequence[Decision],
    *,
    reasons: Mapping[str, str],
    studies_of: Mapping[str, str],
    reviewers: int | None = None,
    others: Mapping[str, Brought] = _NOBODY,
) -> Flow:
    """Count the PRISMA boxes from what came in and what was decided.

    Parameters
    ----------
    sources
        (source, number of records that it brought) pairs of databases and registers.
    record_keys
        The distinct records of the review.
    decisions
        Every decision, oldest first; which of them count, says ``screening.settling``.
    reasons
        Words for the short names of exclusion reasons.
    studies_of
        The study that each record reports, where the register has one.
    reviewers
        How many people decide on each record; as the decisions say, if left out.
    others
        The records that only other methods brought, with the source that did.

    Returns
    -------
    Flow
        The boxes; they add up.
    """
    needed = required(decisions) if reviewers is None else reviewers
    ours = [key for key in record_keys if key not in others]
    flow = _count(sources, ours, decisions, reasons, needed)
    theirs = [key for key in record_keys if key in others]
    brought = Counter((others[key].source, others[key].method) for key in theirs)
    if theirs:
        identified = [(source, n) for (source, _), n in brought.items()]
        other = _count(identified, theirs, decisions, reasons, needed)
        methods = tuple(method for _, method in brought)
        flow = replace(flow, other=replace(other, methods=methods))
    where = standings(record_keys, decisions)
    included = [key for key, (standing, _) in where.items() if standing == "included"]
    studies = {studies_of[key] for key in included if key in studies_of}
    return replace(
        flow,
        included_reports=len(included),
        included_studies=len(studies) if studies_of else None,
    )


def _count(
    sources: Sequence[tuple[str, int]],
    record_keys: Sequence[str],
    decisions: Sequence[Decision],
    reasons: Mapping[str, str],
    needed: int,
) -> Flow:
    """Count the boxes of some records, without the studies that they report."""
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
    here = set(record_keys)
    disagreed = Counter(c.stage for c in conflicts(decisions) if c.record_key in here)
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
        included_reports=verdicts["include"],
        included_studies=None,
        conflicts_at_screening=disagreed["title_abstract"] if needed > 1 else None,
        conflicts_at_full_text=disagreed["full_text"] if needed > 1 else None,
    )

"""The PRISMA 2020 flow as bands of boxes, and the same numbers as a table."""

from __future__ import annotations

from dataclasses import dataclass

from ketaevidence.present import words
from ketaevidence.present.basis import NOT_FULL_TEXT, PARTLY_NOT_FULL_TEXT
from ketaevidence.screening.flow import Flow


@dataclass(frozen=True, slots=True)
class Box:
    """One box: its words, its number and the parts of that number, if told apart."""

    text: str
    n: int | None
    parts: tuple[tuple[str, int], ...] = ()
    is_awaiting: bool = False

    @property
    def number(self) -> str:
        """The number as people read it."""
        return "none entered yet" if self.n is None else f"{self.n:,}"


@dataclass(frozen=True, slots=True)
class Step:
    """One step down the flow, with what leaves it to the side."""

    main: Box
    aside: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class Band:
    """One stage of the flow."""

    name: str
    steps: tuple[Step, ...]

    @property
    def rows(self) -> tuple[tuple[str, str], ...]:
        """Every box and part of the band as (words, number), for a table."""
        boxes = [box for step in self.steps for box in (step.main, *step.aside)]
        return tuple(
            row
            for box in boxes
            for row in (
                (box.text, box.number),
                *((f"{box.text}: {text}", f"{n:,}") for text, n in box.parts),
            )
        )


def _awaiting(text: str, n: int, in_conflict: int | None) -> Box:
    """Give what awaits a decision, and on how many of it reviewers do not agree."""
    parts = (("of these, reviewers do not agree", in_conflict),) if in_conflict else ()
    return Box(text, n, parts, is_awaiting=True)


def _others(other: Flow) -> Band:
    """Set out what websites, organisations, people or citation searching brought."""
    by = "by other methods"
    reasons = tuple((words.clean(why), n) for why, n in other.excluded_at_full_text)
    sources = tuple((words.clean(source), n) for source, n in other.identified)
    return Band(
        "Other methods",
        (
            Step(
                Box(f"Records identified {by}", sum(n for _, n in sources), sources),
                (
                    Box(
                        f"Records excluded on title, {by}", other.excluded_at_screening
                    ),
                    _awaiting(
                        f"Records awaiting screening, {by}",
                        other.awaiting_screening,
                        other.conflicts_at_screening,
                    ),
                ),
            ),
            Step(
                Box(f"Reports sought for retrieval, {by}", other.reports_sought),
                (Box(f"Reports not retrieved, {by}", other.reports_not_retrieved),),
            ),
            Step(
                Box(f"Reports assessed, {by}", other.reports_assessed),
                (
                    Box(f"Reports excluded, {by}", sum(n for _, n in reasons), reasons),
                    _awaiting(
                        f"Reports awaiting assessment, {by}",
                        other.awaiting_full_text,
                        other.conflicts_at_full_text,
                    ),
                ),
            ),
        ),
    )


def _identified(flow: Flow) -> Band:
    total = sum(n for _, n in flow.identified)
    sources = tuple((words.clean(source), n) for source, n in flow.identified)
    removed = Box("Duplicate records removed", flow.duplicates_removed)
    return Band(
        "Identification",
        (Step(Box("Records identified", total, sources), (removed,)),),
    )


def _screened(flow: Flow) -> Band:
    aside = (
        Box("Records excluded", flow.excluded_at_screening),
        _awaiting(
            "Records awaiting screening",
            flow.awaiting_screening,
            flow.conflicts_at_screening,
        ),
    )
    return Band("Screening", (Step(Box("Records screened", flow.screened), aside),))


def _judged(flow: Flow, *, is_example: bool, is_continued: bool) -> Band:
    reasons = tuple((words.clean(why), n) for why, n in flow.excluded_at_full_text)
    aside = (
        Box("Reports excluded", sum(n for _, n in reasons), reasons),
        _awaiting(
            "Reports awaiting assessment",
            flow.awaiting_full_text,
            flow.conflicts_at_full_text,
        ),
    )
    if is_example and is_continued:
        missing = (Box("Reports not retrieved", flow.reports_not_retrieved),)
        carried = Box("Reports carried to eligibility", flow.reports_sought)
        assessed = Box(f"Reports {PARTLY_NOT_FULL_TEXT}", flow.reports_assessed)
        return Band("Eligibility", (Step(carried, missing), Step(assessed, aside)))
    if is_example:
        carried = Box("Reports carried to eligibility", flow.reports_sought)
        assessed = Box(f"Reports {NOT_FULL_TEXT}", flow.reports_assessed)
        return Band("Eligibility", (Step(carried), Step(assessed, aside)))
    missing = (Box("Reports not retrieved", flow.reports_not_retrieved),)
    sought = Box("Reports sought for retrieval", flow.reports_sought)
    assessed = Box("Reports assessed for eligibility", flow.reports_assessed)
    return Band("Eligibility", (Step(sought, missing), Step(assessed, aside)))


def flow_bands(
    flow: Flow, *, is_example: bool, is_continued: bool = False
) -> tuple[Band, ...]:
    """Set out the flow in bands, from top to bottom.

    Parameters
    ----------
    flow
        The numbers, counted from decisions.
    is_example
        Whether it holds the bundled review, for which no full text was sought or read.
    is_continued
        Whether people have gone on with that.

    Returns
    -------
    tuple of Band
        Identification, screening, eligibility, what other methods brought if there is
        any, included.
    """
    included = (
        Step(Box("Reports included", flow.included_reports)),
        Step(Box("Studies included", flow.included_studies)),
    )
    return (
        _identified(flow),
        _screened(flow),
        _judged(flow, is_example=is_example, is_continued=is_continued),
        *(() if flow.other is None else (_others(flow.other),)),
        Band("Included", included),
    )

"""Whether the boxes of a flow add up, and which do not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from ketaevidence.errors import PresentError
from ketaevidence.present.words import clean
from ketaevidence.screening.flow import Flow, Previous


def check_sums(flow: Flow) -> None:
    """Refuse a flow whose boxes do not add up.

    Parameters
    ----------
    flow
        The numbers as counted, or as a person wrote them.

    Raises
    ------
    PresentError
        With every sum that is wrong, its boxes by name and their numbers.
    """
    problems = [*_negative(flow, ""), *_column(flow, "")]
    if flow.other is not None:
        problems += _negative(flow.other, ", other methods")
        problems += _column(flow.other, ", other methods")
        if len(flow.other.methods) != len(flow.other.identified):
            problems.append(
                f"{len(flow.other.identified)} sources of other methods, and a method "
                f"for {len(flow.other.methods)} of them"
            )
    problems += _included(flow)
    if flow.previous is not None:
        problems += _total(flow, flow.previous)
    if problems:
        listed = "; ".join(problems)
        msg = (
            f"The boxes of this PRISMA flow do not add up, so it is not drawn: "
            f"{listed}. Count it again with review.flow(), or correct the numbers."
        )
        raise PresentError(msg)


def _negative(flow: Flow, by: str) -> Iterator[str]:
    for part in fields(flow):
        value = getattr(flow, part.name)
        name = part.name.replace("_", " ")
        if isinstance(value, int) and value < 0:
            yield f"{name}{by} is {value}"
        elif part.name in {"identified", "excluded_at_full_text"}:
            for text, n in value:
                if n < 0:
                    yield f"{name}{by}, {clean(text)!r}, is {n}"


def _wrong(left: str, n: int, right: str, m: int, by: str) -> Iterator[str]:
    if n != m:
        yield f"{left} is {n}, but {right} is {m}{by}"


def _column(flow: Flow, by: str) -> Iterator[str]:
    """Check one column from its sources down to what was assessed."""
    yield from _wrong(
        "records identified minus duplicate records removed",
        flow.unique,
        "records screened plus records awaiting screening",
        flow.screened + flow.awaiting_screening,
        by,
    )
    yield from _wrong(
        "records screened minus records excluded",
        flow.screened - flow.excluded_at_screening,
        "reports sought for retrieval",
        flow.reports_sought,
        by,
    )
    yield from _wrong(
        "reports sought minus reports not retrieved and reports awaiting assessment",
        flow.reports_sought - flow.reports_not_retrieved - flow.awaiting_full_text,
        "reports assessed for eligibility",
        flow.reports_assessed,
        by,
    )
    for name, part, whole in (
        ("screening", flow.conflicts_at_screening, flow.awaiting_screening),
        ("assessment", flow.conflicts_at_full_text, flow.awaiting_full_text),
    ):
        if part is not None and part > whole:
            yield (
                f"reviewers do not agree on {part} of the {whole} that await {name}{by}"
            )


def _kept(flow: Flow) -> int:
    return flow.reports_assessed - sum(n for _, n in flow.excluded_at_full_text)


def _included(flow: Flow) -> Iterator[str]:
    kept, left = _kept(flow), "reports assessed minus reports excluded"
    if flow.other is not None:
        kept += _kept(flow.other)
        left += ", by all methods"
        yield from _wrong(
            "reports assessed minus reports excluded", _kept(flow.other),
            "reports included", flow.other.included_reports, ", other methods",
        )  # fmt: skip
    yield from _wrong(left, kept, "reports included", flow.included_reports, "")


def _total(flow: Flow, previous: Previous) -> Iterator[str]:
    for what, before, dropped, new, total in (
        ("reports", previous.reports, previous.reports_dropped,
         flow.included_reports, previous.total_reports),
        ("studies", previous.studies, previous.studies_dropped,
         flow.included_studies, previous.total_studies),
    ):  # fmt: skip
        if before is None or dropped is None or new is None or total is None:
            continue
        yield from _wrong(
            f"{what} of the previous version minus {what} no longer included plus new "
            f"{what}",
            before - dropped + new,
            f"{what} included in total",
            total,
            "",
        )

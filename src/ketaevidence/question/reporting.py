"""What people state of a review for its readers, beside what the review itself holds.

None of it changes what is searched, who is eligible or what is pooled.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from ketaevidence.errors import QuestionError


@dataclass(frozen=True, slots=True)
class LivingPlan:
    """How a review is kept up to date, and who answers for it; ``None`` is not stated.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> ke.example_review().question.living.refresh_days is None
    True
    """

    #: A refresh is due this many days after the last complete search [days].
    refresh_days: int | None = None
    #: Why the review is kept living.
    rationale: str | None = None
    #: When what was found enters the review and a new version is published.
    publishing: str | None = None
    #: When and how the review stops being living.
    retirement: str | None = None
    #: Where the review or its protocol is registered, with the number.
    registration: str | None = None
    #: Where the protocol can be read.
    protocol: str | None = None
    #: Who pays for the review.
    funding: str | None = None
    competing_interests: str | None = None
    #: Who made the review.
    authors: str | None = None
    #: How readers reach the people who make it.
    contact: str | None = None


@dataclass(frozen=True, slots=True)
class SearchReport:
    """What people did to find studies beside the search of PubMed; ``None`` is unsaid.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> ke.example_review().question.search_report.peer_review is None
    True
    """

    #: Other databases: platform, day and whole strategy of each, or that there is none.
    databases: str | None = None
    registries: str | None = None
    #: Web pages, journals and meetings that were browsed.
    browsing: str | None = None
    citation_searching: str | None = None
    #: Authors, makers and experts who were asked.
    contacts: str | None = None
    other_methods: str | None = None
    #: Limits by year, language or kind of report, and why.
    limits: str | None = None
    #: Search filters that others made, with their citation.
    filters: str | None = None
    #: Earlier strategies that this one was made from.
    prior_work: str | None = None
    #: Who looked through the strategy before it was run, and how.
    peer_review: str | None = None


def living_plan(table: Mapping[str, Any], name: str) -> LivingPlan:
    """Read ``[living]``; what is left out, or blank, is not stated.

    Raises
    ------
    QuestionError
        If a value is none that it can have; every such value is named.
    """
    days = table.get("refresh_days")
    texts, problems = _texts(table, LivingPlan, but=("refresh_days",))
    is_number = isinstance(days, int) and not isinstance(days, bool)
    if days is not None and not (is_number and days >= 1):
        problems.append(f"refresh_days is {days!r}; write whole days, 1 or more")
    _refuse(problems, "living", name)
    return LivingPlan(refresh_days=days, **texts)


def search_report(table: Mapping[str, Any], name: str) -> SearchReport:
    """Read ``[search_report]``; what is left out, or blank, is not stated.

    Raises
    ------
    QuestionError
        If a value is no text; every such value is named.
    """
    texts, problems = _texts(table, SearchReport)
    _refuse(problems, "search_report", name)
    return SearchReport(**texts)


def _texts(
    table: Mapping[str, Any], kind: type, *, but: tuple[str, ...] = ()
) -> tuple[dict[str, str | None], list[str]]:
    """Give the texts of a table by name, and what is none."""
    texts: dict[str, str | None] = {}
    problems = []
    for name in (field.name for field in fields(kind) if field.name not in but):
        value = table.get(name)
        if value is None or isinstance(value, str):
            texts[name] = " ".join((value or "").split()) or None
        else:
            problems.append(f"{name} is {value!r}; write a text in quotes")
    return texts, problems


def _refuse(problems: list[str], place: str, name: str) -> None:
    if problems:
        msg = f"{name}: [{place}]: {'; '.join(problems)}."
        raise QuestionError(msg)

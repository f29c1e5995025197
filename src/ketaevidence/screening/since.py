"""The PRISMA 2020 numbers of an update: what is new since an earlier version.

PRISMA 2020 has a diagram of its own for updated reviews (Page MJ et al. 2021,
doi:10.1136/bmj.n71): beside what the previous version had included stand the records
that the update brought, and at the end everything that is included now.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from ketaevidence.errors import ScreeningError
from ketaevidence.screening.decide import standings
from ketaevidence.screening.flow import Flow, Previous, count_flow
from ketaevidence.screening.methods import Brought
from ketaevidence.screening.model import Decision

#: What an update looks at beside the records that sources brought since.
CARRIED: Final = "awaiting a decision in the previous version"
AGAIN: Final = "decided on again since the previous version"


@dataclass(frozen=True, slots=True)
class Version:
    """What a review held at one moment: all that the flow is counted from."""

    #: (source, number of records that it had brought): databases and registers.
    sources: tuple[tuple[str, int], ...]
    record_keys: tuple[str, ...]
    decisions: tuple[Decision, ...]
    #: The records that only other methods than databases and registers had brought.
    others: Mapping[str, Brought] = field(default_factory=dict)


def count_since(  # noqa: PLR0913 (what is counted, each by name)
    then: Version,
    now: Version,
    *,
    moment: str,
    reasons: Mapping[str, str],
    studies_of: Mapping[str, str],
    reviewers: int | None = None,
) -> Flow:
    """Count the boxes of an update since an earlier version of the same review.

    Parameters
    ----------
    then, now
        The earlier version and the present one.
    moment
        The day or time of the earlier version.
    reasons, studies_of, reviewers
        As in :func:`count_flow`; the register is today's.

    Returns
    -------
    Flow
        Its boxes count what the update looked at: records that came since, records
        that awaited a decision then, and records that were decided on again and stand
        elsewhere now. They add up; ``previous`` has the version before and the total.
        What other methods brought is counted by its own source.

    Raises
    ------
    ScreeningError
        If the earlier version holds records that the present one does not.
    """
    if not set(then.record_keys) <= set(now.record_keys):
        msg = (
            f"{moment} is later than the version that is counted; name an earlier one."
        )
        raise ScreeningError(msg)
    before = standings(then.record_keys, then.decisions)
    after = standings(now.record_keys, now.decisions)
    old = {key for key, (standing, _) in before.items() if standing == "included"}
    kept = {key for key, (standing, _) in after.items() if standing == "included"}
    carried = [key for key, (where, _) in before.items() if where == "awaiting"]
    again = [
        key
        for key, (where, _) in before.items()
        if where not in ("awaiting", "included") and where != after[key][0]
    ]
    looked_at = {*carried, *again} | (set(now.record_keys) - set(then.record_keys))
    counted = count_flow(
        _sources(
            then,
            now,
            carried=sum(key not in now.others for key in carried),
            again=sum(key not in now.others for key in again),
        ),
        [key for key in now.record_keys if key in looked_at],
        now.decisions,
        reasons=reasons,
        studies_of=studies_of,
        reviewers=reviewers,
        others=now.others,
    )
    studies_then, studies_now = (
        {studies_of[key] for key in keys if key in studies_of} for keys in (old, kept)
    )
    has_studies = bool(studies_of)
    return replace(
        counted,
        included_studies=len(studies_now - studies_then) if has_studies else None,
        previous=Previous(
            moment=moment,
            reports=len(old),
            studies=len(studies_then) if has_studies else None,
            reports_dropped=len(old - kept),
            studies_dropped=len(studies_then - studies_now) if has_studies else None,
            total_reports=len(kept),
            total_studies=len(studies_now) if has_studies else None,
        ),
    )


def _sources(
    then: Version, now: Version, *, carried: int, again: int
) -> tuple[tuple[str, int], ...]:
    """Give what each source brought since, and what was carried over."""
    before = dict(then.sources)
    brought = ((source, n - before.get(source, 0)) for source, n in now.sources)
    return tuple(
        (source, n) for source, n in (*brought, (CARRIED, carried), (AGAIN, again)) if n
    )

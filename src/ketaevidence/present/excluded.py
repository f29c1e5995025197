"""Who is out of the review or of its pools, and why: each with name and day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from ketaevidence.curation.inclusion import study_keys
from ketaevidence.curation.model import Study
from ketaevidence.present import words
from ketaevidence.present.inclusion import included_studies, standings
from ketaevidence.present.links import pubmed_link
from ketaevidence.present.snapshot import Snapshot
from ketaevidence.records.model import Record
from ketaevidence.screening.model import Decision, Stage

if TYPE_CHECKING:
    import pandas as pd

#: Where a study was taken out, in the order of the table.
_STAGES: Final[Mapping[Stage, str]] = MappingProxyType(
    {
        "full_text": "excluded at full text",
        "title_abstract": "excluded on title and abstract",
    }
)
KEPT_OUT: Final = "in the review, kept out of every pool"
NO_RECORD: Final = "in the register only"
_NO_RECORD_REASON: Final = (
    "its report is not among the records of this review, so nobody decided on it"
)
#: Who kept a study out, and when, by study_id.
Signed = Mapping[str, tuple[str, str]]
_NOBODY: Final[Signed] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class ExcludedStudy:
    """One report or study that does not count, and why; unknown is ``None``."""

    study: str
    year: int | None
    title: str | None
    #: Whether it is out of the review, or in it and out of its pools.
    where: str
    reason: str
    by: str | None
    #: The day, YYYY-MM-DD.
    on: str | None
    pmid: str | None
    doi: str | None
    record_key: str | None


#: The table's columns, in order.
COLUMNS: Final = tuple(part.name for part in fields(ExcludedStudy))


def excluded_studies(
    snapshot: Snapshot, signed: Signed = _NOBODY
) -> tuple[ExcludedStudy, ...]:
    """Give what was excluded with a reason, then what is kept out of every pool.

    Parameters
    ----------
    snapshot
        One state of a review.
    signed
        Who kept a study of the register out of every pool and at what time, by
        ``study_id``: the register holds the reason only.

    Notes
    -----
    Reports excluded at full text come first. Of those excluded on title and abstract
    only the ones with a reason are told; the flow counts the others. A report that
    could not be retrieved, and one on which nobody has decided, is not excluded.
    """
    found: dict[Stage, list[ExcludedStudy]] = {stage: [] for stage in _STAGES}
    for record, standing, decision in standings(snapshot):
        if standing != "excluded" or decision is None:
            continue
        if decision.stage == "full_text" or decision.reason:
            names = snapshot.question.exclusion_reasons
            found[decision.stage].append(_of_record(record, decision, names))
    kept = tuple(
        _of_study(study, KEPT_OUT, study.kept_out_because, signed)
        for study in included_studies(snapshot)
        if study.kept_out_because
    )
    here = {record.key for record in snapshot.records}
    apart = tuple(
        _of_study(study, NO_RECORD, _NO_RECORD_REASON, _NOBODY)
        for study in snapshot.register.studies
        if not here.intersection(study_keys(study))
    )
    return (*found["full_text"], *found["title_abstract"], *kept, *apart)


def excluded_table(snapshot: Snapshot, signed: Signed = _NOBODY) -> pd.DataFrame:
    """Give the excluded studies as a table; ``year`` is Int64, all others text."""
    import pandas as pd

    rows = excluded_studies(snapshot, signed)
    data = {name: [getattr(row, name) for row in rows] for name in COLUMNS}
    kinds = {name: "Int64" if name == "year" else "string" for name in COLUMNS}
    return pd.DataFrame(data, columns=list(COLUMNS)).astype(kinds)


def _of_record(
    record: Record, decision: Decision, names: Mapping[str, str]
) -> ExcludedStudy:
    reason = decision.reason or ""
    author = record.authors[0].name if record.authors else "No author named"
    name = f"{author} {record.year}" if record.year else author
    told = names.get(reason, reason) or "no reason given"
    return ExcludedStudy(
        study=words.shortened(words.clean(name), 80),
        year=record.year,
        title=words.clean(record.title) or None,
        where=_STAGES[decision.stage],
        reason=words.clean(told),
        by=words.clean(decision.by) or None,
        on=decision.at[:10],
        pmid=record.pmid if pubmed_link(record.pmid) else None,
        doi=words.clean(record.doi) if record.doi else None,
        record_key=record.key,
    )


def _of_study(
    study: Study, where: str, reason: str | None, signed: Signed
) -> ExcludedStudy:
    by, at = signed.get(study.study_id, (None, None))
    return ExcludedStudy(
        study=words.clean(study.label),
        year=study.year,
        title=words.clean(study.title) or None,
        where=where,
        reason=words.clean(reason or ""),
        by=None if by is None else words.clean(by),
        on=None if at is None else at[:10],
        pmid=study.pmid if pubmed_link(study.pmid) else None,
        doi=words.clean(study.doi) if study.doi else None,
        record_key=study.record_key,
    )

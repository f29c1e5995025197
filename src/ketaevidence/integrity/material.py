"""What the checks look at: the register, with the records and readings behind it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ketaevidence.curation.inclusion import study_keys
from ketaevidence.curation.model import Arm, Register, Result, Study
from ketaevidence.curation.sources import Disagreement
from ketaevidence.extraction.model import Candidate
from ketaevidence.question.model import Question
from ketaevidence.records.model import Record
from ketaevidence.screening.decide import standings
from ketaevidence.screening.model import Decision


@dataclass(frozen=True, slots=True)
class Material:
    """One state of a review, as the checks see it.

    Studies whose every report a person has put aside are not looked at. ``rows`` are
    all results of the others; ``asked`` leaves out those that a person already keeps
    out of every pool, by the row or by its study: that question has been answered.
    Adverse events stay in ``asked``, because they are shown and never pooled.
    """

    register: Register
    question: Question
    studies: tuple[Study, ...]
    rows: tuple[Result, ...]
    asked: tuple[Result, ...]
    #: The review's records of each study, by study_id.
    records: Mapping[str, tuple[Record, ...]]
    #: Reports that PubMed had no more when it was last asked.
    missing: frozenset[str] = frozenset()
    #: What rules read in the records of each study; suggestions, so they block nothing.
    candidates: Mapping[str, tuple[Candidate, ...]] = field(default_factory=dict)
    #: Rows of which sources state what cannot both be, also where a person has chosen.
    disagreements: tuple[Disagreement, ...] = ()

    def study_of(self, row: Result) -> Study:
        """Give the study of a result."""
        return self.register.study(row.study_id)

    def arm_of(self, row: Result) -> Arm:
        """Give the arm of a result."""
        return self.register.arm(row.study_id, row.arm_id)

    def arms(self, study: Study) -> tuple[Arm, ...]:
        """Give the arms of a study."""
        return tuple(a for a in self.register.arms if a.study_id == study.study_id)

    def rows_of(self, study: Study) -> tuple[Result, ...]:
        """Give the asked rows of a study."""
        return tuple(row for row in self.asked if row.study_id == study.study_id)

    @property
    def open_studies(self) -> tuple[Study, ...]:
        """The studies whose patients may enter a pool."""
        return tuple(study for study in self.studies if is_open(study))


def is_open(study: Study) -> bool:
    """Tell whether no person keeps the study out, as such or as another's patients."""
    return study.kept_out_because is None and study.secondary_of is None


def gather(  # noqa: PLR0913 (each part of a review by its name)
    register: Register,
    question: Question,
    records: Sequence[Record],
    decisions: Sequence[Decision],
    *,
    missing: Iterable[str] = (),
    candidates: Iterable[Candidate] = (),
    disagreements: Iterable[Disagreement] = (),
) -> Material:
    """Bring together what the checks look at.

    Parameters
    ----------
    register
        The confirmed studies, arms and results.
    question
        The review's question.
    records, decisions
        The review's records, and what people decided on them.
    missing
        Keys of records that PubMed had no more when it was last asked.
    candidates
        What rules read in the records; without them, checks that only warn find less.
    disagreements
        Rows of which sources state what cannot both be.

    Returns
    -------
    Material
        The studies that nobody has put aside, with all that belongs to them.
    """
    by_key = {record.key: record for record in records}
    where = standings(by_key, decisions)

    def is_put_aside(study: Study) -> bool:
        known = [where[key][0] for key in study_keys(study) if key in where]
        return bool(known) and not {"included", "awaiting"} & set(known)

    studies = tuple(s for s in register.studies if not is_put_aside(s))
    ids = {study.study_id for study in studies}
    open_ids = {study.study_id for study in studies if is_open(study)}
    rows = tuple(row for row in register.results if row.study_id in ids)
    read: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        read.setdefault(candidate.record_key, []).append(candidate)
    return Material(
        register=register,
        question=question,
        studies=studies,
        rows=rows,
        asked=tuple(
            row
            for row in rows
            if row.kept_out_because is None
            and (row.study_id in open_ids or row.outcome == "adverse_event")
        ),
        records={
            study.study_id: tuple(by_key[k] for k in study_keys(study) if k in by_key)
            for study in studies
        },
        missing=frozenset(missing),
        candidates={
            study.study_id: tuple(c for k in study_keys(study) for c in read.get(k, ()))
            for study in studies
        },
        disagreements=tuple(disagreements),
    )

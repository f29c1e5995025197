"""One state of a review as its analyses see it, and two states mixed on purpose.

Two states differ in data, studies and settings at once. To say what moved a result,
states are made in which only some of that is changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from ketaevidence.curation.inclusion import study_keys
from ketaevidence.curation.model import Register
from ketaevidence.integrity.model import Finding
from ketaevidence.integrity.rulings import clearance_of, without_excluded
from ketaevidence.question.model import Question
from ketaevidence.records.integrity import signals
from ketaevidence.records.model import Record
from ketaevidence.synthesis.assemble import analyse
from ketaevidence.synthesis.model import Analysis

#: What PubMed says of a report, in words for a table or a figure.
SIGNAL_WORDS: Final[Mapping[str, str]] = {
    "retracted": "PubMed marks its report as retracted",
    "concern": "under an expression of concern",
}


def studies_with(
    signal: str, records: Iterable[Record], register: Register
) -> dict[str, str]:
    """Give the studies of which PubMed says something, with words to say it.

    Each study by its own report: a secondary report that is retracted does not strike
    the study whose patients it tells of again.

    Parameters
    ----------
    signal
        A key of ``SIGNAL_WORDS``.
    records, register
        The review's records, and its register.
    """
    told = {record.key for record in records if signal in signals(record)}
    return {
        study.study_id: SIGNAL_WORDS[signal]
        for study in register.studies
        if told.intersection(study_keys(study))
    }


@dataclass(frozen=True, slots=True)
class Premises:
    """Everything that the analyses of a review are made from.

    ``register`` is as people entered it; what they excluded after a check is in
    ``findings``. ``included`` names the studies that people included; ``struck`` and
    ``warned`` those whose report was retracted or put under concern, with words.
    """

    included: frozenset[str]
    register: Register
    findings: tuple[Finding, ...]
    struck: Mapping[str, str]
    warned: Mapping[str, str]
    question: Question

    @property
    def in_play(self) -> frozenset[str]:
        """The included studies whose report stands."""
        return self.included - self.struck.keys()

    def analyses(self) -> tuple[Analysis, ...]:
        """Make the analyses of this state."""
        register = without_excluded(self.register, self.findings)
        return analyse(
            tuple(s for s in register.studies if s.study_id in self.included),
            register,
            self.question,
            struck=self.struck,
            warned=self.warned,
            checked=clearance_of(self.findings, register),
        )


def with_corrections(before: Premises, after: Premises) -> Premises:
    """Give the earlier state with today's data of the studies that both states use.

    No study is added and none taken away. What a check asks belongs to the data of the
    studies that it is about; a question that also names a study of one state only comes
    or goes with that study.
    """
    common = before.in_play & after.in_play

    def concerns(finding: Finding) -> frozenset[str]:
        return frozenset(finding.where.studies)

    asked = [f for f in before.findings if not concerns(f) <= common]
    asked += [f for f in after.findings if concerns(f) <= common]
    return replace(
        before,
        register=_merged(before.register, after.register, common),
        findings=tuple(asked),
        warned={
            key: words
            for state, is_wanted in ((before, False), (after, True))
            for key, words in state.warned.items()
            if (key in common) is is_wanted
        },
    )


def _merged(old: Register, new: Register, common: frozenset[str]) -> Register:
    """Give the old register with the new rows of some studies, in the old order."""
    newer = {study.study_id: study for study in new.studies}
    source = {
        study.study_id: new if study.study_id in common else old
        for study in old.studies
    }
    return Register(
        studies=tuple(
            newer[s.study_id] if s.study_id in common else s for s in old.studies
        ),
        arms=tuple(
            arm
            for key, register in source.items()
            for arm in register.arms
            if arm.study_id == key
        ),
        results=tuple(
            row for key, register in source.items() for row in register.results_of(key)
        ),
        words=new.words,
    )

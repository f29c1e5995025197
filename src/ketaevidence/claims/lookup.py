"""Look a cited work up among a review's records."""

from __future__ import annotations

from dataclasses import dataclass

from ketaevidence.claims.basis import Basis, comparator_words
from ketaevidence.claims.journals import near_journal, same_journal
from ketaevidence.claims.model import Cited
from ketaevidence.curation.inclusion import study_keys
from ketaevidence.curation.model import Study
from ketaevidence.curation.vocabulary import SYNTHESES
from ketaevidence.question.matching import pattern
from ketaevidence.records.model import Record

#: A work may carry the year online and the year in print.
_YEARS_APART = 1


@dataclass(frozen=True, slots=True)
class Work:
    """One record of the review, with its study where one is entered."""

    record: Record
    study: Study | None
    is_included: bool
    #: What the others got, in the register's words; empty where it is not recorded.
    comparator: str = ""

    @property
    def label(self) -> str:
        """How a reader calls it."""
        return self.study.label if self.study else self.record.citation

    @property
    def journal(self) -> str | None:
        """The journal, as the record has it."""
        return self.record.journal.title or self.record.journal.iso_abbreviation

    def names_condition(self, basis: Basis) -> bool:
        """Say whether title or register name the review's condition."""
        if self.is_included:
            return True
        told = [self.record.title, *(section.text for section in self.record.sections)]
        if self.study is not None:
            if self.study.n_crps == 0:
                return False
            told = [self.study.title, self.study.condition or ""]
        found = pattern(basis.state.question.condition)
        return any(found.search(_affirmed(text)) for text in told)


def _affirmed(text: str) -> str:
    """Cut a text before "not": "neuropathic pain, not CRPS" is not about CRPS."""
    return text.partition("not ")[0]


def works(basis: Basis) -> tuple[Work, ...]:
    """Give every record of the review with its study."""
    register = basis.state.register
    by_key = {key: study for study in register.studies for key in study_keys(study)}
    inside = {study.study_id for study in basis.included}
    found = []
    for record in basis.state.records:
        study = by_key.get(record.key)
        if study is None:
            found.append(Work(record, None, is_included=False))
            continue
        against = comparator_words(study, register)
        found.append(Work(record, study, study.study_id in inside, against))
    return tuple(found)


def differences(work: Work, cited: Cited, basis: Basis) -> tuple[str, ...]:
    """Give what a text says of a work and its record does not: empty if all agrees."""
    found = []
    record = work.record
    if cited.pmid and record.pmid and cited.pmid != record.pmid:
        found.append(f"its PMID here is {record.pmid}")
    if cited.doi and record.doi and cited.doi != record.doi.lower():
        found.append(f"its DOI here is {record.doi}")
    if cited.journal and work.journal and not _in_journal(work, cited.journal):
        found.append(f"it is in {work.journal}")
    if cited.year and record.year and abs(cited.year - record.year) > _YEARS_APART:
        found.append(f"it is of {record.year}")
    if cited.author and not _is_by(record, cited.author):
        first = record.authors[0].name if record.authors else "nobody named"
        found.append(f"its first author is {first}")
    if cited.volume and record.volume and cited.volume != record.volume:
        found.append(f"its volume is {record.volume}")
    if cited.names_condition and not work.names_condition(basis):
        condition = work.study.condition if work.study else None
        found.append(
            f"it is not about the review's condition ({condition or 'see its title'})"
        )
    return tuple(found)


def candidates(cited: Cited, every: tuple[Work, ...]) -> tuple[Work, ...]:
    """Give the works that a citation by journal, year and author can mean.

    Included studies first: others are given only where no included one fits. A work
    that is called a study is no review.
    """
    fitting = [work for work in every if _fits(work, cited)]
    exact = [work for work in fitting if work.record.year == cited.year]
    fitting = exact or fitting
    if not cited.is_review:
        fitting = [
            work
            for work in fitting
            if work.study is None or work.study.design not in SYNTHESES
        ]
    included = [work for work in fitting if work.is_included]
    # An author and a year name one work, whatever it is about.
    return tuple(fitting if cited.author or cited.is_review else included or fitting)


def _fits(work: Work, cited: Cited) -> bool:
    if not (cited.journal or cited.author):
        return False
    record = work.record
    return (
        (not cited.journal or _in_journal(work, cited.journal))
        and (not cited.author or _is_by(record, cited.author))
        and (
            not cited.year
            or (
                record.year is not None
                and abs(cited.year - record.year) <= _YEARS_APART
            )
        )
    )


def _in_journal(work: Work, name: str) -> bool:
    journal = work.record.journal
    names = (journal.title, journal.iso_abbreviation, journal.medline_abbreviation)
    return any(given and same_journal(given, name) for given in names)


def _is_by(record: Record, author: str) -> bool:
    wanted = author.casefold().replace("\u2019", "'")
    return any(
        wanted
        == (person.last_name or person.name.rpartition(" ")[0] or person.name)
        .casefold()
        .replace("\u2019", "'")
        for person in record.authors
    )


def near_works(cited: Cited, every: tuple[Work, ...]) -> tuple[Work, ...]:
    """Give the included studies in journals that are easily taken for the cited one."""
    if not cited.journal:
        return ()
    return tuple(
        work
        for work in every
        if work.is_included
        and work.journal
        and near_journal(work.journal, cited.journal)
    )

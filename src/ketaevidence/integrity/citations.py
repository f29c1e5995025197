"""Whether the paper is the one that is cited, and whether it still stands."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final

from ketaevidence.curation.model import Study
from ketaevidence.integrity.cohorts import surname
from ketaevidence.integrity.material import Material
from ketaevidence.integrity.model import Check, Place, Remark
from ketaevidence.integrity.references import CITATIONS, RETRACTED
from ketaevidence.integrity.words import listed
from ketaevidence.question.matching import pattern
from ketaevidence.question.model import Question
from ketaevidence.records.integrity import notices, signals
from ketaevidence.records.model import Record

#: Titles of which less than this share of the words is alike, in their order, are of
#: different papers. Two titles of one paper that we have seen are above 0.7, those of
#: different papers on one subject below 0.6.
_ALIKE: Final = 0.65
#: So many words that begin a title make it the same paper without its subtitle.
_BEGINNING: Final = 3
#: Words that tell no two titles apart.
_EMPTY: Final = re.compile(
    r"a|an|the|of|for|in|on|with|and|to|by|from|as|at|its|is|syndromes?"
)
#: Papers are online in one year and printed in the next.
_YEARS: Final = 1
#: A title that says itself that it was not found.
_NO_TITLE: Final = re.compile(r"^\s*(?:title not found|untitled)\b", re.IGNORECASE)
_AUTHORLESS: Final = re.compile(r"not recorded|not found", re.IGNORECASE)


def _own(material: Material, study: Study) -> list[Record]:
    """Give the records that the study's own PMID or DOI stands for."""
    return [
        record
        for record in material.records.get(study.study_id, ())
        if (record.pmid is not None and record.pmid == study.pmid)
        or (
            record.doi is not None
            and study.doi is not None
            and record.doi.casefold() == study.doi.casefold()
        )
    ]


def _name(record: Record) -> str:
    if record.pmid:
        return f"PMID {record.pmid}"
    return f"DOI {record.doi}" if record.doi else record.key


def titles_differ(material: Material) -> Iterator[Remark]:
    """Find studies whose PMID or DOI stands for a paper of another title."""
    for study in material.studies:
        for record in _own(material, study):
            if _is_same_title(study.title, record, material.question):
                continue
            yield Remark(
                Place((study.study_id,), field="pmid"),
                (study.title, study.pmid, study.doi, record.title),
                f"{study.label} is cited as “{study.title}”.",
                f"{_name(record)} is “{record.title}” ({record.citation}).",
            )


def _is_same_title(title: str, record: Record, question: Question) -> bool:
    """Tell whether two titles are of one paper, however the condition is named."""
    if _NO_TITLE.match(title):
        return True
    mine = _title_words(title, question)
    others = [record.title, record.vernacular_title or ""]
    return any(_is_alike(mine, _title_words(o, question)) for o in others if o)


def _is_alike(mine: list[str], other: list[str]) -> bool:
    shorter, longer = sorted((mine, other), key=len)
    # A subtitle that one of the two leaves out makes no other paper.
    if len(shorter) >= _BEGINNING and longer[: len(shorter)] == shorter:
        return True
    return SequenceMatcher(None, mine, other, autojunk=False).ratio() >= _ALIKE


def _title_words(title: str, question: Question) -> list[str]:
    named = pattern(question.condition).sub(" condition ", title)
    plain = unicodedata.normalize("NFKD", named).casefold()
    words = re.findall(r"[^\W_]+", plain)
    return [word for word in words if not _EMPTY.fullmatch(word)]


def details_differ(material: Material) -> Iterator[Remark]:
    """Find studies whose first author or year is not that of their record."""
    for study in material.studies:
        for record in _own(material, study):
            if not _is_same_title(study.title, record, material.question):
                continue
            told = [*_authors_apart(study, record), *_years_apart(study, record)]
            if told:
                yield Remark(
                    Place((study.study_id,), field="first_author"),
                    (study.first_author, study.year, record.citation),
                    f"{study.label} is cited as {study.first_author or 'no author'} "
                    f"{study.year or 'without year'}.",
                    f"{_name(record)} has {listed(told)}.",
                )


def _authors_apart(study: Study, record: Record) -> Iterator[str]:
    mine = surname(study.first_author)
    if not mine or not record.authors or _AUTHORLESS.search(mine):
        return
    first = record.authors[0]
    # A group's name, or a double surname, may be entered in part.
    theirs = surname(first.last_name or first.collective_name or first.name) or ""
    if not set(mine.split("-")) & set(theirs.split("-")) and mine not in theirs:
        yield f"the first author {first.name}"


def _years_apart(study: Study, record: Record) -> Iterator[str]:
    years = [record.year]
    if record.published_online is not None:
        years.append(record.published_online.year)
    known = [year for year in years if year is not None]
    if study.year is None or not known:
        return
    if min(abs(study.year - year) for year in known) > _YEARS:
        yield f"the year {known[0]}"


def citations_missing(material: Material) -> Iterator[Remark]:
    """Find studies whose PMID leads to no record, or to one that PubMed lost."""
    for study in material.studies:
        if study.pmid is None:
            continue
        key = f"pmid:{study.pmid}"
        if key in material.missing:
            why = "PubMed had no record of this PMID when it was last asked."
        elif not any(r.pmid == study.pmid for r in material.records[study.study_id]):
            why = "The review has no record of this PMID, so nobody has compared them."
        else:
            continue
        yield Remark(
            Place((study.study_id,), field="pmid"),
            (study.pmid, why),
            f"{study.label} is cited with PMID {study.pmid}.",
            why,
        )


def citations_unnamed(material: Material) -> Iterator[Remark]:
    """Name the studies without PMID and DOI, whose citation cannot be looked up.

    A paper in PubMed Central exists; only whether it was retracted is not known.
    """
    unnamed = [s for s in material.studies if s.pmid is None and s.doi is None]
    nowhere = []
    for study in unnamed:
        reports = _reports(material, study)
        if any(record.pmid or record.doi for record in reports):
            continue  # the review's own record of it names it
        central = next((r.pmcid for r in reports if r.pmcid), None)
        if central is None:
            nowhere.append(study)
        else:
            yield Remark(
                Place((study.study_id,), field="pmid"),
                (central,),
                f"{study.label} has neither PMID nor DOI; PubMed Central has it as "
                f"{central}.",
                "Whether it was retracted is known by its PMID alone.",
                "Enter the PMID, which stands on its page in PubMed Central.",
            )
    if nowhere:
        yield Remark(
            Place(tuple(study.study_id for study in nowhere), field="pmid"),
            (),
            f"{_counted(nowhere)} neither PMID, DOI nor PubMed Central number.",
            "Nothing says that the paper exists as it is cited, or whether it was "
            "retracted.",
        )


def _counted(studies: Sequence[Study]) -> str:
    return "1 study has" if len(studies) == 1 else f"{len(studies)} studies have"


def retracted_reports(material: Material) -> Iterator[Remark]:
    """Find studies whose report was retracted."""
    for study in material.studies:
        for record in _reports(material, study):
            if "retracted" in signals(record):
                which = record.citation if record.authors else _name(record)
                yield Remark(
                    Place((study.study_id,), field="pmid"),
                    (record.key, "retracted"),
                    f"{study.label} was retracted ({which}).",
                    "PubMed marks its report as retracted; its numbers cannot be "
                    "relied on.",
                )


def concerns(material: Material) -> Iterator[Remark]:
    """Find studies whose report is under an expression of concern."""
    for study in material.studies:
        for record in _reports(material, study):
            told = sorted(n for n in notices(record) if n[0] == "concern")
            if told and "retracted" not in signals(record):
                yield Remark(
                    Place((study.study_id,), field="pmid"),
                    (record.key, *(part for notice in told for part in notice)),
                    f"{study.label} is under an expression of concern.",
                    f"PubMed links its report to it: {listed([n[1] for n in told])}.",
                )


def corrections(material: Material) -> Iterator[Remark]:
    """Find studies whose report was corrected by a notice."""
    for study in material.studies:
        for record in _reports(material, study):
            told = sorted(
                (n for n in notices(record) if n[0] in ("corrected", "republished")),
                key=str,
            )
            if told and "retracted" not in signals(record):
                yield Remark(
                    Place((study.study_id,), field="pmid"),
                    (record.key, *(part for notice in told for part in notice)),
                    f"{study.label} was corrected by a notice.",
                    f"PubMed links its report to it: {listed([n[1] for n in told])}. "
                    "The numbers here may be the ones before.",
                )


def _reports(material: Material, study: Study) -> tuple[Record, ...]:
    return material.records.get(study.study_id, ())


_RESOLVE: Final = (
    "Open the PMID in PubMed and compare author, year, journal and title; settle it as "
    "corrected (pmid, doi, title, first_author, year), or accept it."
)
CHECKS: Final = (
    Check(
        "retracted",
        "Retracted report",
        "block",
        "PubMed's type Retracted Publication, or a link RetractionIn",
        "Exclude it with the notice as the reason; look at every synthesis that used "
        "it.",
        RETRACTED,
        retracted_reports,
        may_be_accepted=False,
    ),
    Check(
        "concern",
        "Report under an expression of concern",
        "warn",
        "PubMed's link ExpressionOfConcernIn",
        "Read the notice; exclude the study if its numbers are in doubt, or accept it "
        "with the reason.",
        RETRACTED,
        concerns,
    ),
    Check(
        "notice",
        "Report corrected by a notice",
        "warn",
        "PubMed's links ErratumIn, UpdateIn, CorrectedandRepublishedIn and the like",
        "Read the notice and compare each number with it; settle it as corrected where "
        "one changed, or accept it.",
        RETRACTED,
        corrections,
    ),
    Check(
        "title_differs",
        "PMID or DOI of another paper",
        "block",
        "less than 0.65 of the titles' words alike in order, the condition's names "
        "taken as one word, and neither title the beginning of the other",
        _RESOLVE,
        CITATIONS,
        titles_differ,
    ),
    Check(
        "author_or_year_differs",
        "First author or year that the record contradicts",
        "warn",
        "surname of the first author not in the record's, or more than 1 year apart",
        _RESOLVE,
        CITATIONS,
        details_differ,
    ),
    Check(
        "citation_missing",
        "PMID that leads nowhere",
        "warn",
        "no record of this PMID in the review, or PubMed has it no more",
        "Refresh the review, or look the paper up in PubMed by title; settle it as "
        "corrected (pmid).",
        CITATIONS,
        citations_missing,
    ),
    Check(
        "citation_unnamed",
        "Citation without PMID and DOI",
        "note",
        "neither pmid nor doi, nor one in the review's record of it",
        "Look each paper up in PubMed by title and author, and enter what you find.",
        CITATIONS,
        citations_unnamed,
    ),
)

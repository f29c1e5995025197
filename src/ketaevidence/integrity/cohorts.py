"""Whether two studies are one: patients told of twice would be counted twice."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import combinations
from typing import Final

from ketaevidence.curation.model import Study
from ketaevidence.integrity.material import Material
from ketaevidence.integrity.model import Check, Place, Remark
from ketaevidence.integrity.references import DUPLICATES
from ketaevidence.integrity.words import listed

#: Trials have a number; a review's registration (PROSPERO) names no patients.
_TRIAL: Final = re.compile(
    r"NCT\d{8}|ISRCTN\d{8}|EUCTR\d{4}-\d{6}-\d{2}|\d{4}-\d{6}-\d{2}|ACTRN\d{14}|"
    r"(?:NTR|NL)\d{3,5}|DRKS\d{8}|ChiCTR[\w-]+|UMIN\d{9}|JPRN-\w+",
    re.IGNORECASE,
)
#: Papers of one trial are rarely further apart [years].
_YEARS: Final = 3


def _keys(study: Study, material: Material) -> dict[str, str]:
    """Give what identifies a study: its numbers in PubMed, in print and as a trial."""
    keys = {}
    if study.pmid:
        keys[f"pmid {study.pmid}"] = f"PMID {study.pmid}"
    if study.doi:
        keys[f"doi {study.doi.casefold()}"] = f"DOI {study.doi}"
    for name in trial_numbers(study, material):
        keys[f"trial {name}"] = f"registration {name}"
    return keys


def trial_numbers(study: Study, material: Material) -> tuple[str, ...]:
    """Give the trial registrations of a study, as entered and as PubMed has them."""
    given = [study.registration or ""]
    for record in material.records.get(study.study_id, ()):
        given += [link.accession for link in record.registrations]
    found = [name.upper() for text in given for name in _TRIAL.findall(text)]
    return tuple(dict.fromkeys(found))


def _pairs(material: Material) -> Iterator[tuple[Study, Study]]:
    """Give pairs of studies that the register counts as different patients."""
    for first, second in combinations(material.open_studies, 2):
        if first.cohort_family != second.cohort_family:
            yield first, second


def _later(first: Study, second: Study) -> tuple[Study, Study]:
    """Order two studies by year; of the same year, the one entered first stands."""
    if (first.year or 0) > (second.year or 0) and second.year is not None:
        return second, first
    return first, second


def same_trials(material: Material) -> Iterator[Remark]:
    """Find studies that share an identifier and are counted as different patients."""
    for pair in _pairs(material):
        first, second = _later(*pair)
        mine, theirs = _keys(first, material), _keys(second, material)
        shared = [words for key, words in theirs.items() if key in mine]
        if shared:
            yield Remark(
                Place((second.study_id,), field="cohort_family"),
                (first.study_id, *shared),
                f"{second.label} and {first.label} have the same {listed(shared)}.",
                f"They are entered as different patients (“{second.cohort_family}”, "
                f"“{first.cohort_family}”) and would be counted twice. Until it is "
                f"settled, {second.label} stays out.",
            )


def similar_trials(material: Material) -> Iterator[Remark]:
    """Find studies of the same first author and size within a few years."""
    for pair in _pairs(material):
        first, second = _later(*pair)
        n = _size(first)
        is_alike = (
            n is not None
            and n == _size(second)
            and _surname(first) is not None
            and _surname(first) == _surname(second)
            and first.year is not None
            and second.year is not None
            and second.year - first.year <= _YEARS
        )
        if is_alike and not set(_keys(first, material)) & set(_keys(second, material)):
            yield Remark(
                Place((second.study_id,), field="cohort_family"),
                (first.study_id, n, first.year, second.year),
                f"{second.label} and {first.label} have the same first author and "
                f"{n} people, and are {second.year - first.year} years apart.",  # type: ignore[operator]
                "Papers on one trial look like this; they are entered as different "
                "patients.",
            )


def _size(study: Study) -> int | None:
    return study.n_enrolled if study.n_enrolled is not None else study.n_analysed


def _surname(study: Study) -> str | None:
    """Give the first author's surname without accents and initials."""
    return surname(study.first_author)


def surname(name: str | None) -> str | None:
    """Give a surname as it can be compared: no accents, capitals or initials.

    Examples
    --------
    >>> surname("Gøtzsche PC"), surname("van der Meer A"), surname(None)
    ('gøtzsche', 'van der meer', None)
    """
    if not name:
        return None
    words = [
        word
        for word in re.split(r"[\s,]+", name)
        if not re.fullmatch(r"(?:[A-Z]\.?-?){1,4}|et|al\.?", word)
    ]
    text = unicodedata.normalize("NFKD", " ".join(words))
    return "".join(c for c in text if not unicodedata.combining(c)).casefold() or None


def shared_patients(material: Material) -> Iterator[Remark]:
    """Name the studies that are entered as sharing patients."""
    families: dict[str, list[Study]] = {}
    for study in material.open_studies:
        families.setdefault(study.cohort_family, []).append(study)
    for name, studies in families.items():
        if len(studies) < 2:
            continue
        labels = listed([study.label for study in studies])
        yield Remark(
            Place(tuple(study.study_id for study in studies), field="cohort_family"),
            (name,),
            f"{labels} are entered as sharing patients (“{name}”).",
            "One of them enters an analysis in each time window: the one with most "
            "patients.",
        )


_SAME: Final = (
    "Compare sites, dates, numbers and baseline of the two. If they are one trial, "
    "settle it as corrected (cohort_family, or secondary_of); if not, accept it."
)
CHECKS: Final = (
    Check(
        "same_trial",
        "One trial in several papers",
        "block",
        "same PMID, DOI or trial registration, another cohort_family",
        _SAME,
        DUPLICATES,
        same_trials,
    ),
    Check(
        "similar_trial",
        "Perhaps one trial in several papers",
        "warn",
        "same first author and number of people, 3 years apart at most, another "
        "cohort_family",
        _SAME,
        DUPLICATES,
        similar_trials,
    ),
    Check(
        "shared_patients",
        "Studies entered as sharing patients",
        "note",
        "same cohort_family",
        "Say whose patients are whose: secondary_of for a report of the same patients, "
        "a family of its own for others.",
        DUPLICATES,
        shared_patients,
    ),
)

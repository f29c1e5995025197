"""How far a row of the evidence table can be trusted: entered from where, or not yet.

A closed vocabulary. That a person entered a study says nothing of how near the entry is
to the study's own words, so both are told together.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from ketaevidence.curation.model import Result, Study

READ_IN_ABSTRACT: Final = "entered; read in abstract or registration"
READ_IN_FULL_TEXT: Final = "entered; read in a part of the full text"
PARTLY_SECONDARY: Final = "entered; partly from a secondary source"
SECONDARY: Final = "entered; secondary source"
NO_RESULT: Final = "entered; no result found"
NOT_EXTRACTED: Final = "included, not yet extracted"
IN_CONFLICT: Final = "reviewers do not agree, awaiting a decision"
SUGGESTED: Final = "suggested, not confirmed"

#: Every status that a row can have, the nearest to a study's own words first.
STATUSES: Final = (
    READ_IN_FULL_TEXT,
    READ_IN_ABSTRACT,
    PARTLY_SECONDARY,
    SECONDARY,
    NO_RESULT,
    NOT_EXTRACTED,
    IN_CONFLICT,
    SUGGESTED,
)

#: Words of the register's confidence that name the study's own words.
_ABSTRACT, _FULL_TEXT = "primary_abstract", "primary_fulltext_fragment"


def status_of(study: Study, results: Iterable[Result]) -> str:
    """Say how near an entered study stands to the study's own words.

    Parameters
    ----------
    study
        A study that a person entered.
    results
        What the register holds of it; rows that say "not found" do not count.

    Returns
    -------
    str
        One of the first five of ``STATUSES``. A value computed from print stands where
        the study's own source stands.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> register = ke.example_review().register
    >>> study = register.study("goebel2015")
    >>> status_of(study, register.results_of("goebel2015"))
    'entered; secondary source'
    """
    found = [row for row in results if row.statistic != "not_found"]
    if not found:
        return NO_RESULT
    places = {row.source.confidence for row in found} | {study.source.confidence}
    places.discard("derived")
    if places == {_FULL_TEXT}:
        return READ_IN_FULL_TEXT
    if places <= {_ABSTRACT, _FULL_TEXT} and places:
        return READ_IN_ABSTRACT
    return PARTLY_SECONDARY if places & {_ABSTRACT, _FULL_TEXT} else SECONDARY

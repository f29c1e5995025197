"""The summary of findings in the columns of a GRADE evidence profile, as CSV.

GRADEpro has no open form for import that could be verified: this is a table to copy
from. What a person rated stands under its domain; a domain that nobody spoke of, and an
outcome that nobody rated, say so. Nothing is rated here.

References
----------
Schünemann H, Brożek J, Guyatt G, Oxman A (2013). GRADE Handbook.
Guyatt GH and others (2011). Journal of Clinical Epidemiology 64:383-394.
doi:10.1016/j.jclinepi.2010.04.026
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from ketaevidence.curation.certainty import DOMAIN_BY_NAME, CertaintyRating
from ketaevidence.exchange.written import csv_text
from ketaevidence.present.summary_of_findings import Summary, plain_table
from ketaevidence.present.summary_of_findings.model import NOT_RATED, SummaryRow
from ketaevidence.present.words import MINUS

#: GRADE's columns and the domain that stands in each.
_LOWERS: Final = {
    "Risk of bias": "risk_of_bias",
    "Inconsistency": "inconsistency",
    "Indirectness": "indirectness",
    "Imprecision": "imprecision",
}
#: GRADE's words for the levels by which a domain lowers the certainty.
_WORDS: Final = {
    0: "not serious",
    -1: "serious",
    -2: "very serious",
    -3: "extremely serious",
}
_NOT_SPOKEN_OF: Final = "not stated"
_HEAD: Final = (
    "Outcome", "Kind of evidence", "№ of studies", "Starts as", *_LOWERS,
    "Other considerations", "Participants (studies)", "With comparator",
    "With intervention", "Difference", "Relative effect", "Certainty", "Rated by",
    "Rated on", "Footnotes", "Comments",
)  # fmt: skip


def gradepro_csv(summary: Summary, ratings: Sequence[CertaintyRating]) -> str:
    """Write a summary of findings as an evidence profile.

    Parameters
    ----------
    summary
        The table, whose texts stand as they are.
    ratings
        The newest rating of each outcome.

    Returns
    -------
    str
        One row for each outcome, then an empty row and the notes under the table. A
        rating that rests on older numbers fills no domain: it must be made again.
    """
    rated = {rating.key: rating for rating in ratings}
    told = dict(summary.footnotes)
    rows: list[Sequence[object]] = [
        _row(row, rated.get(row.row_id), told) for row in summary.rows
    ]
    rows.append([])
    rows += [[note] for note in plain_table(summary).notes]
    return csv_text(_HEAD, rows)


def _row(
    row: SummaryRow, rating: CertaintyRating | None, told: Mapping[str, str]
) -> Sequence[object]:
    stands = rating if row.certainty.symbol else None
    return (
        row.outcome,
        row.evidence,
        row.studies,
        stands.start if stands else NOT_RATED,
        *(_lowered(stands, domain) for domain in _LOWERS.values()),
        _others(stands),
        row.participants,
        row.comparator,
        row.intervention,
        row.difference,
        row.relative_effect,
        " ".join(t for t in (row.certainty.symbol, row.certainty.words) if t),
        row.certainty.by,
        row.certainty.on,
        " ".join(f"{letter}. {told[letter]}" for letter in row.certainty.notes),
        " ".join(row.comments),
    )


def _lowered(rating: CertaintyRating | None, domain: str) -> str:
    if rating is None:
        return NOT_RATED
    levels = {one.domain: one.levels for one in rating.domains}
    return _WORDS[levels[domain]] if domain in levels else _NOT_SPOKEN_OF


def _others(rating: CertaintyRating | None) -> str:
    if rating is None:
        return NOT_RATED
    told = [
        f"{DOMAIN_BY_NAME[one.domain].title}: "
        + (f"{one.levels:+d}".replace("-", MINUS) if one.levels else "none")
        for one in rating.domains
        if one.domain not in _LOWERS.values()
    ]
    return "; ".join(told) or _NOT_SPOKEN_OF

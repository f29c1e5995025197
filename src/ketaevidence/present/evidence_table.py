"""The evidence table: every study of the review in one row, with its source."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from ketaevidence.present.evidence_rows import EvidenceRow, evidence_rows
from ketaevidence.present.snapshot import Snapshot

if TYPE_CHECKING:
    import pandas as pd

#: The table's columns, in order.
COLUMNS = tuple(part.name for part in fields(EvidenceRow))


def evidence_table(snapshot: Snapshot) -> pd.DataFrame:
    """Give one row per included study: who was treated with what, and what was found.

    Parameters
    ----------
    snapshot
        One state of a review.

    Returns
    -------
    pandas.DataFrame
        Columns as in ``COLUMNS``; year and n are Int64, all others text. Missing is
        NA. A study that reports no number has its row all the same.

    Notes
    -----
    NA says that nothing is entered, not that the study did not report it; what a
    person looked for and did not find is in ``not_found``, and for harm in ``harms``.
    ``n`` is the number analysed, or else enrolled; ``patients`` says which.
    ``status`` is one of ``evidence_status.STATUSES``: "entered; ..." with how near a
    person's entry is to the study's own words ("read in a part of the full text",
    "read in abstract or registration", "partly from a secondary source", "secondary
    source", "no result found"); "included, not yet extracted"; "reviewers do not agree,
    awaiting a decision"; and "suggested, not confirmed" for records that nobody has
    decided on, with what rules read in them. What nobody entered of ``registration``,
    ``diagnostic_criteria``, ``sessions`` and ``funding`` is what rules read, marked as
    not confirmed. ``estimates`` has each number that an analysis makes of the study,
    with its interval. ``notices`` is what PubMed says of its reports.
    ``sources_disagree`` sets side by side what sources state that cannot both be, with
    who chose which and why; ``risk_of_bias`` names tool, version, result and each
    domain, or "not assessed".

    Examples
    --------
    >>> import ketaevidence as ke
    >>> table = evidence_table(ke.example_review().snapshot())
    >>> table.loc[0, ["study", "design", "status"]].tolist()
    ['Sigtermans 2009', 'Randomised trial, parallel groups',
     'entered; partly from a secondary source']
    """
    import pandas as pd

    rows = evidence_rows(snapshot)
    data = {name: [getattr(row, name) for row in rows] for name in COLUMNS}
    whole = {"year", "n"}
    kinds = {name: "Int64" if name in whole else "string" for name in COLUMNS}
    return pd.DataFrame(data, columns=list(COLUMNS)).astype(kinds)

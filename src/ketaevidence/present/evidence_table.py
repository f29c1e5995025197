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
        NA. A study that reports no number has its row all the same. Where nobody has
        confirmed a study yet, the rows are records with what rules read in them, and
        their ``status`` says "suggested, not confirmed".

    Examples
    --------
    >>> import ketaevidence as ke
    >>> table = evidence_table(ke.example_review().snapshot())
    >>> table.loc[0, ["study", "design", "status"]].tolist()
    ['Sigtermans 2009', 'Randomised trial, parallel groups', 'confirmed']
    """
    import pandas as pd

    rows = evidence_rows(snapshot)
    data = {name: [getattr(row, name) for row in rows] for name in COLUMNS}
    whole = {"year", "n"}
    kinds = {name: "Int64" if name in whole else "string" for name in COLUMNS}
    return pd.DataFrame(data, columns=list(COLUMNS)).astype(kinds)

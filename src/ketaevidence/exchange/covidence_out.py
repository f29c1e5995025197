"""Records for Covidence: one RIS file for each of its lists, and the list as exported.

Covidence takes references in by list: what was decided is in which file a record
stands. The CSV beside each RIS file has the columns and the name of Covidence's own
export, with the reason for exclusion in the notes; it is what is read back here.
Covidence's lists hold what came out in the end, without names and times, and reasons at
the full-text stage only.
"""

from __future__ import annotations

from typing import Final

from ketaevidence.exchange.aliases import OWN_COLUMN
from ketaevidence.exchange.citing import one_line
from ketaevidence.exchange.ris import ris_text
from ketaevidence.exchange.screened_rows import Screened, fields_of, in_columns
from ketaevidence.exchange.written import csv_text
from ketaevidence.records.model import Record
from ketaevidence.screening.model import Decision

_COLUMNS: Final = (
    "Title", "Authors", "Abstract", "Published Year", "Published Month", "Journal",
    "Volume", "Issue", "Pages", "Accession Number", "DOI", "Ref", "Covidence #",
    "Study", "Notes", "Tags", OWN_COLUMN,
)  # fmt: skip
#: Our names of the same.
_CALLED: Final = {
    "Title": "title",
    "Authors": "authors",
    "Abstract": "abstract",
    "Published Year": "year",
    "Published Month": "month",
    "Journal": "journal",
    "Volume": "volume",
    "Issue": "issue",
    "Pages": "pages",
    "DOI": "doi",
    OWN_COLUMN: OWN_COLUMN,
}
#: Covidence's lists in the order of the work.
_LISTS: Final = ("screen", "irrelevant", "select", "excluded", "included")


def covidence_files(screened: Screened, day: str | None) -> dict[str, str]:
    """Give the files of each list that holds a record, by name.

    Parameters
    ----------
    screened
        The records and decisions.
    day
        The day of the review's newest entry, YYYY-MM-DD; it is part of the names.
    """
    first = screened.settled("title_abstract")
    second = screened.settled("full_text")
    lists: dict[str, list[Record]] = {name: [] for name in _LISTS}
    for record in screened.records:
        place = _place(first.get(record.key), second.get(record.key))
        lists[place].append(record)
    date = (day or "1970-01-01").replace("-", "")
    files = {}
    for name, records in lists.items():
        if not records:
            continue
        files[f"{name}.ris"] = ris_text(records)
        rows = []
        for record in records:
            shown = fields_of(record)
            row = {column: shown[key] for column, key in _CALLED.items()}
            row["Accession Number"] = f"PMID: {record.pmid}" if record.pmid else None
            if name == "excluded":
                row["Notes"] = _reason(second[record.key], screened)
            rows.append(in_columns(_COLUMNS, row))
        files[f"review_1_{name}_csv_{date}.csv"] = csv_text(_COLUMNS, rows)
    return files


def _place(first: Decision | None, second: Decision | None) -> str:
    """Give the list on which a record stands."""
    if first is None:
        return "screen"
    if first.verdict == "exclude":
        return "irrelevant"
    # A report that could not be got still waits for its full text.
    if second is None or second.verdict == "not_retrieved":
        return "select"
    return "excluded" if second.verdict == "exclude" else "included"


def _reason(decision: Decision, screened: Screened) -> str | None:
    """Write the reason in words; its short name where the words would end too soon."""
    if decision.reason is None:
        return None
    words = one_line(screened.reasons.get(decision.reason, decision.reason))
    return f"Exclusion reason: {decision.reason if ';' in words else words};"

"""Records for ASReview, with what was decided on titles and abstracts.

The columns are those that ASReview's own export has, and behind them the record's key.
ASReview takes ``asreview_label`` for prior knowledge, and leaves columns of that name
out when it exports again, so that its own labels never stand beside ours. It knows one
label for a record: the decision that settles it. A record in conflict, or not decided,
has none.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

from ketaevidence.exchange.aliases import OWN_COLUMN
from ketaevidence.exchange.citing import one_line
from ketaevidence.exchange.ris import ris_text
from ketaevidence.exchange.screened_rows import Screened, fields_of, in_columns
from ketaevidence.exchange.written import csv_text
from ketaevidence.records.model import Record
from ketaevidence.screening.model import Decision

_COLUMNS: Final = (
    "title", "abstract", "authors", "keywords", "year", "doi", "url", "pmid",
    "asreview_label", "asreview_time", "asreview_user_name", "asreview_note",
    OWN_COLUMN,
)  # fmt: skip
_LABELS: Final = {"include": "1", "exclude": "0"}
_NOTES: Final = {"include": "ASReview_relevant", "exclude": "ASReview_irrelevant"}
_NOT_SEEN: Final = "ASReview_not_seen"


def asreview_csv(screened: Screened) -> str:
    """Write records and labels as the CSV that ASReview reads and writes."""
    settled = screened.settled("title_abstract")
    return csv_text(
        _COLUMNS,
        (
            in_columns(_COLUMNS, fields_of(record) | _told(settled.get(record.key)))
            for record in screened.records
        ),
    )


def asreview_ris(screened: Screened) -> str:
    """Write records and labels as the RIS that ASReview reads and writes."""
    settled = screened.settled("title_abstract")

    def notes(record: Record) -> Iterator[str]:
        decision = settled.get(record.key)
        if decision is None:
            yield _NOT_SEEN
            return
        yield _NOTES[decision.verdict]
        for name, value in _told(decision).items():
            if value and name != "asreview_label":
                yield f"{name}: {json.dumps(one_line(value), ensure_ascii=False)}"

    return ris_text(screened.records, notes)


def _told(decision: Decision | None) -> dict[str, str | None]:
    if decision is None:
        return {}
    return {
        "asreview_label": _LABELS[decision.verdict],
        "asreview_time": decision.at.replace("T", " ").removesuffix("Z"),
        "asreview_user_name": decision.by,
        "asreview_note": decision.reason,
    }

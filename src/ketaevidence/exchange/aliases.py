"""What other tools call things: the one table of column names and verdicts.

Column names are compared without regard to capitals, and a space, a hyphen and an
underscore are the same. Sources: ASReview 3 (``asreview/data/base.py``, and what its
export adds), the export files of Rayyan and Covidence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, Literal

from ketaevidence.screening.model import Verdict

#: Tools whose decisions are read.
Tool = Literal["asreview", "rayyan", "covidence"]

#: The column that only this program writes: a record's key in the review.
OWN_COLUMN: Final = "record_key"
#: Names of the columns that tell which record a row is about.
RECORD_COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "title": ("title", "primary_title"),
    "year": ("year", "published_year", "publication_year"),
    "doi": ("doi",),
    "pmid": ("pmid", "pubmed_id", "pubmedid"),
    "accession": ("accession_number",),
    "record_key": (OWN_COLUMN,),
}

#: ASReview's column of the label: the most telling name first, as ASReview reads them.
LABEL_COLUMNS: Final = (
    "asreview_label",
    "included",
    "label",
    "final_included",
    "label_included",
    "included_label",
    "included_final",
    "included_flag",
    "include",
)
#: What ASReview's export adds: when, by whom, with which words.
TIME_COLUMNS: Final = ("asreview_time",)
PERSON_COLUMNS: Final = ("asreview_user_name", "asreview_user_email")
NOTE_COLUMNS: Final = ("asreview_note",)
REASON_COLUMNS: Final = ("exclusion_reason", "reason_for_exclusion")
#: Where Rayyan and Covidence write what people decided.
NOTES_COLUMNS: Final = ("notes", "note")
#: Rayyan's log: what each column tells, and its names.
LOG_COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "time": ("created_at",),
    "person": ("user_email", "user_name", "user_id"),
    "article": ("article_id",),
    "key": ("key",),
    "value": ("value",),
}
#: Rayyan's own name of an article.
KEY_COLUMNS: Final = ("key", "id")
#: A column that every list of Covidence has, and no other tool.
COVIDENCE_COLUMNS: Final = ("covidence_#",)

#: Words for a verdict, in any tool.
VERDICTS: Final[Mapping[str, Verdict]] = {
    "1": "include",
    "yes": "include",
    "y": "include",
    "true": "include",
    "include": "include",
    "included": "include",
    "relevant": "include",
    "0": "exclude",
    "no": "exclude",
    "n": "exclude",
    "false": "exclude",
    "exclude": "exclude",
    "excluded": "exclude",
    "irrelevant": "exclude",
}
#: Words that say that there is none. They are never a decision.
UNDECIDED: Final = frozenset(
    {
        "",
        "maybe",
        "undecided",
        "not seen",
        "not_seen",
        "na",
        "n/a",
        "<na>",
        "nan",
        "none",
    }
)

#: ASReview's notes in RIS.
RIS_LABELS: Final[Mapping[str, str]] = {
    "ASReview_relevant": "1",
    "ASReview_irrelevant": "0",
    "ASReview_not_seen": "",
}

_BETWEEN: Final = re.compile(r"[\s_-]+")


def column_key(name: str) -> str:
    """Give a column's name as it is compared.

    Examples
    --------
    >>> column_key(" Published Year"), column_key("Covidence #")
    ('published_year', 'covidence_#')
    """
    return _BETWEEN.sub("_", name.strip().casefold())

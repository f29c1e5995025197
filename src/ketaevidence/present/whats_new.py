"""What is new in each version: its date, what happened, whether conclusions changed.

An audit of living Cochrane reviews found that few updates say the last of these, and
fewer than half when it was: both are in every row here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from ketaevidence.library import Version
from ketaevidence.present import words
from ketaevidence.synthesis.verified import damage_of

if TYPE_CHECKING:
    import pandas as pd

    from ketaevidence.present.digest import Digest

#: Whether a version's conclusions are other than those of the version before.
Changed = Literal["yes", "no", "first version", "not known"]
#: What brought a version about, in words.
CAUSES: Final[Mapping[str, str]] = {
    "import": "records imported",
    "refresh": "PubMed searched again",
    "data": "data entered, corrected or judged",
    "settings": "settings changed, and with them numbers",
    "software": "other software gave other numbers",
    "cosmetic": "settings changed, and no number",
    "search": "only the search or the programs are newer",
}
#: The columns of the table, with what heads them for people.
COLUMNS: Final[Mapping[str, str]] = {
    "version": "Version",
    "date": "Date",
    "event": "What happened",
    "search_date": "Last complete search",
    "studies": "Studies included",
    "conclusions_changed": "Conclusions changed?",
    "conclusions": "In words",
}


@dataclass(frozen=True, slots=True)
class News:
    """One version in the table "What's new"."""

    version: str
    #: The day on which it was frozen, YYYY-MM-DD.
    date: str
    event: str
    #: The day of the last complete search that it knew of.
    search_date: str | None
    studies: int | None
    conclusions_changed: Changed
    conclusions: str


def whats_new(
    versions: Sequence[Version], compared: Mapping[str, Digest | str]
) -> tuple[News, ...]:
    """Give every version with what was new in it, the newest first.

    Parameters
    ----------
    versions
        Every frozen version, oldest first.
    compared
        For each version's number its digest against the version before, or why there
        is none; the first version's is a baseline.
    """
    return tuple(_news(version, compared[version.number]) for version in versions)[::-1]


def whats_new_frame(news: Sequence[News]) -> pd.DataFrame:
    """Give the table as a data frame; ``studies`` is Int64, all others text."""
    import pandas as pd

    rows = [[getattr(one, name) for name in COLUMNS] for one in news]
    frame = pd.DataFrame(rows, columns=list(COLUMNS), dtype="object")
    texts = {name: "string" for name in COLUMNS if name != "studies"}
    return frame.astype({**texts, "studies": "Int64"})


def table_cells(news: News) -> tuple[str, ...]:
    """Give one row as texts, for tables that people read."""
    values = (getattr(news, name) for name in COLUMNS)
    return tuple("none known" if value is None else str(value) for value in values)


def _news(version: Version, compared: Digest | str) -> News:
    searched, studies = _of_document(version)
    changed, told = _conclusions(compared)
    cause = CAUSES.get(version.cause, version.cause)
    return News(
        version=version.number,
        date=version.at[:10],
        event=f"{words.capital(cause)}: {words.sentence(version.reason)}",
        search_date=searched,
        studies=studies,
        conclusions_changed=changed,
        conclusions=told,
    )


def _conclusions(compared: Digest | str) -> tuple[Changed, str]:
    if isinstance(compared, str):
        return "not known", words.sentence(f"not compared: {compared}")
    if compared.since is None:
        return "first version", "There is no earlier version to compare it with."
    has_changed = any(change.meaning.has_changed for change in compared.results)
    line = compared.verdict.line
    told = compared.verdict.conclusions.removeprefix("Conclusions: ")
    if compared.verdict.kind == "changed":
        # The verdict's line says the same at length.
        return "yes", words.sentence(told)
    return ("yes" if has_changed else "no"), f"{line} {words.sentence(told)}"


def _of_document(version: Version) -> tuple[str | None, int | None]:
    """Read the last search and the included studies from the frozen numbers."""
    if damage_of(version) is not None:
        return None, None
    frozen = json.loads(version.document)
    newest = frozen["search"]["newest"]
    day = None if newest is None else str(newest["at"])[:10]
    return day, frozen["flow"]["included_studies"]

"""The items of PRISMA-S in this project's own words.

Rethlefsen ML and others 2021, doi:10.1186/s13643-020-01542-z.
"""

from __future__ import annotations

from typing import Final

from ketaevidence.present.checklists.model import Item

CALLED: Final = "PRISMA-S"
REFERENCE: Final = "rethlefsen2021"
_NUMBERS: Final = (
    "Items by the numbers of PRISMA-S, in this project's own words; use them beside "
    "the checklist itself."
)
NOTES: Final = (_NUMBERS,)

_SOURCES: Final = "Information sources and methods"
_STRATEGY: Final = "Search strategies"
_REVIEWED: Final = "Peer review"
_RECORDS: Final = "Managing records"
ITEMS: Final[tuple[Item, ...]] = (
    Item(
        "database",
        "1",
        _SOURCES,
        "Database name",
        "Each database, with the platform on which it was searched",
    ),
    Item(
        "together",
        "2",
        _SOURCES,
        "Several databases at once",
        "Databases that were searched together on one platform",
    ),
    Item(
        "registries",
        "3",
        _SOURCES,
        "Study registries",
        "Each registry that was searched",
    ),
    Item(
        "browsing",
        "4",
        _SOURCES,
        "Online resources and browsing",
        "Web pages, journals and proceedings that were looked through, and how",
    ),
    Item(
        "citations",
        "5",
        _SOURCES,
        "Citation searching",
        "Whether cited or citing works were followed, and how",
    ),
    Item(
        "contacts",
        "6",
        _SOURCES,
        "Contacts",
        "Whether authors, experts or makers were asked for studies or data",
    ),
    Item(
        "other",
        "7",
        _SOURCES,
        "Other methods",
        "Any further source or way of finding studies",
    ),
    Item(
        "strategies",
        "8",
        _STRATEGY,
        "Full search strategies",
        "The strategy for each source, exactly as it was run",
    ),
    Item(
        "limits",
        "9",
        _STRATEGY,
        "Limits and restrictions",
        "Limits that were set and why, or that none was",
    ),
    Item(
        "filters",
        "10",
        _STRATEGY,
        "Search filters",
        "Published filters that were used, changed or not, with their citation",
    ),
    Item(
        "prior",
        "11",
        _STRATEGY,
        "Prior work",
        "Strategies of other reviews that were taken over, with their citation",
    ),
    Item("updates", "12", _STRATEGY, "Updates", "How the search is brought up to date"),
    Item(
        "dates",
        "13",
        _STRATEGY,
        "Dates of searches",
        "The day of the last search of each source",
    ),
    Item(
        "peer",
        "14",
        _REVIEWED,
        "Peer review",
        "Whether and how the strategy was reviewed by others",
    ),
    Item(
        "total", "15", _RECORDS, "Total records", "How many records each source brought"
    ),
    Item(
        "duplicates",
        "16",
        _RECORDS,
        "Deduplication",
        "How duplicates were found, and by which program",
    ),
)

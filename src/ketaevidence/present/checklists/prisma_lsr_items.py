"""The items of PRISMA-LSR in this project's own words.

Akl EA and others 2024, doi:10.1136/bmj-2024-079183.
"""

from __future__ import annotations

from typing import Final

from ketaevidence.present.checklists.model import Item

CALLED: Final = "PRISMA-LSR"
REFERENCE: Final = "akl2024"
_ADDS: Final = (
    "PRISMA-LSR adds to PRISMA 2020 and is used beside it; only what it adds, and what "
    "PRISMA 2020 asks of registration, support and availability, is here, in this "
    "project's own words."
)
_NUMBERS: Final = (
    "Item numbers are those of PRISMA 2020 to which the extension adds, and its own "
    "L1. Where the number was not verified an item stands by its subject, with “–”; "
    "take the number from the checklist itself."
)
NOTES: Final = (_ADDS, _NUMBERS)

ITEMS: Final[tuple[Item, ...]] = (
    Item("living", "1", "Title", "Living", "The title says that the review is living"),
    Item(
        "version", "1", "Title", "Version", "The title gives the number of the version"
    ),
    Item(
        "retired",
        "2",
        "Abstract",
        "Retirement",
        "Whether the review stops being living after this version",
    ),
    Item(
        "why",
        "3",
        "Introduction",
        "Why living",
        "Why the review is kept in the living mode",
    ),
    Item(
        "preceding",
        "3",
        "Introduction",
        "Preceding version",
        "The version before this one is cited",
    ),
    Item(
        "question",
        "4",
        "Introduction",
        "Changes to the question",
        "What of the question or the objectives changed since then, and why",
    ),
    Item(
        "schedule",
        "L1",
        "Methods",
        "Schedule of the search",
        "When each source is searched again",
    ),
    Item(
        "steps",
        "L1",
        "Methods",
        "Schedule of the other steps",
        "When screening, extraction, analysis and publication follow",
    ),
    Item(
        "retirement",
        "L1",
        "Methods",
        "Plan for retirement",
        "When the review is to stop being living, or that no such plan exists",
    ),
    Item(
        "recheck",
        None,
        "Methods",
        "Data and risk of bias of studies already included",
        "How data and judgements of earlier versions are brought up to date",
    ),
    Item(
        "repeated",
        None,
        "Methods",
        "Analyses for the living mode",
        "Methods that the living mode calls for, such as for repeated looks",
    ),
    Item(
        "methods",
        None,
        "Methods",
        "Changes to the methods",
        "What of the methods changed since the preceding version, and why",
    ),
    Item(
        "trigger",
        None,
        "Results",
        "What led to this version",
        "What made this version appear",
    ),
    Item(
        "flow",
        "16",
        "Results",
        "Flow through the versions",
        "Search and selection of this version and of those before it",
    ),
    Item(
        "results",
        None,
        "Results",
        "Changes to the results",
        "What of the results and conclusions changed since the preceding version",
    ),
    Item(
        "limits",
        "23",
        "Discussion",
        "Limits of the living mode",
        "What limits the living mode brought",
    ),
    Item(
        "authors",
        None,
        "Other",
        "Authors and their roles",
        "Who made this version, and who joined or left since the one before",
    ),
    Item(
        "registration",
        "24",
        "Other",
        "Registration and protocol",
        "Where the review is registered and the protocol can be read",
    ),
    Item("support", "25", "Other", "Support", "Who pays for the review"),
    Item(
        "interests",
        "26",
        "Other",
        "Competing interests",
        "Interests of those who make it",
    ),
    Item(
        "availability",
        "27",
        "Other",
        "Availability",
        "Where data, settings and earlier versions can be had",
    ),
    Item(
        "status",
        None,
        "Status",
        "Status of the review",
        "How current it is, and when the next search is due",
    ),
)

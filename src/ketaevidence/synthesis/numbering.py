"""How versions are numbered: YEAR.DATA.COSMETIC, and what makes which number rise."""

from __future__ import annotations

from typing import Final, Literal

from ketaevidence.synthesis.differences import differences
from ketaevidence.synthesis.frozen import INPUTS, NUMBERS, Document

#: What differs between two states. ``data``: what came in, or what people decided,
#: entered, settled, judged or rated. ``settings`` and ``software``: the same data give
#: other numbers, by other settings or by another program. ``cosmetic``: settings that
#: change no number. ``search``: only that PubMed was asked again, or by other programs.
Change = Literal["data", "settings", "software", "cosmetic", "search"]

#: Changes that make DATA rise; the others make COSMETIC rise.
_DATA: Final = frozenset({"data", "settings", "software"})


def change_between(before: Document, after: Document) -> Change | None:
    """Say what differs between two states; ``None`` where nothing does.

    Numbers that were only rounded differently do not differ here.
    """
    sections = {
        found.place[0] for found in differences(before, after) if not found.is_rounding
    }
    if sections.intersection(INPUTS):
        return "data"
    if sections.intersection(NUMBERS):
        return "settings" if "question" in sections else "software"
    if "question" in sections:
        return "cosmetic"
    return "search" if sections else None


def next_number(last: str | None, year: int, change: Change) -> str:
    """Give the number of the version that follows.

    Parameters
    ----------
    last
        The number of the newest version; ``None`` for the first.
    year
        The year in which records last arrived, or were searched for.
    change
        What differs from the newest version.

    Examples
    --------
    >>> from ketaevidence.synthesis.numbering import next_number
    >>> next_number(None, 2026, "data"), next_number("2026.3.1", 2026, "data")
    ('2026.0.0', '2026.4.0')
    >>> next_number("2026.3.1", 2026, "cosmetic"), next_number("2026.3.1", 2027, "data")
    ('2026.3.2', '2027.0.0')
    """
    if last is None:
        return f"{year}.0.0"
    was, data, cosmetic = map(int, last.split("."))
    if year > was:
        return f"{year}.0.0"
    if change in _DATA:
        return f"{was}.{data + 1}.0"
    return f"{was}.{data}.{cosmetic + 1}"

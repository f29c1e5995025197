"""Results in words, for reasons and for the columns beside an effect."""

from __future__ import annotations

from collections.abc import Sequence

from ketaevidence.curation.model import Result


def number(value: float) -> str:
    """Write a number as short as it was printed (4.0 becomes 4)."""
    return f"{value:g}".replace("-", "−")


def printed(row: Result) -> str:
    """Write a mean with its spread as sources print it."""
    return f"{number(row.value or 0.0)} ± {number(row.spread or 0.0)}"


def when(row: Result) -> str:
    """Give the source's words for the time of a result."""
    return row.time_words or "a time that is not stated"


def capital(text: str) -> str:
    """Begin a text with a capital, and leave the rest as it is."""
    return text[:1].upper() + text[1:]


def listed(parts: Sequence[str]) -> str:
    """Join parts as a sentence does: a, b and c."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def notes_of(rows: Sequence[Result]) -> str | None:
    """Give what the register notes on rows, each sentence once, with its row."""
    said: set[str] = set()
    notes = []
    for row in rows:
        sentences = (row.notes or "").replace(". ", ".\n").split("\n")
        fresh = [words for words in sentences if words.strip() and words not in said]
        said.update(fresh)
        if fresh:
            notes.append(f"{row.result_id}: {' '.join(fresh)}")
    return " ".join(notes) or None

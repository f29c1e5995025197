"""The summary of findings, and the history of a rating, in lines of a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from ketaevidence.curation.certainty import CertaintyRating
from ketaevidence.present.lines import wrapped
from ketaevidence.present.summary_of_findings.certainty import level_words
from ketaevidence.present.summary_of_findings.model import Summary, SummaryRow
from ketaevidence.present.summary_of_findings.text import notes_under
from ketaevidence.present.words import clean, sentence


def summary_lines(summary: Summary, width: int) -> str:
    """Write a summary of findings, one outcome a block."""
    lines = wrapped(summary.caption, width)
    for section in summary.sections:
        lines += ["", *wrapped(section.title, width)]
        lines += wrapped(" ".join(section.about), width)
        for row in section.rows:
            lines += ["", *_block(row, summary.drug, width)]
    lines.append("")
    for note in notes_under(summary):
        lines += wrapped(note, width, hang="   ")
    return "\n".join(lines) + "\n"


def _block(row: SummaryRow, drug: str, width: int) -> list[str]:
    rated = f"; {row.certainty.by}, {row.certainty.on}" if row.certainty.by else ""
    parts = (
        ("row", row.row_id),
        ("with comparator", row.comparator),
        (f"with {drug}", row.intervention),
        ("difference", row.difference),
        ("participants", row.participants),
        ("certainty", f"{row.certainty.text}{rated}"),
        ("comments", " ".join(row.comments)),
        ("for the person who rates", " ".join(row.facts)),
    )
    lines = wrapped(row.outcome, width, start="  ", hang="  ")
    for name, text in parts:
        if text:
            lines += wrapped(text, width, start=f"    {name}: ", hang="      ")
    return lines


def history_lines(row: str, made: Sequence[CertaintyRating], width: int) -> str:
    """Write every rating that an outcome ever got, oldest first."""
    if not made:
        return f"Nobody has rated {clean(row)}."
    lines = []
    for one in made:
        head = f"{one.at[:10]}  {clean(one.by)}: {one.rating}, from {one.start}"
        lines += wrapped(head, width, hang="  ")
        texts = [*map(level_words, one.domains), one.comment or "", one.reason]
        for text in filter(None, texts):
            lines += wrapped(sentence(text), width, start="    ", hang="      ")
    return "\n".join(lines)

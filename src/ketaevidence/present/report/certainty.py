"""How certain people are, beside the answer: their ratings and nothing else."""

from __future__ import annotations

from ketaevidence.present.summary_of_findings import Summary
from ketaevidence.present.summary_of_findings.model import NOT_RATED, SummaryRow


def certainty_lines(summary: Summary, kind: str) -> tuple[tuple[str, str], ...]:
    """Give (outcome, certainty) of the rated outcomes of one kind of evidence.

    Parameters
    ----------
    summary
        The summary of findings, with every outcome.
    kind
        The kind of evidence, as the analysis has it.

    Returns
    -------
    tuple of (str, str)
        Empty where nobody rated any. Where some are rated, the last line counts those
        that are not.
    """
    rows = [row for row in summary.rows if row.kind == kind]
    rated = [row for row in rows if _is_rated(row)]
    lines = [(row.outcome, _told(row)) for row in rated]
    rest = len(rows) - len(rated)
    if rated and rest:
        lines.append((f"{rest} of {len(rows)} outcomes", NOT_RATED))
    return tuple(lines)


def certainty_sentence(summary: Summary) -> str:
    """Say in one sentence how far the certainty is rated."""
    rated = sum(_is_rated(row) for row in summary.rows)
    total = len(summary.rows)
    if not rated:
        return f"{NOT_RATED}."
    if rated == total:
        return "rated by people for every outcome."
    return f"rated by people for {rated} of {total} outcomes; {NOT_RATED} for the rest."


def _is_rated(row: SummaryRow) -> bool:
    return row.certainty.words != NOT_RATED


def _told(row: SummaryRow) -> str:
    cell = row.certainty
    said = " ".join(part for part in (cell.symbol, cell.words) if part)
    parts = [part for part in (cell.earlier, cell.by, cell.on) if part]
    return f"{said} ({', '.join(parts)})" if parts else said

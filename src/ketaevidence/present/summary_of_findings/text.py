"""The summary of findings as plain data, as a data frame, and as text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ketaevidence.errors import PresentError
from ketaevidence.present.lines import WIDTH
from ketaevidence.present.summary_of_findings.model import Summary, SummaryRow

if TYPE_CHECKING:
    import pandas as pd

#: What it can be written as; text is for a terminal.
KINDS: Final = ("csv", "html", "md", "text")
#: Column titles of the table that people read, in order; the review names the drug.
HEAD: Final = (
    "Outcome",
    "With comparator",
    "With {drug}",
    "Difference",
    "Relative effect",
    "Participants (studies)",
    "Certainty of the evidence",
    "Comments",
)
#: What is said under every table.
SIGNS: Final = (
    "Certainty as GRADE has it: ⊕⊕⊕⊕ high, ⊕⊕⊕⊝ moderate, ⊕⊕⊝⊝ low, ⊕⊝⊝⊝ very low. "
    "Only people rate it; nothing here is computed."
)
#: Heading of what a person should know who rates.
FACTS: Final = "For the person who rates: facts, not a rating"


@dataclass(frozen=True, slots=True)
class PlainTable:
    """The table as texts, for any program that writes tables.

    ``sections`` holds, for each kind of evidence, its title, what must be known of it,
    and its rows; each row has one text for each title of ``head``, and the first text
    names the row.
    """

    caption: str
    head: tuple[str, ...]
    sections: tuple[tuple[str, tuple[str, ...], tuple[tuple[str, ...], ...]], ...]
    #: Footnotes and what else stands under the table, in order.
    notes: tuple[str, ...]
    #: (outcome, facts) of each row, under the heading ``FACTS``.
    facts: tuple[tuple[str, tuple[str, ...]], ...]


def plain_table(summary: Summary) -> PlainTable:
    """Give a summary of findings as plain texts.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> from ketaevidence.present.summary_of_findings import summary_of_findings
    >>> found = summary_of_findings(ke.example_review().snapshot(), ())
    >>> table = plain_table(found)
    >>> len(table.head), table.sections[1][2][0][6]
    (8, 'not rated by a person')
    """
    return PlainTable(
        summary.caption,
        _head(summary),
        tuple(
            (section.title, section.about, tuple(map(_cells, section.rows)))
            for section in summary.sections
        ),
        tuple(notes_under(summary)),
        tuple((row.outcome, row.facts) for row in summary.rows if row.facts),
    )


def _head(summary: Summary) -> tuple[str, ...]:
    return tuple(title.format(drug=summary.drug) for title in HEAD)


def notes_under(summary: Summary) -> Iterator[str]:
    """Give what stands under the table: footnotes, signs, and what is not shown."""
    yield from (f"{letter}. {text}" for letter, text in summary.footnotes)
    yield SIGNS
    yield from left_over(summary)


def left_over(summary: Summary) -> Iterator[str]:
    """Say which outcomes and which ratings the table does not show."""
    if summary.left_out:
        yield f"{len(summary.rows)} of {summary.total} outcomes are shown."
    yield from (f"Without a row: {text}" for text in summary.without_row)


def _cells(row: SummaryRow) -> tuple[str, ...]:
    rated = f"; {row.certainty.by}, {row.certainty.on}" if row.certainty.by else ""
    return (
        row.outcome,
        row.comparator,
        row.intervention,
        row.difference,
        row.relative_effect,
        row.participants,
        f"{row.certainty.text}{rated}",
        " ".join(row.comments),
    )


def summary_frame(summary: Summary) -> pd.DataFrame:
    """Give a summary of findings as a data frame, one row for each outcome.

    Returns
    -------
    pandas.DataFrame
        ``row_id`` is what ``rate_certainty`` takes. ``n`` and ``studies`` are Int64,
        all others text; ``n`` is NA where a source does not say, ``rated_by`` and
        ``rated_on`` where nobody rated. ``reasons`` are the footnotes of the rating.
    """
    import pandas as pd

    told = dict(summary.footnotes)
    data: list[dict[str, Any]] = [
        {
            "row_id": row.row_id,
            "evidence": row.evidence,
            "outcome": row.outcome,
            "comparator": row.comparator,
            "intervention": row.intervention,
            "difference": row.difference,
            "relative_effect": row.relative_effect,
            "n": row.n,
            "studies": row.studies,
            "certainty": row.certainty.words,
            "symbol": row.certainty.symbol or None,
            "reasons": " ".join(told[note] for note in row.certainty.notes) or None,
            "earlier": row.certainty.earlier,
            "rated_by": row.certainty.by,
            "rated_on": row.certainty.on,
            "comments": " ".join(row.comments) or None,
            "facts": " ".join(row.facts) or None,
        }
        for row in summary.rows
    ]
    names = (
        "row_id", "evidence", "outcome", "comparator", "intervention", "difference",
        "relative_effect", "n", "studies", "certainty", "symbol", "reasons", "earlier",
        "rated_by", "rated_on", "comments", "facts",
    )  # fmt: skip
    kinds = dict.fromkeys(names, "string") | {"n": "Int64", "studies": "Int64"}
    return pd.DataFrame(data, columns=list(names)).astype(kinds)


def check_kind(kind: str) -> None:
    """Refuse a format that there is not, before anything is gathered.

    Raises
    ------
    PresentError
        If it is none of ``KINDS``.
    """
    if kind not in KINDS:
        told = ", ".join(KINDS)
        msg = f"cannot write a summary of findings as {kind!r}; use one of {told}"
        raise PresentError(msg)


def summary_text(summary: Summary, kind: str, *, width: int = WIDTH) -> str:
    """Write a summary of findings as ``md``, ``html`` (a page), ``csv`` or ``text``.

    Raises
    ------
    PresentError
        If the kind is none of these.
    """
    check_kind(kind)
    if kind == "csv":
        from ketaevidence.present.tables.plain import to_csv

        return to_csv(summary_frame(summary))
    if kind == "md":
        return _markdown(plain_table(summary))
    if kind == "text":
        from ketaevidence.present.summary_of_findings.lines import summary_lines

        return summary_lines(summary, width)
    from ketaevidence.present.report.environment import environment

    page = environment().get_template("summary_of_findings_page.html.j2")
    return page.render(summary_view(summary)) + "\n"


def summary_view(summary: Summary) -> dict[str, Any]:
    """Give what the template ``summary_of_findings.html.j2`` shows.

    Returns
    -------
    dict
        One name, ``summary_of_findings``, to be put among what the report shows.
    """
    return {
        "summary_of_findings": {
            "title": summary.title,
            "total": summary.total,
            "head": _head(summary),
            "sections": summary.sections,
            "footnotes": summary.footnotes,
            "signs": SIGNS,
            "left_over": tuple(left_over(summary)),
            "facts": tuple((r.row_id, r.outcome, r.facts) for r in summary.rows),
            "facts_title": FACTS,
        }
    }


def _markdown(table: PlainTable) -> str:
    from ketaevidence.present.tables.plain import marked

    def line(cells: Iterable[str]) -> str:
        return f"| {' | '.join(cells)} |\n"

    parts = [f"# {marked(table.caption)}\n"]
    for title, about, rows in table.sections:
        parts.append(f"## {marked(title)}\n")
        parts.append(f"{marked(' '.join(about))}\n")
        head = line(table.head) + line("---" for _ in table.head)
        parts.append(head + "".join(line(map(marked, row)) for row in rows))
    parts.append("## Notes\n")
    parts.append("".join(f"- {marked(note)}\n" for note in table.notes))
    if table.facts:
        parts.append(f"## {FACTS}\n")
        parts.append(
            "".join(
                f"- {marked(outcome)}: {marked(' '.join(facts))}\n"
                for outcome, facts in table.facts
            )
        )
    return "\n".join(parts)

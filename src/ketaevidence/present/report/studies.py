"""The studies in the report: map, timeline, who is out, and notes beside each row."""

from __future__ import annotations

from collections.abc import Iterator

from ketaevidence.present.evidence_map import evidence_map
from ketaevidence.present.evidence_rows import EvidenceRow
from ketaevidence.present.excluded import ExcludedStudy, excluded_studies
from ketaevidence.present.report.beside import Beside
from ketaevidence.present.report.figures import FigureView, figure_view
from ketaevidence.present.snapshot import Snapshot
from ketaevidence.present.timeline import timeline

#: Where a record was excluded without being read: the reading list has those.
_ON_TITLE = "excluded on title and abstract"
#: Parts of a row that stand below it where they say something, with their names.
_BELOW = (
    ("registration", "Registration"),
    ("estimates", "In the analyses"),
    ("not_found", "Not found"),
    ("notices", "PubMed's notices"),
    ("funding", "Funding"),
)


def study_figures(snapshot: Snapshot) -> tuple[FigureView, ...]:
    """Draw what was studied how, and when; nothing where no study is included."""
    if not snapshot.register.studies:
        return ()
    return (
        figure_view(
            lambda: evidence_map(snapshot),
            "figure-map",
            "Evidence map: route by outcome",
        ),
        figure_view(lambda: timeline(snapshot), "figure-timeline", "Studies by year"),
    )


def excluded_views(snapshot: Snapshot, beside: Beside) -> tuple[ExcludedStudy, ...]:
    """Give who was read and excluded, and who is kept out of every pool."""
    found = excluded_studies(snapshot, beside.signed)
    return tuple(one for one in found if one.where != _ON_TITLE)


def below_row(row: EvidenceRow) -> tuple[tuple[str, str], ...]:
    """Give (name, words) of what stands below a row of the wide table."""
    return tuple(_below(row))


def _below(row: EvidenceRow) -> Iterator[tuple[str, str]]:
    for part, name in _BELOW:
        text = getattr(row, part)
        if text:
            yield name, text

"""Records on which reviewers do not agree, in the report."""

from __future__ import annotations

from dataclasses import dataclass

from ketaevidence.present import words
from ketaevidence.present.basis import stage_words
from ketaevidence.present.report.sources import Link, links_of
from ketaevidence.present.screening_lines import vote_words
from ketaevidence.present.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class ConflictView:
    """One record that awaits a decision because reviewers do not agree."""

    key: str
    title: str
    links: tuple[Link, ...]
    stage: str
    #: What they differ in: the verdict, or the reason of an exclusion.
    about: str
    votes: tuple[str, ...]


def conflict_views(snapshot: Snapshot) -> tuple[ConflictView, ...]:
    """Give every open conflict with each reviewer's own words."""
    records = {record.key: record for record in snapshot.records}
    views = []
    for conflict in snapshot.conflicts:
        record = records.get(conflict.record_key)
        title = record.title if record is not None else conflict.record_key
        links = () if record is None else links_of(record.pmid, record.doi, None)
        stage = stage_words(conflict.stage, is_example=snapshot.is_example)
        votes = [
            f"{vote_words(one, snapshot.question.exclusion_reasons)}, {one.at[:10]}"
            for one in conflict.decisions
        ]
        views.append(
            ConflictView(
                key=conflict.record_key,
                title=words.shortened(words.clean(title), 400),
                links=links,
                stage=words.capital(stage),
                about=conflict.about,
                votes=tuple(votes),
            )
        )
    return tuple(views)

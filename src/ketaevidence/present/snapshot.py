"""Everything that a report shows, gathered once so that all its parts agree."""

from __future__ import annotations

from dataclasses import dataclass

from ketaevidence.curation.bias import BiasJudgement
from ketaevidence.curation.certainty import CertaintyRating
from ketaevidence.curation.model import Register
from ketaevidence.curation.sources import Disagreement, OtherSource
from ketaevidence.extraction.model import Candidate
from ketaevidence.integrity.model import Finding, Ruling
from ketaevidence.library import Search
from ketaevidence.question.model import Question
from ketaevidence.records.model import Record
from ketaevidence.screening.flow import Flow
from ketaevidence.screening.model import Conflict, Decision, Suggestion
from ketaevidence.synthesis.model import Analysis


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One state of a review, with nothing left to be looked up.

    ``as_of`` is the one date that a report prints: the day of the newest import or
    decision in the review, never the day on which the report was made.
    """

    question: Question
    #: The day of the newest entry, YYYY-MM-DD, or ``None`` for an empty review.
    as_of: str | None
    #: How records arrived: (source, day, records received) of each import, in order.
    imports: tuple[tuple[str, str, int], ...]
    #: What PubMed said to each search that landed, oldest first.
    searches: tuple[Search, ...]
    #: Keys of records that PubMed had no more when it was last asked.
    missing: frozenset[str]
    records: tuple[Record, ...]
    decisions: tuple[Decision, ...]
    suggestions: tuple[Suggestion, ...]
    flow: Flow
    register: Register
    #: Machine readings of the records that nobody has excluded.
    candidates: tuple[Candidate, ...]
    analyses: tuple[Analysis, ...]
    #: (name, version) of the software that made the numbers.
    software: tuple[tuple[str, str], ...]
    #: Whether it holds the bundled review, for which no full text was read; and whether
    #: people have gone on with that.
    is_example: bool = False
    is_continued: bool = False
    #: What the integrity checks ask, and how people settled what they asked.
    findings: tuple[Finding, ...] = ()
    rulings: tuple[Ruling, ...] = ()
    #: Earlier answers to the same questions, oldest first; ``rulings`` are the newest.
    past_rulings: tuple[Ruling, ...] = ()
    #: Rows of which sources state what cannot both be, with what a person chose.
    disagreements: tuple[Disagreement, ...] = ()
    #: What other sources state of rows, also where they agree.
    other_sources: tuple[OtherSource, ...] = ()
    #: Records on which reviewers do not agree and that nobody has settled.
    conflicts: tuple[Conflict, ...] = ()
    #: The newest judgements on the risk of bias.
    bias: tuple[BiasJudgement, ...] = ()
    #: The newest rating of how certain people are of each outcome.
    certainty: tuple[CertaintyRating, ...] = ()

"""An invented review in which sources, reviewers and people's answers differ."""

from __future__ import annotations

from dataclasses import replace

from tests.present import builders

from ketaevidence.curation.bias import BiasJudgement, judgement
from ketaevidence.curation.model import Source
from ketaevidence.curation.sources import (
    Choice,
    Disagreement,
    OtherSource,
    disagreements,
)
from ketaevidence.integrity.model import Finding, Place, Ruling
from ketaevidence.integrity.sources import id_of
from ketaevidence.present.snapshot import Snapshot
from ketaevidence.screening.model import Conflict

AT = "2001-02-05T06:07:08Z"
NEWS = Source("https://example.org/news", "an invented news page", "secondary")


def other(**changes) -> OtherSource:
    """Give what an invented news page states of an adverse event."""
    base = OtherSource(
        "results", "A0", 2, (("events", "7"), ("total", "10")), NEWS, "Dr Invented",
        AT, "read for a test",
    )  # fmt: skip
    return replace(base, **changes)


def apart(*others, choice: Choice | None = None) -> tuple[Disagreement, ...]:
    """Give the disagreements of the invented register with some other sources."""
    found = disagreements(builders.curated(4).register, others or (other(),))
    return tuple(replace(d, finding_id=id_of(d), choice=choice) for d in found)


def with_sources(*others, choice: Choice | None = None, analyses=()) -> Snapshot:
    """Give a review of which sources disagree, without plots unless asked for."""
    told = others or (other(),)
    return builders.curated(
        4,
        disagreements=apart(*told, choice=choice),
        other_sources=told,
        analyses=analyses,
    )


def judged(study_id="s0", **changes) -> BiasJudgement:
    """Give one person's judgement by RoB 2, the whole of it left open."""
    values = {
        "outcome": "pain_intensity",
        "time_days": 7.0,
        "support": {"D4": "an invented sentence"},
        "by": "A. Reader",
        "at": AT,
        "reason": "invented",
    }
    domains = {"D1": "Low", "D2": "Some concerns", "D3": "Low", "D4": "High",
               "D5": "No information"}  # fmt: skip
    return judgement(study_id, "rob2", None, domains, **(values | changes))


def conflict(i=3) -> Conflict:
    """Give two reviewers who do not agree on an invented record."""
    one = builders.decided(i, "include", by="A. Reader", stage="title_abstract", at=AT)
    two = replace(one, verdict="exclude", by="B. Reader", reason="wrong_drug")
    return Conflict(one.record_key, "title_abstract", "verdict", (one, two))


def asked(ruling: Ruling | None = None, **changes) -> Finding:
    """Give a question about an invented result."""
    base = Finding(
        id="grim-0badcafe", check="mean_of_nobody", severity="warn",
        what="pain is 2.68 in 10 people", where=Place(("s0",), ("R0",)),
        why="no whole numbers have this mean", what_to_do="look in the source",
        reference="invented", ruling=ruling,
    )  # fmt: skip
    return replace(base, **changes)


def ruled(verdict="accept", **changes) -> Ruling:
    """Give an answer to that question."""
    base = Ruling(
        "grim-0badcafe", "mean_of_nobody", verdict, "an average of two ratings",
        "A. Reader", AT, "pain is 2.68 in 10 people", Place(("s0",), ("R0",)),
    )  # fmt: skip
    return replace(base, **changes)

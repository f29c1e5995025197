"""How people answered what the checks ask: the newest answer, and all before it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from ketaevidence.integrity.checks import BY_ID
from ketaevidence.integrity.model import Finding, Place, Ruling
from ketaevidence.integrity.rulings import told
from ketaevidence.present.snapshot import Snapshot
from ketaevidence.present.words import capital, clean

#: Answers that let a value stand while its question is asked.
_STANDING: Final = frozenset({"accept", "chosen"})


@dataclass(frozen=True, slots=True)
class PastQuestion:
    """A question that is asked no more, with every answer that it got."""

    title: str
    place: Place
    #: What the question said when it was answered last.
    what: str
    answers: tuple[str, ...]


def answer_words(ruling: Ruling) -> str:
    """Write one answer with who, why and on which day.

    Examples
    --------
    >>> from ketaevidence.integrity.model import Place, Ruling
    >>> place = Place(("smith2020",), ("R1",))
    >>> answer_words(Ruling("grim-1", "mean_of_nobody", "accept", "an average of two "
    ...     "ratings.", "A. Reader", "2026-01-31T09:00:00Z", "2.7 in 10.", place))
    'Accepted by A. Reader after the check “Mean that no whole numbers give (GRIM)”: an
    average of two ratings (2026-01-31).'
    """
    text = clean(told(ruling)).rstrip(".")
    return f"{capital(text)} ({ruling.at[:10]})."


def decisions_on(
    result_ids: Iterable[str], snapshot: Snapshot, *, with_choices: bool = True
) -> tuple[str, ...]:
    """Give what people decided on some results and what stands, to be told with them.

    Questions that are open again, and rows that a person keeps out, are not among
    them: there is no number to stand beside. Choices between sources can be left out
    where they are told with the sources.
    """
    standing = _STANDING if with_choices else _STANDING - {"chosen"}
    wanted = set(result_ids)
    asked = {finding.id for finding in snapshot.findings}
    return tuple(
        dict.fromkeys(
            answer_words(ruling)
            for ruling in snapshot.rulings
            if wanted.intersection(ruling.place.results)
            and (
                ruling.verdict == "corrected"
                or (ruling.verdict in standing and ruling.finding_id in asked)
            )
        )
    )


def answers_to(finding: Finding, snapshot: Snapshot) -> tuple[str, ...]:
    """Give every answer that an open or settled finding ever got, oldest first."""
    return tuple(
        answer_words(ruling)
        for ruling in (*snapshot.past_rulings, *snapshot.rulings)
        if ruling.finding_id == finding.id
    )


def reopening(finding: Finding, snapshot: Snapshot) -> str | None:
    """Say who opened a finding again and why, where that was the newest answer."""
    for ruling in snapshot.rulings:
        if (ruling.finding_id, ruling.verdict) == (finding.id, "reopened"):
            return answer_words(ruling)
    return None


def past_questions(snapshot: Snapshot) -> tuple[PastQuestion, ...]:
    """Give what people answered and no check asks any more, because values changed."""
    asked = {finding.id for finding in snapshot.findings}
    return tuple(
        PastQuestion(
            title=BY_ID[last.check].title if last.check in BY_ID else last.check,
            place=last.place,
            what=last.what,
            answers=tuple(
                answer_words(ruling)
                for ruling in (*snapshot.past_rulings, last)
                if ruling.finding_id == last.finding_id
            ),
        )
        for last in snapshot.rulings
        if last.finding_id not in asked
    )

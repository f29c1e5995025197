"""Answer claims of time: how fast, how long, for good."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from ketaevidence.claims.answer_effect import DENIED, days_in_words
from ketaevidence.claims.basis import Basis, Row
from ketaevidence.claims.evidence import by_stance, evidence_of
from ketaevidence.claims.model import Answer, Claim, Evidence, Verdict
from ketaevidence.claims.stance import share_of
from ketaevidence.synthesis.words import listed, number

#: A time of measurement from this part of the claimed time on counts as that time:
#: "three months" is 91 days, and week 12 is 84.
_PART: Final = 0.9
#: A year: the least that speaks for "permanent", and no proof of it.
_YEAR: Final = 365.0


def answer_speed(claim: Claim, basis: Basis) -> Answer:
    """Say whether relief was measured as early as claimed."""
    limit = (claim.days or 0.0) / _PART
    rows = [row for row in _dated(basis) if _days(row) <= limit]
    return _at_times(claim, basis, rows, "so early")


def answer_duration(claim: Claim, basis: Basis) -> Answer:
    """Say whether relief was measured as late as claimed."""
    limit = (claim.days or 0.0) * _PART
    rows = [row for row in _dated(basis) if _days(row) >= limit]
    return _at_times(claim, basis, rows, "so late")


def answer_permanence(claim: Claim, basis: Basis) -> Answer:
    """Say whether relief was ever seen to end; nothing can show that it never does."""
    lost = list(losses(basis))
    late = [row for row in _dated(basis) if row.counts and _days(row) >= _YEAR]
    latest = max((_days(row) for row in _dated(basis) if row.counts), default=None)
    verdict: Verdict = "unverifiable"
    evidence: tuple[Evidence, ...] = ()
    if lost:
        verdict = "contradicted"
        evidence = tuple(evidence_of(row, "against") for pair in lost for row in pair)
        names = listed(list(dict.fromkeys(first.study.label for first, _ in lost)))
        said = [f"Relief was seen to end or shrink in {names}: {_story(lost)}."]
    elif any(row.stance == "for" for row in late):
        verdict = "partly"
        evidence = tuple(evidence_of(row) for row in late)
        said = ["Relief a year or more later is recorded; for good is more than that."]
    else:
        said = [f"No loss of relief is recorded in the {basis.looked_through}."]
    if latest is not None:
        said.append(
            f"The longest follow-up with a usable result is {days_in_words(latest)}."
        )
    if claim.is_denied:
        verdict = DENIED.get(verdict, verdict)
    evidence += _durations(basis)
    return Answer(claim, verdict, tuple(said), tuple(dict.fromkeys(evidence)))


def losses(basis: Basis) -> Iterator[tuple[Row, Row]]:
    """Find where relief became less in one study: an earlier and a later row.

    A share of the same people that falls, a mean pain that rises again after treatment,
    or a difference from the comparator that is later no longer told apart.
    """
    rows = [row for row in _dated(basis) if row.counts]
    for number_, first in enumerate(rows):
        later = [row for row in rows[number_ + 1 :] if _is_same(first, row)]
        # Each earlier time with the last one only: one line for one loss.
        later = [row for row in later if _days(row) > _days(first)]
        if later and _is_less(first, later[-1]):
            yield first, later[-1]


def _is_same(first: Row, other: Row) -> bool:
    if first.study.study_id != other.study.study_id or first.setting != other.setting:
        return False
    a, b = first.result, other.result
    if first.setting == "controlled":
        return a.outcome == b.outcome
    return (a.arm_id, a.outcome, a.outcome_words, a.scale) == (
        b.arm_id, b.outcome, b.outcome_words, b.scale,
    )  # fmt: skip


def _is_less(first: Row, last: Row) -> bool:
    if first.setting == "controlled":
        return first.stance == "for" and last.stance in ("against", "unclear")
    a, b = share_of(first.result), share_of(last.result)
    if a is not None and b is not None:
        return b < a
    one, two = first.result, last.result
    is_mean = (
        one.statistic == two.statistic == "mean" and one.outcome == "pain_intensity"
    )
    if is_mean and one.value is not None and two.value is not None:
        return two.value > one.value
    return False


def _story(lost: Sequence[tuple[Row, Row]]) -> str:
    return "; ".join(
        f"{first.study.label}, {first.result.time_words or 'earlier'} "
        f"{_level(first)} and {last.result.time_words or 'later'} {_level(last)}"
        for first, last in lost
    )


def _level(row: Row) -> str:
    if row.setting == "controlled":
        words = {"for": "better than the comparator", "against": "no better"}
        p = row.result.p_value
        shown = f" (p {p if p[:1] in '<>=' else f'= {p}'})" if p else ""
        return words.get(row.stance, f"no clear difference{shown}")
    share = share_of(row.result)
    if share is not None:
        return f"{number(float(round(share)))}%"
    return f"mean pain {number(row.result.value or 0.0)}"


def _dated(basis: Basis) -> list[Row]:
    rows = [
        row
        for row in basis.of("pain_intensity", "responder")
        if row.result.time_days is not None
        and row.result.phase != "before"
        and row.setting in ("controlled", "uncontrolled")
    ]
    return sorted(rows, key=lambda row: (row.study.study_id, _days(row)))


def _days(row: Row) -> float:
    return row.result.time_days or 0.0


def _at_times(claim: Claim, basis: Basis, rows: Sequence[Row], when: str) -> Answer:
    counted = [row for row in rows if row.counts]
    controlled = {row.stance for row in counted if row.setting == "controlled"}
    alone = {row.stance for row in counted if row.setting == "uncontrolled"}
    verdict: Verdict = "unverifiable"
    if "for" in controlled:
        verdict = "supported" if controlled == {"for"} else "partly"
    elif "for" in alone:
        verdict = "partly"
    elif "against" in controlled | alone:
        verdict = "contradicted"
    if claim.is_denied:
        verdict = DENIED.get(verdict, verdict)
    said = [f"The claim is read as {days_in_words(claim.days or 0.0)}."]
    for setting, stance, words in (
        ("controlled", "for", "Better than the comparator {when}: {names}."),
        ("controlled", "against", "No better than the comparator {when}: {names}."),
        (
            "controlled",
            "unclear",
            "No clear difference from the comparator {when}: {names}.",
        ),
        ("uncontrolled", "for", "Some relief {when}, without a comparator: {names}."),
        ("uncontrolled", "against", "No relief {when}, without a comparator: {names}."),
    ):
        named = [
            f"{row.study.label} ({row.result.time_words})"
            for row in counted
            if (row.setting, row.stance) == (setting, stance)
        ]
        if named:
            names = listed(list(dict.fromkeys(named)))
            said.append(words.format(when=when, names=names))
    if not counted:
        said.append(f"No usable result {when} was found in the {basis.looked_through}.")
    evidence = tuple(evidence_of(row) for row in rows)
    if claim.kind == "duration":
        evidence += _durations(basis)
    return Answer(
        claim, verdict, tuple(said),
        by_stance(list(evidence)),
    )  # fmt: skip


def _durations(basis: Basis) -> tuple[Evidence, ...]:
    return tuple(
        evidence_of(row, "beside")
        for row in basis.of("duration_of_relief")
        if row.setting != "comparator"
    )

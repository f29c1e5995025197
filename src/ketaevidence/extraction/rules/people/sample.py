"""How many people took part. Infusions, charts and studies are not people.

Every count of people in the text has a role (sample_roles) and with it a claim to be
the sample (claims). The number with the best claim is the sample, if no other number
has as good a one; sizes of arms that add up to it support it, and give it where
nothing else does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ketaevidence.extraction.model import Candidate, Confidence
from ketaevidence.extraction.rules.found import candidate
from ketaevidence.extraction.rules.people.arm_sizes import Enumeration, enumerations
from ketaevidence.extraction.rules.people.case_count import case_count
from ketaevidence.extraction.rules.people.claims import (
    LONE,
    SURE,
    WEAK,
    Claims,
    is_of_arms,
    is_of_people,
)
from ketaevidence.extraction.rules.people.each_arm import each_arm, number_of_arms
from ketaevidence.extraction.rules.people.planned import planned
from ketaevidence.extraction.rules.people.sample_counts import Counted, counted
from ketaevidence.extraction.rules.study.kind import is_kind, reports_patients
from ketaevidence.extraction.text import View
from ketaevidence.question.model import Question

_PLANNED = "planned, not enrolled: the record is a protocol"


@dataclass(frozen=True, slots=True)
class Sample:
    """The number of people in a study, with what else it might have been."""

    value: int
    start: int
    end: int
    rule: str
    confidence: Confidence
    is_derived: bool = False
    alternatives: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def sample(view: View) -> Sample | None:
    """Give the number of people in the study; ask through ``view.once(sample)``."""
    if view.once(reports_patients):
        return _own(view)
    if is_kind(view, "protocol") and not is_kind(view, "animal"):
        plan = planned(view)
        if plan is not None:
            value, start, end, rule, is_sum = plan
            return Sample(value, start, end, rule, "medium", is_sum, (), (_PLANNED,))
    return None


def _own(view: View) -> Sample | None:
    """Give the number of people that a study reports of its own."""
    claims = Claims(view)
    if not claims.ordered or claims.ordered[0].weight < WEAK:
        described = case_count(view)
        if described is not None:
            return Sample(*described, is_derived=True)
        return _by_arms(view, claims) or _lone(claims)
    best = claims.ordered[0]
    whole = claims.whole_of(best)
    if whole is not None:
        return _sum_of(whole)
    if best.weight < SURE:
        best = claims.first_and_greatest() or best
    rivals = claims.rivals(best)
    doubts = claims.doubts(best, rivals)
    is_confirmed = claims.is_confirmed(best.value)
    if doubts and not is_confirmed and not _is_chosen(best, doubts):
        return None
    if (
        not is_confirmed
        and best.role != "randomised"
        and claims.has_greater_part(best.value)
    ):
        return None
    is_sure = is_confirmed or (best.weight >= SURE and not doubts)
    confidence: Confidence = (
        "high" if is_sure else "medium" if best.weight >= WEAK else "low"
    )
    return _as_sample(best, confidence, rivals)


def _as_sample(
    best: Counted, confidence: Confidence, rivals: Sequence[Counted] = ()
) -> Sample:
    return Sample(
        best.value,
        best.start,
        best.end,
        f"sample.{best.role}",
        confidence,
        best.is_sum,
        tuple(str(one.value) for one in rivals)[:3],
    )


def _sum_of(whole: Enumeration) -> Sample:
    return Sample(
        whole.total,
        whole.start,
        whole.end,
        "sample.sum_of_arms",
        "medium",
        is_derived=True,
    )


def _is_chosen(best: Counted, doubts: Sequence[Counted]) -> bool:
    """Say whether the words settle which of several numbers is the sample.

    Those who were randomised are fewer than those who were enrolled, and the sample
    all the same; a title that reports so many cases counts what the paper is about.
    """
    if best.role == "title":
        return True
    return best.role == "randomised" and all(
        one.role in _BEFORE_RANDOMISATION
        and one.value > best.value
        # Just half of them may be one arm, or those who got one treatment first.
        and one.value % best.value
        for one in doubts
    )


_BEFORE_RANDOMISATION = frozenset(("enrolled", "opening", "studied", "treated", "in_n"))


def _by_arms(view: View, claims: Claims) -> Sample | None:
    """Give the sum of the arms, or one arm times their number."""
    greatest = max((one.value for one in claims.ordered), default=0)
    for arms in view.once(enumerations):
        if greatest <= arms.total and is_of_people(arms) and is_of_arms(view, arms):
            return _sum_of(arms)
    each = [one for one in view.once(each_arm) if one.is_sure]
    number = view.once(number_of_arms) if each else None
    if not number or len({one.size for one in each}) != 1:
        return None
    one = each[0]
    if greatest > one.size * number:
        return None
    return Sample(
        one.size * number,
        one.start,
        one.end,
        "sample.arm_times_arms",
        "medium",
        is_derived=True,
    )


def _lone(claims: Claims) -> Sample | None:
    """Give a number with little claim where there is no other."""
    if not claims.ordered:
        return None
    best = claims.ordered[0]
    if best.weight < LONE or claims.rivals(best):
        return None
    return _as_sample(best, "low")


def read_n_total(view: View, _: Question) -> Iterator[Candidate]:
    """Read the number of people, if one number has the best claim to be it."""
    found = view.once(sample)
    if found is not None:
        yield candidate(
            view,
            "n_total",
            found.value,
            found.start,
            found.end,
            found.rule,
            status="derived" if found.is_derived else "stated",
            confidence=found.confidence,
            alternatives=found.alternatives,
            warnings=found.warnings,
        )


#: Fewer than one in so many are no analysis of the whole sample but of a part.
_LEAST_LEFT = 3
_NO_RESULTS = frozenset(("background", "objective"))
_LEFT: tuple[tuple[str, Confidence], ...] = (
    ("analysed", "high"),
    ("completed", "medium"),
)


def read_n_analysed(view: View, _: Question) -> Iterator[Candidate]:
    """Read how many of the sample were analysed, or completed, where it is fewer."""
    whole = view.once(sample)
    if whole is None or not view.once(reports_patients):
        return
    for role, confidence in _LEFT:
        fewer = [
            one
            for one in view.once(counted)
            if one.role == role
            and one.value < whole.value < one.value * _LEAST_LEFT
            and one.part not in _NO_RESULTS
        ]
        if len({one.value for one in fewer}) == 1:
            one = fewer[0]
            yield candidate(
                view,
                "n_analysed",
                one.value,
                one.start,
                one.end,
                f"sample.{role}",
                confidence=confidence,
                alternatives=(str(whole.value),),
            )
        if fewer:
            return

"""Which numbers in a text claim to be its sample, and what speaks for each.

A number that the sizes of the arms add up to gains, one that is such a size loses.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from ketaevidence.extraction.mentions.word_set import word_set
from ketaevidence.extraction.rules.people.arm_sizes import Enumeration, enumerations
from ketaevidence.extraction.rules.people.each_arm import each_arm, number_of_arms
from ketaevidence.extraction.rules.people.sample_counts import Counted, counted
from ketaevidence.extraction.rules.people.sample_words import WEIGHTS
from ketaevidence.extraction.text import View

#: Claims below the first are none by themselves; from the second on one is sure.
WEAK, SURE = 5.0, 7.5
#: A greater number with any claim at all casts doubt on a smaller one.
ANY = 3.0
#: The only number of people that a text gives may be the sample with so little.
LONE = 3.5
#: Claims that are closer than this are equal.
_MARGIN = 1.5
#: What a claim gains if the arms add up to it.
_SUPPORT = 3.0
#: Roles that a part of the sample has as often as the sample.
_PARTLY = word_set(
    "analysed completed in_n of_n plain denominator opening base",
)
#: Roles of a part of the sample, and where the text does not speak of its own.
_PARTS = frozenset(("part", "arm", "denominator"))
_NOT_OWN = frozenset(("background", "objective", "conclusions"))
#: Of those who were randomised at least one in so many is evaluated.
_MOSTLY = 2
#: No arm of a study is smaller.
_FEWEST_IN_ARM = 4


@dataclass(frozen=True)
class Claims:
    """The numbers of people in a text that may be its sample."""

    view: View

    @cached_property
    def ordered(self) -> list[Counted]:
        """Each number once, with its best claim, the best first."""
        best: dict[int, Counted] = {}
        for one in self.view.once(counted):
            if not WEIGHTS[one.role] or one.weight < ANY - 1:
                continue
            if one.value not in best or one.weight > best[one.value].weight:
                best[one.value] = one
        gains = {value for value in best if self.is_supported(value)}
        loses = {
            arm.size
            for value in gains & self.sums.keys()
            for arm in self.sums[value].sized
        }
        loses |= {
            size
            for value in gains & self._together.keys()
            for size in self._together[value]
        }
        for value, one in best.items():
            change = (value in gains) - (value in loses)
            best[value] = replace(one, weight=one.weight + change * _SUPPORT)
        ordered = sorted(best.values(), key=lambda one: (-one.weight, -one.value))
        return _stated_first(ordered)

    @cached_property
    def sums(self) -> dict[int, Enumeration]:
        """What the arms of a sentence add up to; of equal sums the first."""
        return {e.total: e for e in reversed(self.view.once(enumerations))}

    @cached_property
    def _together(self) -> dict[int, tuple[int, ...]]:
        """What the numbers of people in one sentence add up to, with the numbers."""
        by_sentence: dict[int, list[int]] = {}
        for one in self.view.once(counted):
            if WEIGHTS[one.role] or one.role == "arm":
                by_sentence.setdefault(one.sentence, []).append(one.value)
        groups = (tuple(values) for values in by_sentence.values() if len(values) > 1)
        return {sum(values): values for values in groups}

    @cached_property
    def _products(self) -> frozenset[int]:
        """What the arms add up to, where every arm has a number that the text gives."""
        sizes = {each.size for each in self.view.once(each_arm)}
        if not sizes:
            return frozenset()
        arms = self.view.once(number_of_arms)
        return frozenset(
            n * size for n in ((arms,) if arms else (2, 3, 4)) for size in sizes
        )

    @cached_property
    def _sizes(self) -> frozenset[int | None]:
        return frozenset(
            arm.size for e in self.view.once(enumerations) for arm in e.sized
        )

    @cached_property
    def _values(self) -> frozenset[int]:
        return frozenset(one.value for one in self.ordered)

    def is_supported(self, value: int) -> bool:
        """Say whether sizes of arms add up to a number."""
        return value in self.sums or value in self._together or value in self._products

    def is_confirmed(self, value: int) -> bool:
        """Say whether named arms, or equal arms, add up to a number."""
        return value in self.sums or value in self._products

    def whole_of(self, best: Counted) -> Enumeration | None:
        """Give the arms of which the best claim is one: "67 received A and 32 B"."""
        if self.is_confirmed(best.value) or best.is_sum:
            return None
        greatest = max(self._values)
        for whole in self.sums.values():
            is_one = any(
                arm.size == best.value
                and arm.start <= best.end
                and best.start <= arm.end
                for arm in whole.sized
            )
            if is_one and is_of_people(whole):
                return whole if greatest <= whole.total else None
        return None

    def first_and_greatest(self) -> Counted | None:
        """Give the claim that opens the text, if no number is greater."""
        first = min(self.ordered, key=lambda one: one.start)
        is_screened = first.role == "base" and any(
            one.sentence == first.sentence for one in self.ordered if one is not first
        )
        is_greatest = first.value == max(self._values) and first.weight >= LONE
        return first if is_greatest and not is_screened else None

    def rivals(self, best: Counted) -> list[Counted]:
        """Give the other numbers that nothing explains."""
        return [
            one
            for one in self.ordered
            if one.value != best.value and not self._is_explained(one, best)
        ]

    def doubts(self, best: Counted, rivals: Sequence[Counted]) -> list[Counted]:
        """Give the rivals that may be the sample as well."""
        return [
            one
            for one in rivals
            if best.weight - one.weight <= _MARGIN
            or (one.value > best.value and one.weight >= ANY)
        ]

    def has_greater_part(self, value: int) -> bool:
        """Say whether the text counts a part of the people that is greater than all."""
        return any(
            one.value > value
            and (one.role in _PARTS or one.role == "each_arm")
            and one.part not in _NOT_OWN
            for one in self.view.once(counted)
        )

    def _is_explained(self, rival: Counted, best: Counted) -> bool:
        """Say whether another number is a part or a rest of the sample."""
        if rival.value > best.value:
            # "Of 767 patients with the disease, 500 were enrolled".
            return rival.role == "base" and best.role in {"randomised", "enrolled"}
        if rival.role in _PARTLY or (best.weight < SURE and rival.start > best.start):
            return True
        if rival.is_sum and best.role == "randomised" and not best.is_sum:
            return True
        if (
            best.role == "randomised"
            and rival.role == "studied"
            and rival.start > best.start
        ):
            # "Thirty-six were randomised ... Thirty-five were evaluated".
            return rival.value * _MOSTLY > best.value
        if rival.value in self._sizes or best.value - rival.value in self._values:
            return True
        is_fraction = best.value in {n * rival.value for n in (2, 3, 4)}
        return is_fraction and rival.weight <= best.weight


def _stated_first(ordered: list[Counted]) -> list[Counted]:
    """Put a greater number that is printed before a sum of some that are."""
    if ordered and ordered[0].is_sum:
        for one in ordered[1:]:
            if (
                not one.is_sum
                and one.weight >= SURE
                and one.value > ordered[0].value
                and one.role in _JOINED
            ):
                return [one, *(other for other in ordered if other is not one)]
    return ordered


_JOINED = frozenset(("randomised", "enrolled"))


def is_of_people(enumeration: Enumeration) -> bool:
    """Say whether arms are large enough to be arms, and no list of single events."""
    return all((arm.size or 0) >= _FEWEST_IN_ARM for arm in enumeration.sized)


def is_of_arms(view: View, enumeration: Enumeration) -> bool:
    """Say whether a sentence divides people, and not samples or studies."""
    words = view.sentence_at(enumeration.start, enumeration.end)
    return bool(_DIVIDED.search(words)) and not _NO_PEOPLE.search(words)


_DIVIDED = re.compile(
    r"\b(?:random\w*|assigned|allocated|divided|groups?|arms?|placebo|controls?|versus|vs|received|treated|underwent|compar\w+|either|injected|given|administered|infused)\b",
    re.IGNORECASE,
)
_NO_PEOPLE = re.compile(
    r"\b(?:stud(?:y|ies)\s[1-9]|experiments?\s[1-9]|sequencing|samples|specimens|serum|blood\s\(|trials\s\(|sub-?groups?\s\(|cohorts?\s\(|combined|eyes|knees|hips|teeth|implants|lesions)",
    re.IGNORECASE,
)

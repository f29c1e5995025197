"""The outcomes that a person can rate, and the numbers that a rating rests on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from ketaevidence.curation.certainty import rating_key
from ketaevidence.curation.model import Register, Result
from ketaevidence.errors import CurationError
from ketaevidence.synthesis.model import Analysis, EffectRow, Group, KeptOut

Basis = tuple[tuple[str, str], ...]

#: How the pool of an outcome is named beside its results.
_POOLED: Final = "pooled"
#: (pooled before, pooled now) in words.
_POOLED_SINCE: Final = {
    (True, True): "pooled in another way",
    (False, True): "pooled now",
    (True, False): "no longer pooled",
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """One group of an analysis, or the whole analysis where no group is shown."""

    analysis: Analysis
    group: Group | None
    #: Whether another group of the analysis bears the same label.
    is_ambiguous: bool = False

    @property
    def label(self) -> str:
        """The group's label; empty where no group is shown."""
        return "" if self.group is None else self.group.label

    @property
    def key(self) -> str:
        """What identifies the outcome in the review."""
        return rating_key(self.analysis.kind, self.label)

    @property
    def rows(self) -> tuple[EffectRow, ...]:
        """The results that are shown."""
        return () if self.group is None else self.group.rows

    @property
    def is_randomised(self) -> bool:
        """Whether chance decided who got what."""
        return self.analysis.kind == "randomised_contrast"


def outcomes_of(analyses: Iterable[Analysis]) -> tuple[Outcome, ...]:
    """Give what a summary has a row for, in the order of the analyses.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> [outcome.label for outcome in outcomes_of(ke.example_review().analyses())][:2]
    ['', 'During or at the end of treatment']
    """
    found: list[Outcome] = []
    for analysis in analyses:
        groups = [group for group in analysis.groups if group.rows]
        keys = Counter(rating_key(analysis.kind, group.label) for group in groups)
        found += [
            Outcome(analysis, group, keys[rating_key(analysis.kind, group.label)] > 1)
            for group in groups
        ] or [Outcome(analysis, None)]
    return tuple(found)


def outcome_to_rate(analyses: Iterable[Analysis], key: str) -> Outcome:
    """Give the outcome that a person wants to rate.

    Raises
    ------
    CurationError
        If there is no such outcome, two bear its name, or it has no evidence at all.
    """
    outcomes = outcomes_of(analyses)
    fitting = [outcome for outcome in outcomes if outcome.key == key.strip()]
    if not fitting:
        keys = ", ".join(dict.fromkeys(outcome.key for outcome in outcomes)) or "none"
        msg = f"Certainty: there is no outcome {key!r}; there are {keys}."
        raise CurationError(msg)
    first = fitting[0]
    if first.is_ambiguous:
        msg = (
            f"Certainty: two groups are called {first.label!r}, so a rating of {key} "
            "could be of either. Name their results apart in the register first."
        )
        raise CurationError(msg)
    if not first.rows and not first.analysis.kept_out:
        msg = f"Certainty: no study tells of {key}; there is nothing to rate."
        raise CurationError(msg)
    return first


def results_of(row: EffectRow | KeptOut, register: Register) -> tuple[Result, ...]:
    """Give the register's results behind a row."""
    known = {result.result_id: result for result in register.results}
    return tuple(known[key] for key in row.result_ids if key in known)


def people_in(row: EffectRow, kind: str, register: Register) -> int | None:
    """Count the people in one row; ``None`` where a result does not say."""
    results = results_of(row, register)
    counts = [
        result.total if kind == "responder" and result.total is not None else result.n
        for result in results
    ]
    if not counts or len(counts) < len(row.result_ids) or None in counts:
        return None
    return sum(count for count in counts if count is not None)


def rests_on(outcome: Outcome, register: Register) -> Basis:
    """Give the numbers that a rating of an outcome rests on, result by result.

    Numbers are rounded to six digits, so that another computer's last digit is no news.
    Where no result is shown, the basis is what was kept out, with the reason.
    """
    kind = outcome.analysis.kind
    found = [
        (
            _named(row),
            "; ".join(
                (
                    f"{_six(row.yi)} {_six(row.vi)} n {people_in(row, kind, register)}",
                    *sorted(row.marks),
                )
            ),
        )
        for row in outcome.rows
    ]
    if outcome.group is None:
        found = [(_named(kept), _kept(kept)) for kept in outcome.analysis.kept_out]
    pooled = None if outcome.group is None else outcome.group.pooled
    if pooled is not None:
        found.append((_POOLED, f"{pooled.method} {pooled.test} {_six(pooled.level)}"))
    return tuple(sorted(found))


def changed_since(rated: Basis, now: Basis) -> str | None:
    """Say what changed after a rating; ``None`` if nothing did.

    Examples
    --------
    >>> changed_since((("a R1", "1"),), (("a R1", "2"), ("b R2", "1")))
    'results since then: 1 new, 1 with other numbers'
    >>> changed_since((("a R1", "1"),), (("a R1", "1"),)) is None
    True
    """
    old, new = Counter(rated), Counter(now)
    if old == new:
        return None
    before = Counter(what for what, _ in (old - new).elements())
    after = Counter(what for what, _ in (new - old).elements())
    pools = (before.pop(_POOLED, 0) > 0, after.pop(_POOLED, 0) > 0)
    counts = (
        (sum((after - before).values()), "new"),
        (sum((before - after).values()), "gone"),
        (sum((before & after).values()), "with other numbers"),
    )
    parts = [f"{n} {words}" for n, words in counts if n]
    told = [f"results since then: {', '.join(parts)}"] if parts else []
    if any(pools):
        told.append(_POOLED_SINCE[pools])
    return "; ".join(told)


def _named(row: EffectRow | KeptOut) -> str:
    return " ".join((row.study_id, *row.result_ids))


def _kept(kept: KeptOut) -> str:
    spans = (
        f"{_six(r.estimate)} {_six(r.ci_lb)} {_six(r.ci_ub)}" for r in kept.readings
    )
    return "; ".join((kept.reason_id, *spans))


def _six(value: float) -> str:
    # Adding 0.0 takes the sign from a zero.
    return f"{value + 0.0:.6g}"

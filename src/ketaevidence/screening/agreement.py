"""How far two reviewers decided alike, beyond what chance would give.

References
----------
Cohen J (1960). A coefficient of agreement for nominal scales. Educational and
Psychological Measurement 20:37-46. doi:10.1177/001316446002000104
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from ketaevidence.screening.model import Decision, Stage, Verdict
from ketaevidence.screening.settling import by_record, person


@dataclass(frozen=True, slots=True)
class Agreement:
    """How often two people decided alike on the records that both decided on.

    What counts is what each had decided when both had first decided on a record, so
    that talking about it later does not make them agree. Decisions that settle a
    conflict do not count.

    Notes
    -----
    With p the share of records decided alike and e the share that chance gives, which
    is the sum over verdicts of the product of how often each of the two gives it,
    Cohen's kappa = (p - e) / (1 - e) (Cohen 1960, doi:10.1177/001316446002000104).
    Where both always give one and the same verdict, e is 1 and there is no kappa. Few
    included records make kappa low even where people nearly always agree; read it
    beside the counts.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> found = ke.Agreement("title_abstract", "A", "B", (
    ...     ("include", "include", 20), ("include", "exclude", 5),
    ...     ("exclude", "include", 10), ("exclude", "exclude", 15)))
    >>> found.n, found.alike, round(found.kappa, 6)
    (50, 35, 0.4)
    """

    stage: Stage
    first: str
    second: str
    #: (verdict of the first, verdict of the second, number of records), none of them 0.
    counts: tuple[tuple[Verdict, Verdict, int], ...]

    @property
    def n(self) -> int:
        """Records that both decided on."""
        return sum(n for _, _, n in self.counts)

    @property
    def alike(self) -> int:
        """Records on which both gave the same verdict."""
        return sum(n for one, two, n in self.counts if one == two)

    @property
    def observed(self) -> float:
        """The share of records decided alike, from 0 to 1."""
        return self.alike / self.n

    @property
    def expected(self) -> float:
        """The share that chance gives, from 0 to 1."""
        firsts: Counter[str] = Counter()
        seconds: Counter[str] = Counter()
        for one, two, n in self.counts:
            firsts[one] += n
            seconds[two] += n
        # In whole numbers as far as they go, so that "always alike" is exactly 1.
        return sum(firsts[v] * seconds[v] for v in firsts) / self.n**2

    @property
    def kappa(self) -> float | None:
        """Cohen's kappa, from -1 to 1; ``None`` where chance alone gives everything."""
        expected = self.expected
        if expected == 1:
            return None
        return (self.observed - expected) / (1 - expected)


def agreements(decisions: Sequence[Decision], stage: Stage) -> tuple[Agreement, ...]:
    """Give the agreement of every two people who decided on a record in common.

    Parameters
    ----------
    decisions
        All decisions, oldest first.
    stage
        ``title_abstract`` or ``full_text``.

    Returns
    -------
    tuple of Agreement
        By names, in alphabetical order; people without a common record are left out.
    """
    own = [
        [decision for decision in row if decision.resolution is None]
        for row in by_record(decisions, stage).values()
    ]
    names: dict[str, str] = {}
    for row in own:
        for decision in row:
            names.setdefault(person(decision.by), decision.by)
    found = []
    for one, two in combinations(sorted(names), 2):
        pairs = Counter(
            pair for row in own if (pair := _first_pair(row, one, two)) is not None
        )
        if pairs:
            counts = tuple((*pair, n) for pair, n in sorted(pairs.items()))
            found.append(Agreement(stage, names[one], names[two], counts))
    return tuple(found)


def _first_pair(
    row: Sequence[Decision], one: str, two: str
) -> tuple[Verdict, Verdict] | None:
    """Give what two people had decided when both had first decided."""
    verdicts: dict[str, Verdict] = {}
    for decision in row:
        verdicts[person(decision.by)] = decision.verdict
        if one in verdicts and two in verdicts:
            return verdicts[one], verdicts[two]
    return None

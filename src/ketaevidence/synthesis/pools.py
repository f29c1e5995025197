"""The pooled results of a state as plain numbers, on the scale that people read.

Numbers that were stored by an earlier version of the software and numbers that were
worked out just now are the same kind of thing here, so that they can be compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from ketaevidence.curation.model import Register
from ketaevidence.effects import Effects
from ketaevidence.synthesis.model import Analysis, AnalysisKind

#: Responders are read in per cent and pooled as proportions.
_PER_HUNDRED: Final = 100.0
#: What of a pooled result is compared, by the names that people know.
_NUMBERS: Final = (
    "k", "estimate", "ci_lb", "ci_ub", "pi_lb", "pi_ub", "tau2", "I2", "level",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pool:
    """One pooled result: what was pooled with what, and what came out.

    ``estimate`` and the intervals are in the unit of the analysis (points, per cent);
    ``tau2`` is on the scale that is pooled, ``i2`` in per cent.
    """

    kind: AnalysisKind
    #: The group's label: the time, and what its rows share.
    label: str
    studies: frozenset[str]
    k: int
    #: Patients, where each study says how many.
    n: int | None
    estimate: float
    ci_lb: float
    ci_ub: float
    pi_lb: float | None = None
    pi_ub: float | None = None
    tau2: float | None = None
    i2: float | None = None
    #: Ends of the pain scale; ``None`` where shares of patients are pooled, or where
    #: stored numbers do not say.
    scale: tuple[float, float] | None = None
    #: Level of the intervals.
    level: float = 0.95


def pools_of(analyses: Sequence[Analysis], register: Register) -> tuple[Pool, ...]:
    """Give every pooled result of some analyses, in their order.

    Parameters
    ----------
    analyses
        The analyses of one state.
    register
        The register of that state, which knows each result's scale.
    """
    ends = {row.result_id: (row.scale_low, row.scale_high) for row in register.results}
    return tuple(
        pool_of_numbers(
            analysis.kind,
            group.label,
            studies=[row.study_id for row in group.rows],
            numbers={name: getattr(group.pooled, name) for name in _NUMBERS},
            effects=group.pooled.effects,
            ends=[ends[k] for row in group.rows for k in row.result_ids if k in ends],
        )
        for analysis in analyses
        for group in analysis.groups
        # One study is no pool, whatever its group says.
        if group.pooled is not None and group.pooled.k > 1
    )


def pool_of_numbers(  # noqa: PLR0913 (what makes up a pooled result, each by name)
    kind: AnalysisKind,
    label: str,
    *,
    studies: Iterable[str],
    numbers: Mapping[str, Any],
    effects: Effects,
    ends: Sequence[tuple[float | None, float | None]],
) -> Pool:
    """Bring one pooled result to the scale that people read.

    Parameters
    ----------
    kind, label
        The analysis and the group.
    studies
        The studies that are pooled.
    numbers
        What came out, by the names of ``Pooled``, on the scale that is pooled.
    effects
        What was pooled: it knows the way back from that scale.
    ends
        Ends of the pain scale of each result.
    """
    factor = _PER_HUNDRED if kind == "responder" else 1.0

    def read(name: str) -> Any:
        value = numbers[name]
        return None if value is None else float(effects.back_transform(value)) * factor

    scales = set(ends)
    low, high = scales.pop() if len(scales) == 1 else (None, None)
    has_scale = low is not None and high is not None and kind != "responder"
    return Pool(
        kind=kind,
        label=label,
        studies=frozenset(studies),
        k=numbers["k"],
        n=None if effects.ni is None else sum(effects.ni),
        estimate=read("estimate"),
        ci_lb=read("ci_lb"),
        ci_ub=read("ci_ub"),
        pi_lb=read("pi_lb"),
        pi_ub=read("pi_ub"),
        tau2=numbers["tau2"],
        i2=numbers["I2"],
        level=numbers["level"],
        scale=(low, high) if has_scale else None,  # type: ignore[arg-type]  # both known
    )


def matched(states: Sequence[Sequence[Pool]]) -> tuple[tuple[Pool | None, ...], ...]:
    """Follow each pooled result through states, by its analysis and its label.

    A result that a state does not have is ``None`` there, and may come back later. Of
    results that share a label, those with most studies in common belong together.

    Parameters
    ----------
    states
        The pooled results of each state.

    Returns
    -------
    tuple
        One tuple for each result, with one place for each state.
    """
    chains: list[list[Pool | None]] = []
    for position, pools in enumerate(states):
        open_chains = list(chains)
        for chain in chains:
            chain.append(None)
        pairs = [
            (-len(last.studies & pool.studies), c, p)
            for c, chain in enumerate(open_chains)
            for p, pool in enumerate(pools)
            if (last := _last(chain)).kind == pool.kind and last.label == pool.label
        ]
        taken_chains: set[int] = set()
        taken_pools: set[int] = set()
        for _, c, p in sorted(pairs):
            if c not in taken_chains and p not in taken_pools:
                open_chains[c][position] = pools[p]
                taken_chains.add(c)
                taken_pools.add(p)
        chains += [
            [*[None] * position, pool]
            for p, pool in enumerate(pools)
            if p not in taken_pools
        ]
    return tuple(tuple(chain) for chain in chains)


def _last(chain: Sequence[Pool | None]) -> Pool:
    """Give the newest form of a result that some state has."""
    return next(pool for pool in reversed(chain) if pool is not None)

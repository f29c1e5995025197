"""How counts come in, checked study by study."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from ketaevidence.effects.alike import refuse_unlike
from ketaevidence.effects.columns import Table, count_problems, read_table, refuse
from ketaevidence.effects.intervals import check_level
from ketaevidence.effects.model import Effects
from ketaevidence.errors import EffectError, PoolingError


@contextmanager
def as_pooling_error(measure: str) -> Iterator[None]:
    """Say that a pool, not an effect, cannot be computed."""
    try:
        yield
    except EffectError as error:
        reason = str(error).removeprefix(f"{measure} cannot be computed: ")
        msg = f"{measure} cannot be pooled: {reason}"
        raise PoolingError(msg) from error


def checked_level(level: float) -> float:
    """Refuse a confidence level that is no probability between 0 and 1."""
    try:
        return check_level(level)
    except EffectError as error:
        raise PoolingError(str(error)) from error


def read_proportions(xi: Any, ni: Any, data: Any, slab: Any) -> Table:
    """Read events and totals of one group, from columns or from effects."""
    if isinstance(xi, Effects):
        if ni is not None or data is not None or slab is not None:
            msg = "ni=, data= and slab= come with the Effects; leave them out"
            raise PoolingError(msg)
        if not {"xi", "ni"} <= set(xi.inputs):
            msg = (
                f"these effects ({xi.measure}) do not hold events and totals of one "
                "group; make them with effect_sizes('PLO', xi=..., ni=...)"
            )
            raise PoolingError(msg)
        refuse_unlike(xi)
        given, slab = {"xi": xi.inputs["xi"], "ni": xi.inputs["ni"]}, xi.slab
    else:
        if ni is None:
            msg = "binomial_normal needs events and totals: binomial_normal(xi, ni)"
            raise PoolingError(msg)
        given = {"xi": xi, "ni": ni}
    with as_pooling_error("PLO"):
        table = read_table("PLO", data, slab, given)
        problems = [
            *count_problems(table, "xi", at_least=0),
            *count_problems(table, "ni", at_least=1),
            *table.found(
                "xi", lambda x: x > table["ni"], "more events than patients (ni)"
            ),
        ]
        if problems:
            refuse("PLO", problems)
    return table


def read_counts(measure: str, data: Any, slab: Any, given: Mapping[str, Any]) -> Table:
    """Read the counts of two groups; what they must be is checked with the effects."""
    with as_pooling_error(measure):
        return read_table(measure, data, slab, given)

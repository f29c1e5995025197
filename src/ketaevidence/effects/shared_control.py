"""A control group that serves several comparisons must not be counted twice."""

from __future__ import annotations

import math
from dataclasses import dataclass

from ketaevidence.errors import EffectError


@dataclass(frozen=True, slots=True)
class SharedControl:
    """The parts of a control group, one for each comparison.

    Parameters
    ----------
    n
        Patients in each part; they add up to the group.
    events
        Events in each part, or None where none were given.
    is_exact
        False when the numbers did not divide and parts differ by one.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> ke.split_shared_control(41, 2).n
    (21, 20)
    """

    n: tuple[int, ...]
    events: tuple[int, ...] | None
    is_exact: bool


def _whole(value: float, what: str, at_least: int) -> int:
    try:
        number = math.nan if isinstance(value, bool | str) else float(value)
    except (TypeError, ValueError):
        number = math.nan
    if not (number.is_integer() and number >= at_least):
        msg = f"{what}={value!r} must be a whole number, {at_least} or more"
        raise EffectError(msg)
    return int(number)


def _parts(total: int, into: int) -> tuple[int, ...]:
    """Split a whole number as evenly as whole numbers allow, larger parts first."""
    each, rest = divmod(total, into)
    return tuple(each + (part < rest) for part in range(into))


def split_shared_control(
    n: int, into: int, *, events: int | None = None
) -> SharedControl:
    """Split a control group between the comparisons that share it.

    A trial with two doses and one placebo group gives two comparisons. If each used
    the whole placebo group, its patients would be counted twice.

    Parameters
    ----------
    n
        Patients in the control group.
    into
        Number of comparisons that share it.
    events
        Of these, patients with the event, for counted outcomes. Means and standard
        deviations stay those of the whole group.

    Returns
    -------
    SharedControl
        ``n`` and ``events`` of each part.

    Raises
    ------
    EffectError
        When a number is not whole, there are more events than patients, or a part
        would hold fewer than two patients.

    Notes
    -----
    The comparisons remain correlated a little through the shared mean; putting the
    treated groups together into one comparison avoids that and is better where it
    makes sense. Numbers that do not divide give parts that differ by one.

    References
    ----------
    Higgins JPT, Eldridge S, Li T. Cochrane Handbook for Systematic Reviews of
    Interventions, section 23.3.4.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> ke.split_shared_control(40, 2, events=11)
    SharedControl(n=(20, 20), events=(6, 5), is_exact=False)
    """
    total, count = _whole(n, "n", 1), _whole(into, "into", 2)
    if total // count < 2:
        msg = (
            f"n={total} cannot be split into {count} groups of two or more patients; "
            "put the treated groups together instead"
        )
        raise EffectError(msg)
    parts = _parts(total, count)
    if events is None:
        return SharedControl(parts, None, total % count == 0)
    happened = _whole(events, "events", 0)
    if happened > total:
        msg = f"events={happened} are more than the n={total} patients"
        raise EffectError(msg)
    # Larger parts get the larger share of events, so none has more than patients.
    is_exact = total % count == 0 and happened % count == 0
    return SharedControl(parts, _parts(happened, count), is_exact)

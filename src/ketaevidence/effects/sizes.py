"""The one door to all effect sizes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from ketaevidence.effects.choices import (
    Choices,
    Computed,
    Design,
    Kind,
    ZeroCellRule,
)
from ketaevidence.effects.columns import (
    Table,
    place,
    read_labels,
    read_table,
    refuse,
)
from ketaevidence.effects.measures import REPORTED, Form, Measure
from ketaevidence.effects.model import Effects, Labels
from ketaevidence.effects.recover.model import Recovered
from ketaevidence.effects.request import (
    check_kind,
    choices_of,
    form_of,
    measure_of,
    vtypes_of,
)
from ketaevidence.effects.transformations import TRANSFORMATIONS
from ketaevidence.errors import EffectError


def effect_sizes(  # noqa: PLR0913  (one door; the names are metafor's)
    measure: str,
    data: Any = None,
    *,
    slab: Any = None,
    vtype: str | None = None,
    add: float | None = None,
    to: ZeroCellRule | None = None,
    drop00: bool | None = None,
    design: Design | None = None,
    kind: Kind | None = None,
    alike: Mapping[str, Any] | None = None,
    **columns: Any,
) -> Effects:
    """Compute what each study found, as one number with its uncertainty.

    Give the numbers themselves, or a table and the names of its columns. Nothing is
    filled in: a cell that is missing, not a number or impossible is an error that
    names the study.

    Parameters
    ----------
    measure
        Short name of the measure, a key of ``MEASURES``: see Notes.
    data
        A table with named columns (DataFrame, dict of lists), or None.
    slab
        Study labels, or the name of their column; default "Study 1", "Study 2", ...
    vtype
        Variance formula, where there are several; the first is the default.
        MD: ``"LS"`` each group's own, ``"HO"`` pooled. SMD: ``"LS"`` large-sample,
        ``"LS2"`` times the correction squared, ``"UB"`` unbiased, ``"AV"`` from the
        mean effect. SMCC, SMCR: ``"LS"``, ``"LS2"``. RD, PR: ``"LS"``, ``"UB"``,
        ``"AV"``. RR, OR, PLN, PLO: ``"LS"``, ``"AV"``. PPC2: ``"LS"``, ``"exact"``.
    add, to
        What is added to counts (default 0.5) and where: ``"only0"`` (default) in
        studies with a zero cell, ``"all"``, ``"if0all"`` in all as soon as one has a
        zero, ``"none"``.
    drop00
        Studies without events in either group (or with events only). None, the
        default: left out of RR, OR, PETO, IRR and MPORC, about which they say nothing.
        True: left out of every measure. False: kept, as metafor does.
    design
        For MD and SMD: ``"parallel"`` (default) two groups, ``"crossover"`` the same
        patients under both treatments.
    kind
        For GEN: ``"contrast"``, ``"uncontrolled change"`` or ``"single group"``;
        default ``"as given"``. Other measures have a kind of their own.
    alike
        What must be equal for studies to be pooled: a name (``"timing"``) with one
        label per study, or with the name of a column. A missing label means unknown.
    **columns
        Values, or column names, by metafor's names; one number is allowed for a
        correlation. Every measure also takes effects as reported, on the scale of
        analysis (log ratios): ``yi`` with ``vi`` or ``sei``, and ``ni`` if known.

    Returns
    -------
    Effects
        Frozen, with yi and vi of shape ``(k,)``.

    Raises
    ------
    EffectError
        When a column is unknown or missing, or a value is impossible.

    Notes
    -----
    Two groups, group 1 minus (or over) group 2, J(m) the exact small-sample factor:

    - MD, SMD (by the pooled SD), SMDH (by the root of the mean variance), ROM (log):
      ``m1i, sd1i, n1i, m2i, sd2i, n2i``. Crossover MD: ``m1i, m2i, sd1i, sd2i, ni,
      ri`` or ``mi, sdi, ni`` (the differences within patients); crossover SMD: the
      first of these.
    - RR, OR, PETO (log), RD, AS: ``ai, bi, ci, di`` or ``ai, n1i, ci, n2i``.
      IRR (log), IRD: ``x1i, t1i, x2i, t2i``.
    - MPRD, MPRR, MPOR, MPORC, events in the same patients: ``ai`` under both
      treatments, ``bi`` under the first only, ``ci`` under the second only, ``di``.
    - Both groups before and after: MCD (raw), PPC1 (own SD before), PPC2 (pooled SD
      before): ``post1i, pre1i, sdpre1i, n1i, r1i``, the same with 2; MCD also
      ``sdpost1i, sdpost2i``.

    One group, uncontrolled change, first minus second measurement: MC (raw), SMCC (by
    the SD of change), SMCR, SMCRH (by ``sd1i``, which must be the SD before treatment
    even when ``m1i`` is the mean after it), SMCRP (by the mean variance), ROMC (log):
    ``m1i, m2i, sd1i, sd2i, ni, ri``. MC and SMCC also ``mi, sdi, ni``; SMCC also
    ``ti, ni``; SMCR without ``sd2i``.

    One group: MN ``mi, sdi, ni``; PR, PLN (log), PLO (logit), PAS (arcsine), PFT
    (Freeman-Tukey) ``xi, ni``; IR, IRLN (log) ``xi, ti``. GEN: as given.

    The formulas of all measures are on the documentation's page on methods.

    References
    ----------
    Hedges LV (1981). Journal of Educational Statistics 6:107-128.
    doi:10.3102/10769986006002107
    Viechtbauer W (2010). Journal of Statistical Software 36(3):1-48.
    doi:10.18637/jss.v036.i03
    Bonett DG (2009). Psychological Methods 14:225-238. doi:10.1037/a0016619
    Lajeunesse MJ (2015). Ecology 96:2056-2063. doi:10.1890/14-2402.1
    Elbourne DR and others (2002). International Journal of Epidemiology 31:140-149.
    doi:10.1093/ije/31.1.140
    Morris SB (2008). Organizational Research Methods 11:364-386.
    doi:10.1177/1094428106291059

    Examples
    --------
    >>> import ketaevidence as ke
    >>> table = {"study": ["A", "B"], "m_k": [3.1, 4.0], "sd_k": [1.5, 2.0],
    ...          "n_k": [20, 30], "m_c": [4.2, 4.4], "sd_c": [1.8, 2.1],
    ...          "n_c": [21, 29]}
    >>> es = ke.effect_sizes("MD", table, slab="study", m1i="m_k", sd1i="sd_k",
    ...                      n1i="n_k", m2i="m_c", sd2i="sd_c", n2i="n_c")
    >>> print(es.yi.round(2), es.vi.round(4))
    [-1.1 -0.4] [0.2668 0.2854]
    >>> es = ke.effect_sizes("OR", ai=[8, 0], n1i=[20, 20], ci=[3, 0], n2i=[20, 20])
    >>> es.slab, es.settings["left_out"]
    (('Study 1',), ['Study 2'])
    """
    chosen = measure_of(measure)
    given = {name: values for name, values in columns.items() if values is not None}
    form = form_of(chosen, given, design)
    check_kind(chosen, kind)
    choices = choices_of(
        chosen,
        form,
        vtype=vtype,
        add=add,
        to=to,
        drop00=drop00,
    )
    table = read_table(measure, data, slab, given)
    labels = _alike(data, alike, len(table.slab))
    # Numbers near the end of the floating-point range are caught by _check_range.
    with np.errstate(all="ignore"):
        computed = form.compute(table, choices)
    if computed.kept is not None:
        table = table.take(computed.kept)
        labels = {
            name: tuple(column[row] for row in computed.kept)
            for name, column in labels.items()
        }
    _check_range(chosen, table, computed)
    ni = computed.participants
    return Effects(
        measure=measure,
        yi=computed.yi,
        vi=computed.vi,
        slab=table.slab,
        ni=None if ni is None else tuple(int(n) for n in ni),
        settings=_settings(chosen, form, choices, computed, design)
        | ({"kind": kind} if kind is not None else {})
        | _recovered(given),
        # What is reported is in yi and vi already.
        inputs={} if form is REPORTED else table.inputs(),
        alike=labels,
        kind=kind,
    )


def _settings(
    measure: Measure,
    form: Form,
    choices: Choices,
    computed: Computed,
    design: str | None,
) -> dict[str, object]:
    """Write down every choice behind the numbers."""
    settings: dict[str, object] = {"kind": measure.kind, "measure": measure.code}
    if measure.direction is not None:
        settings["direction"] = measure.direction
    if measure.scale != "none":
        settings["scale"] = TRANSFORMATIONS[measure.scale].name
    used = form.design if form is not REPORTED else design
    if used is not None:
        settings["design"] = used
    if form is REPORTED:
        settings["source"] = "effects as reported, on the scale of analysis"
    elif vtypes_of(measure, form):
        settings["vtype"] = choices.vtype
    return settings | dict(computed.settings)


def _recovered(given: Mapping[str, Any]) -> dict[str, object]:
    """Say which columns were recovered, and from what."""
    sources = {
        name: f"recovered from {values.source}"
        for name, values in given.items()
        if isinstance(values, Recovered)
    }
    return {"recovered": sources} if sources else {}


def _alike(data: Any, alike: Mapping[str, Any] | None, k: int) -> dict[str, Labels]:
    if alike is None:
        return {}
    if not isinstance(alike, Mapping):
        msg = f"alike={alike!r} must be a dict: a name with one label per study"
        raise EffectError(msg)
    return {
        str(name): read_labels(data, f"alike[{name!r}]", values, k)
        for name, values in alike.items()
    }


def _check_range(measure: Measure, table: Table, computed: Computed) -> None:
    """Refuse what cannot be: infinite numbers, and shares beyond 0 or 1."""
    yi, vi = computed.yi, computed.vi
    lost = ~(np.isfinite(yi) & np.isfinite(vi) & (vi >= 0))
    problems = [
        f"{place(table.slab, int(row))}: the numbers are too large or too "
        "small to compute with; check their unit"
        for row in np.flatnonzero(lost)
    ]
    if measure.limits is not None:
        low, high = measure.limits
        problems += [
            f"{place(table.slab, int(row))}: {yi[row]:.10g} is no "
            f"{measure.name.partition(' (')[0].lower()}; it lies between {low:.4g} and "
            f"{high:.4g}"
            for row in np.flatnonzero((yi < low) | (yi > high))
        ]
    if problems:
        refuse(measure.code, problems)

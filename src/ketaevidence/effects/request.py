"""What a call to ``effect_sizes`` asks for, and whether it is complete."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, get_args

from ketaevidence.effects.choices import DEFAULT_ADD, Choices, Design, Kind
from ketaevidence.effects.measures import MEASURES, REPORTED, Form, Measure
from ketaevidence.effects.zero_cells import check_zero_cell_rule
from ketaevidence.errors import EffectError

#: Columns in which a correlation is given.
_CORRELATIONS = frozenset({"ri", "r1i", "r2i"})


def measure_of(code: str) -> Measure:
    """Find a measure by its short name."""
    if code not in MEASURES:
        msg = f"unknown measure {code!r}; choose one of {', '.join(MEASURES)}"
        raise EffectError(msg)
    return MEASURES[code]


def _ways(forms: Iterable[Form]) -> str:
    """Write the ways to give a measure's data."""
    return "; or ".join(", ".join(form.columns) for form in forms)


def form_of(measure: Measure, names: Iterable[str], design: str | None) -> Form:
    """Find the formula that takes the columns given, or say what is wrong."""
    given = set(names)
    _check_design(measure, design)
    if "yi" in given or measure.code == "GEN":
        _check_reported(measure, given)
        return REPORTED
    asked = design or (measure.designs[0] if measure.designs else None)
    forms = [form for form in measure.forms if form.design == asked]
    for form in forms:
        if set(form.columns) == given:
            return form
    wants = _ways(forms)
    elsewhere = [form for form in measure.forms if set(form.columns) == given]
    if elsewhere:
        other = elsewhere[0].design
        msg = (
            f"{measure.code} needs {wants}; these columns are for design={other!r} "
            "(two treatments in the same patients; a change in one group is MC)"
        )
        raise EffectError(msg)
    unknown = sorted(given - {name for form in forms for name in form.columns})
    if unknown:
        msg = f"{measure.code} does not use {', '.join(unknown)}; it needs {wants}"
        raise EffectError(msg)
    # Of several ways, the one with the largest share of its columns was meant.
    meant = max(forms, key=lambda form: _share_given(form, given))
    missing = sorted(set(meant.columns) - given)
    if not missing:
        more = ", ".join(sorted(given - set(meant.columns)))
        msg = f"{measure.code} needs {wants}; not {more} as well"
        raise EffectError(msg)
    msg = f"{measure.code} needs {wants}; missing: {', '.join(missing)}"
    if _CORRELATIONS & set(missing):
        msg += (
            " (the correlation between the two measurements is never assumed: "
            "recover it with recover_correlation, or give one value and repeat with "
            "others)"
        )
    raise EffectError(msg)


def _share_given(form: Form, given: set[str]) -> float:
    columns = set(form.columns)
    return len(columns & given) / len(columns | given)


def _check_design(measure: Measure, design: str | None) -> None:
    if design is None or design in measure.designs:
        return
    if design not in get_args(Design):
        msg = f"design={design!r}: choose one of {list(get_args(Design))}"
        raise EffectError(msg)
    told = " or ".join(map(repr, measure.designs)) or "none: leave design= out"
    msg = f"{measure.code} is not computed for design={design!r}; it takes {told}"
    raise EffectError(msg)


def _check_reported(measure: Measure, given: set[str]) -> None:
    """Check the columns of effects that are taken as they are reported."""
    unknown = sorted(given - {"yi", "vi", "sei", "ni"})
    wants = "yi, and vi or sei"
    if unknown:
        extra = "" if measure.code == "GEN" else " as reported"
        msg = (
            f"{measure.code}{extra} does not use {', '.join(unknown)}; it needs {wants}"
        )
        raise EffectError(msg)
    if "yi" not in given:
        msg = f"{measure.code} needs {wants}; missing: yi"
        raise EffectError(msg)
    if ("vi" in given) == ("sei" in given):
        msg = (
            f"{measure.code} needs either vi (variances) or sei (standard errors), "
            "one of them"
        )
        raise EffectError(msg)


def check_kind(measure: Measure, kind: str | None) -> None:
    """Refuse a kind that does not exist, or that the measure has already."""
    if kind is None:
        return
    if kind not in get_args(Kind):
        msg = f"kind={kind!r} is no kind of evidence; choose one of {get_args(Kind)}"
        raise EffectError(msg)
    if measure.code != "GEN":
        msg = f"kind= is for GEN; {measure.code} is always: {measure.kind}"
        raise EffectError(msg)


def vtypes_of(measure: Measure, form: Form) -> tuple[str, ...]:
    """List the variance formulas that apply to a way of giving the data."""
    has_one = form is REPORTED or form.design == "crossover"
    return () if has_one else measure.vtypes


def choices_of(  # noqa: PLR0913  (every option of effect_sizes)
    measure: Measure,
    form: Form,
    *,
    vtype: str | None,
    add: Any,
    to: Any,
    drop00: Any,
) -> Choices:
    """Check the options against the measure, and fill in the defaults."""
    code, vtypes = measure.code, vtypes_of(measure, form)
    told = {"vtype": vtype, "add": add, "to": to, "drop00": drop00}
    asked = [f"{name}=" for name, value in told.items() if value is not None]
    if form is REPORTED and asked:
        msg = f"{code} as reported is computed already; leave out {', '.join(asked)}"
        raise EffectError(msg)
    if vtype is not None and vtype not in vtypes:
        where = f"{code} (crossover)" if form.design == "crossover" else code
        offer = f"has {list(vtypes)}" if vtypes else "has one variance formula"
        msg = f"vtype={vtype!r} is not on offer; {where} {offer}"
        raise EffectError(msg)
    if (add is not None or to is not None) and not measure.has_zero_cells:
        msg = f"add= and to= do not apply: {code} needs nothing added to a count of 0"
        raise EffectError(msg)
    if drop00 is not None and not measure.has_double_zeros:
        msg = f"drop00= does not apply to {code}: it compares no two counts"
        raise EffectError(msg)
    if drop00 not in (None, True, False):
        msg = f"drop00={drop00!r}: choose True, False or None"
        raise EffectError(msg)
    add = DEFAULT_ADD if add is None else add
    to = "only0" if to is None else to
    check_zero_cell_rule(add, to)
    return Choices(
        vtype=vtype or (vtypes or ("LS",))[0],
        add=float(add),
        to=to,
        drop00=None if drop00 is None else bool(drop00),
    )

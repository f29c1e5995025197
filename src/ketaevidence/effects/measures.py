"""What each measure is called and how its numbers are read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measure:
    """One kind of effect: what it needs and how a reader should take it.

    Parameters
    ----------
    code
        The short name that metafor's users know, for example ``"MD"``.
    name
        The name in words.
    needs
        Columns that must be given, by metafor's names.
    null_value
        The value that means "no difference"; None where there is no such value.
    is_logit
        True when ``expit`` leads back to a proportion.
    """

    code: str
    name: str
    needs: tuple[str, ...]
    null_value: float | None
    is_logit: bool = False


_TWO_ARMS = ("m1i", "sd1i", "n1i", "m2i", "sd2i", "n2i")

#: Every measure on offer, by its short name.
MEASURES: dict[str, Measure] = {
    measure.code: measure
    for measure in (
        Measure("MD", "Mean difference", _TWO_ARMS, 0.0),
        Measure("SMD", "Standardized mean difference (Hedges' g)", _TWO_ARMS, 0.0),
        Measure(
            "MC",
            "Mean change within one group (first minus second)",
            ("m1i", "m2i", "sd1i", "sd2i", "ni", "ri"),
            0.0,
        ),
        Measure("PR", "Proportion", ("xi", "ni"), None),
        Measure("PLO", "Proportion (logit scale)", ("xi", "ni"), None, is_logit=True),
        Measure("GEN", "Effect as given", ("yi",), 0.0),
    )
}

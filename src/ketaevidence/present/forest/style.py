"""How a forest plot looks: the house's own way, and those of four others.

A style changes looks only: where columns stand, colours, brackets, and how a p value
is printed. It changes no number, and no method: RevMan's figures of old used
DerSimonian-Laird and a Wald interval, and whoever wants those asks ``pool`` for them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Literal

from ketaevidence.errors import PresentError
from ketaevidence.present import words
from ketaevidence.present.pen import BLACK, INK

ColumnKind = Literal["study", "data", "effect", "weight", "bias"]
#: What was measured, as far as it chooses a colour.
Family = Literal["continuous", "dichotomous", "generic"]
#: A p value is not rounded onto these.
_LINES: Final = (0.05, 0.01)


@dataclass(frozen=True, slots=True)
class Style:
    """The looks of a forest plot."""

    name: str
    #: Kinds of columns from left to right, on either side of the plot.
    left: tuple[ColumnKind, ...] = ("study", "data")
    right: tuple[ColumnKind, ...] = ("effect", "weight", "bias")
    study_title: str = "Study"
    #: Before, between and after the ends of an interval.
    brackets: tuple[str, str, str] = ("(", " to ", ")")
    #: Fill of a square by what was measured: continuous, dichotomous, other.
    squares: tuple[str, str, str] = (INK, INK, INK)
    #: Edge of a square, where it has one of its own.
    square_edge: str | None = None
    lines: str = INK
    diamond: str = INK
    diamond_edge: str = INK
    favours_on_top: bool = False
    #: What the line on heterogeneity begins with.
    heterogeneity: str = "Heterogeneity"
    shows_tau2: bool = True
    tau2_decimals: int = 2
    i2_decimals: int = 0
    p_values: Literal["house", "bmj", "jama"] = "house"

    def square(self, family: Family) -> str:
        """Give the colour of squares."""
        return self.squares[("continuous", "dichotomous", "generic").index(family)]

    def interval(self, low: float, high: float, decimals: int) -> str:
        """Write an interval in this style's brackets."""
        before, between, after = self.brackets
        ends = words.number(low, decimals), words.number(high, decimals)
        return f"{before}{ends[0]}{between}{ends[1]}{after}"

    def p_equals(self, p: float | None) -> str:
        """Write a p value with its letter, never rounded onto 0.05 or 0.01.

        Examples
        --------
        >>> [STYLES[name].p_equals(0.0312) for name in ("default", "bmj", "jama")]
        ['p = 0.031', 'P=0.03', 'P = .03']
        >>> STYLES["jama"].p_equals(0.0496)
        'P = .0496'
        """
        if self.p_values == "house":
            return words.p_equals(p)
        if p is None or math.isnan(p):
            return words.p_equals(p)
        is_jama = self.p_values == "jama"
        sign, text = "=", f"{p:.{_digits(p)}f}"
        if p < 0.001:
            sign, text = "<", "0.001"
        elif p > 0.99:
            sign, text = ">", "0.99"
        return f"P {sign} {text[1:]}" if is_jama else f"P{sign}{text}"


def _digits(p: float) -> int:
    """Two digits, three below 0.01, and more where rounding would cross a line."""
    digits = 2 if p >= 0.01 else 3
    while digits < 8 and any(
        round(p, digits) == line and not math.isclose(p, line) for line in _LINES
    ):
        digits += 1
    return digits


_BMJ, _JAMA = "#6b58a6", "#00386b"
#: Every style by its name.
STYLES: Final = {
    style.name: style
    for style in (
        Style("default"),
        Style(
            "revman",
            left=("study", "data", "weight", "effect"),
            right=("bias",),
            brackets=("[", ", ", "]"),
            # Green, blue, red: each dark enough to be told from white.
            squares=("#007a00", "#0000c8", "#c80000"),
            lines=BLACK,
            diamond="#000000",
            diamond_edge="#000000",
        ),
        Style(
            "bmj",
            right=("weight", "effect", "bias"),
            squares=(_BMJ, _BMJ, _BMJ),
            square_edge="#ffffff",
            lines=_BMJ,
            diamond=_BMJ,
            diamond_edge=_BMJ,
            heterogeneity="Test for heterogeneity",
            p_values="bmj",
        ),
        Style(
            "jama",
            left=("study", "data", "effect"),
            right=("weight", "bias"),
            study_title="Source",
            squares=(_JAMA, _JAMA, _JAMA),
            lines=_JAMA,
            diamond="#a9cbe8",
            diamond_edge=_JAMA,
            favours_on_top=True,
            shows_tau2=False,
            p_values="jama",
        ),
        Style(
            "metafor",
            brackets=("[", ", ", "]"),
            squares=(BLACK, BLACK, BLACK),
            lines=BLACK,
            diamond=BLACK,
            diamond_edge=BLACK,
            tau2_decimals=4,
            i2_decimals=1,
        ),
    )
}
DEFAULT: Final = STYLES["default"]


def style_of(name: str) -> Style:
    """Give a style by its name.

    Raises
    ------
    PresentError
        If there is none; the names are listed.
    """
    found = STYLES.get(str(name))
    if found is None:
        known = ", ".join(repr(one) for one in STYLES)
        msg = f"style={name!r} is no style of a forest plot; choose one of {known}"
        raise PresentError(msg)
    return found

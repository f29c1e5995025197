"""A figure in the report: the drawing, its words, and the table behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ketaevidence.errors import PoolingError, PresentError
from ketaevidence.present import words
from ketaevidence.present.drawn import Drawn
from ketaevidence.present.report.compact import compact

if TYPE_CHECKING:
    import pandas as pd
    from markupsafe import Markup

#: Titles of columns whose names in a data frame are no words.
_TITLES = {
    "n": "Patients",
    "ci_lb": "Interval from",
    "ci_ub": "Interval to",
    "x": "Place on the axis",
    "vi": "Variance",
    "yi": "Effect",
    "sei": "Standard error",
    "pval": "p",
    "slab": "Study",
    "label": "Study",
    "names": "Which studies",
    "study_id": "Study in the register",
    "patients_of": "Same patients as",
}
#: Digits of a number in a table of a figure; the figure itself has its own.
_DIGITS = 4
#: What stands in a cell without a value, as the evidence table has it.
_NONE = "—"


@dataclass(frozen=True, slots=True)
class FigureView:
    """A figure as the page shows it."""

    anchor: str
    title: str
    #: Marked as our own markup; ``None`` where it cannot be drawn.
    svg: Markup | None
    #: Its width as it was laid out [points].
    width: int
    caption: str
    head: tuple[str, ...]
    body: tuple[tuple[str, ...], ...]
    #: Why it is not drawn, in a sentence.
    why_not: str | None = None


#: Titles and rows of the table behind a figure.
Table = tuple[Sequence[str], Iterable[Sequence[str]]]


def markup_of(drawn: Drawn, prefix: str) -> Markup:
    """Give a figure as markup: matplotlib escapes every text that it writes."""
    from markupsafe import Markup

    return Markup(compact(drawn.svg(prefix=prefix)))  # noqa: S704


def figure_view(
    make: Callable[[], Drawn],
    anchor: str,
    title: str,
    *,
    caption: str = "",
    table: Callable[[Any], Table] | None = None,
) -> FigureView:
    """Draw a figure, or say why it cannot be drawn.

    Parameters
    ----------
    make
        Draws it.
    anchor
        Its place in the page, and the beginning of every identifier in it.
    title
        What it is called where it cannot be drawn.
    caption
        What stands below it.
    table
        Gives the table behind it; by default its own ``table``.
    """
    try:
        drawn = make()
    except (PresentError, PoolingError) as error:
        why = words.sentence(str(error))
        return FigureView(anchor, title, None, 0, caption, (), (), why)
    own: Any = drawn
    head, body = frame_table(own.table) if table is None else table(drawn)
    return FigureView(
        anchor,
        words.clean(drawn.title),
        markup_of(drawn, anchor),
        round(drawn.figure.get_size_inches()[0] * 72),
        caption,
        tuple(head),
        tuple(tuple(row) for row in body),
    )


def frame_table(frame: pd.DataFrame) -> Table:
    """Write a data frame as titles and texts; columns without any value are left out.

    Examples
    --------
    >>> import pandas as pd
    >>> head, body = frame_table(pd.DataFrame({"slab": ["A"], "ci_lb": [-1.25]}))
    >>> head, list(body)
    (['Study', 'Interval from'], [('A', '−1.25')])
    """
    shown = frame.dropna(axis="columns", how="all")
    head = [_TITLES.get(name, _spoken(str(name))) for name in shown.columns]
    return head, [
        tuple(map(_cell, row, shown.columns))
        for row in shown.itertuples(index=False, name=None)
    ]


def _spoken(name: str) -> str:
    return words.capital(name.replace("_", " "))


def _cell(value: Any, name: str) -> str:
    import pandas as pd

    if value is None or value is pd.NA or value != value:  # noqa: PLR0124 (NaN)
        return _NONE
    if isinstance(value, str):
        return words.clean(value) or _NONE
    if value is True or value is False or str(value) in {"True", "False"}:
        return "yes" if value else "no"
    number = float(value)
    if name == "pval":
        return words.p_value(number)
    if number.is_integer():
        return words.number(number, 0)
    return f"{number:.{_DIGITS}g}".replace("-", words.MINUS)

"""What a caller asks of a forest plot beyond its result, checked before it is used."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from ketaevidence.errors import PresentError
from ketaevidence.pooling import Pooled, Tau2Interval, tau2_interval
from ketaevidence.present import words
from ketaevidence.present.forest.sheet import Cell
from ketaevidence.present.forest.style import Style, style_of

#: Parts of a plot that may be left out. Caveats and reasons not to pool may not.
PARTS: Final = (
    "data",
    "weights",
    "prediction",
    "heterogeneity",
    "tests",
    "pooled line",
    "important difference",
)
ORDERS: Final = ("given", "name", "year", "effect", "weight")


@dataclass(frozen=True, slots=True)
class Wishes:
    """Everything that ``forest`` takes beside the result, checked."""

    title: str | None
    subtitle: str
    axis_label: str | None
    show_kept_out: bool
    favours: tuple[str, str] | None
    arms: tuple[str, str] | None
    columns: Mapping[object, Sequence[object]]
    bias: object
    order: str
    important_difference: tuple[float, float, str] | None
    tau2_interval: object
    hide: frozenset[str]
    style: Style

    def hides(self, part: str) -> bool:
        """Whether a part of the plot is to be left out."""
        return part in self.hide

    def interval_of(self, pooled: Pooled) -> Tau2Interval | None:
        """Give the interval of tau² that was asked for, by its method or as made."""
        asked = self.tau2_interval
        if asked is None or pooled.k < 2:
            return None
        if isinstance(asked, Tau2Interval):
            if asked.estimate != pooled.tau2:
                msg = (
                    f"tau2_interval= belongs to another pool: its tau2 is "
                    f"{asked.estimate}, that of this pool {pooled.tau2}"
                )
                raise PresentError(msg)
            return asked
        return tau2_interval(pooled, method=asked)  # type: ignore[arg-type]

    def cells(self, k: int) -> list[list[Cell]]:
        """Give the cells of the caller's own columns, study by study."""
        rows: list[list[Cell]] = [[] for _ in range(k)]
        for head, values in self.columns.items():
            group, title = head if isinstance(head, tuple) else (None, head)
            given = list(values)
            if len(given) != k:
                msg = (
                    f"columns={{{head!r}: ...}} has {len(given)} values, but there are "
                    f"{k} studies; give one for each, None where there is none"
                )
                raise PresentError(msg)
            for row, value in zip(rows, given, strict=True):
                row.append(Cell(words.clean(title), _text(value), _group(group)))
        return rows


def wishes(  # noqa: PLR0913 (what forest takes, each by name)
    *,
    title: str | None = None,
    subtitle: str | None = None,
    axis_label: str | None = None,
    show_kept_out: bool = True,
    favours: Sequence[str] | None = None,
    arms: Sequence[str] | None = None,
    columns: Mapping[Any, Sequence[object]] | None = None,
    bias: object = None,
    order: str = "given",
    important_difference: tuple[float, float, str] | None = None,
    tau2_interval: object = None,
    hide: Sequence[str] = (),
    style: str = "default",
) -> Wishes:
    """Check what a caller asks for.

    Raises
    ------
    PresentError
        If a name is none that there is, or a value cannot be used.
    """
    if order not in ORDERS:
        msg = f"order={order!r}: choose one of {', '.join(map(repr, ORDERS))}"
        raise PresentError(msg)
    parts = [hide] if isinstance(hide, str) else list(hide)
    unknown = [part for part in parts if part not in PARTS]
    if unknown:
        msg = f"hide={unknown[0]!r}: choose of {', '.join(map(repr, PARTS))}"
        raise PresentError(msg)
    if tau2_interval not in (None, "QP", "PL", "GENQ") and not isinstance(
        tau2_interval, Tau2Interval
    ):
        msg = f"tau2_interval={tau2_interval!r}: choose 'QP', 'PL', 'GENQ' or None"
        raise PresentError(msg)
    return Wishes(
        title=title,
        subtitle=words.clean(subtitle or ""),
        axis_label=words.clean(axis_label) if axis_label else None,
        show_kept_out=show_kept_out,
        favours=_pair(favours, "favours"),
        arms=_pair(arms, "arms"),
        columns=_columns(columns),
        bias=bias,
        order=order,
        important_difference=_band(important_difference),
        tau2_interval=tau2_interval,
        hide=frozenset(parts),
        style=style_of(style),
    )


def _pair(given: Sequence[object] | None, name: str) -> tuple[str, str] | None:
    """Refuse anything but two names; clean them for print."""
    if given is None:
        return None
    texts = [words.clean(text) for text in given if isinstance(text, str)]
    if isinstance(given, str) or len(given) != 2 or len(list(filter(None, texts))) != 2:
        msg = f"{name}={given!r} must be two names, such as ('Ketamine', 'Placebo')"
        raise PresentError(msg)
    return texts[0], texts[1]


def _columns(given: Mapping[Any, Sequence[object]] | None) -> Mapping[Any, Any]:
    if given is None:
        return {}
    if not isinstance(given, Mapping):
        msg = (
            f"columns= must map a title to one value per study, such as "
            f"{{'Route': ['IV', 'IM']}}, not {type(given).__name__}"
        )
        raise PresentError(msg)
    for head, values in given.items():
        is_pair = isinstance(head, tuple) and len(head) == 2
        titles = head if is_pair else (head,)
        if not all(isinstance(one, str) and words.clean(one) for one in titles):
            msg = f"columns={head!r} must be a title, or a pair (upper heading, title)"
            raise PresentError(msg)
        if isinstance(values, str) or not hasattr(values, "__len__"):
            msg = f"columns={{{head!r}: ...}} must be a list of values, one per study"
            raise PresentError(msg)
    return given


def _band(given: tuple[float, float, str] | None) -> tuple[float, float, str] | None:
    if given is None:
        return None
    try:
        low, high, source = float(given[0]), float(given[1]), words.clean(given[2])
    except (TypeError, ValueError, IndexError):
        low = high = math.nan
        source = ""
    if not (math.isfinite(low) and math.isfinite(high) and low < high and source):
        msg = (
            f"important_difference={given!r} must be its lower end, its upper end on "
            "the axis, and who says so: (-2.0, -1.0, 'Author 2008')"
        )
        raise PresentError(msg)
    return low, high, source


def _group(group: object) -> str | None:
    return None if group is None else words.clean(group)


def _text(value: object) -> str:
    """Write what a caller gave; what is missing is empty."""
    # What is not equal to itself is missing: NaN, NaT. pandas' NA refuses to say.
    if value is None or str(value) in {"nan", "NaT", "<NA>"}:
        return ""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return words.clean(value)
    return words.plain(value)

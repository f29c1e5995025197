"""What several sources state of one row of the register, side by side.

A row has the source that it was read in: its source 1. What another source states of
the same row (a review's table, the full text, the registration) is source 2, 3, ...
Where they differ, none of them is the right one until a person chooses. In a result the
numbers of one source belong together; in a study and in an arm each cell stands alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from ketaevidence.curation.entries import Row, key_of, with_rows
from ketaevidence.curation.model import Register, Result, Source, Study
from ketaevidence.curation.same_values import is_silent, same_values
from ketaevidence.curation.tabular import build_row, cell_text, columns_of, read_cell
from ketaevidence.errors import CurationError

Table = Literal["studies", "arms", "results"]
#: What a person chooses of: table, key, and the column where each stands alone.
Place = tuple[str, str, str | None]

#: The numbers of a result: of the source that is chosen, all of them and no other's.
MEASURED: Final = (
    "value", "value_high", "spread", "spread_type", "ci_low", "ci_high", "ci_level",
    "events", "total", "percent", "estimator", "p_value", "statement", "notes",
)  # fmt: skip
#: The columns of a result in which two sources can contradict each other. Words are not
#: among them: two sources rarely put the same thing in the same words.
COMPARED: Final = (
    "statistic", "time_days", "phase", "n", "value", "value_high", "spread",
    "spread_type", "ci_low", "ci_high", "ci_level", "events", "total", "percent",
    "estimator", "unit_of_analysis", "scale_low", "scale_high", "p_value",
)  # fmt: skip
#: Cells of a study and of an arm by which results are pooled, or kept apart.
POOLED_BY: Final = frozenset(
    {
        "design", "is_randomised", "n_enrolled", "n_analysed", "n_crps", "condition",
        "route", "form", "dose_class", "comparator", "comparator_kind", "n", "role",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class OtherSource:
    """What another source states of a row of the register, and who read it there.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> ke.example_review().other_sources("R016")
    ()
    """

    #: One of ``studies``, ``arms``, ``results``; ``key`` is the row's in that table.
    table: Table
    key: str
    #: 2, 3 and so on; the row itself is source 1.
    number: int
    #: (column, text) of each cell that it states, as the sheet writes them.
    cells: tuple[tuple[str, str], ...]
    source: Source
    by: str
    at: str
    reason: str
    #: Whether it was entered by mistake: kept in the history, and it states nothing.
    is_withdrawn: bool = False

    @property
    def name(self) -> str:
        """The key under which the store keeps it."""
        return f"{self.table}/{self.key}/{self.number}"


@dataclass(frozen=True, slots=True)
class Stated:
    """What one source states in a disagreement."""

    #: 1 for the row's own source.
    number: int
    #: (column, text), without what it is silent about.
    cells: tuple[tuple[str, str], ...]
    source: Source

    def text(self, column: str) -> str:
        """Give the text of a cell; empty where the source is silent."""
        return dict(self.cells).get(column, "")


@dataclass(frozen=True, slots=True)
class Choice:
    """Which source a person chose, who, when and why."""

    #: ``None`` where the person keeps the row out of every pool instead.
    number: int | None
    by: str
    at: str
    reason: str


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A row of the register of which two sources state what cannot both be.

    None of the sources is used in a pool until a person chooses one; if a source is
    added or states something else afterwards, the question is open again.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> review = ke.example_review()
    >>> abstract = ke.Source(None, "invented table", "secondary")
    >>> _ = review.add_source("R016", events=20, total=33, source=abstract,
    ...                       by="A. Reader", reason="invented for this example")
    >>> (found,) = [d for d in review.disagreements() if d.key == "R016"]
    >>> found.columns, [stated.text("events") for stated in found.sources]
    (('events', 'percent'), ['25', '20'])
    """

    table: Table
    key: str
    study_id: str
    #: The columns in which they differ.
    columns: tuple[str, ...]
    #: Each source, the row's own first.
    sources: tuple[Stated, ...]
    #: What a person decided; ``None`` while nobody has.
    choice: Choice | None = None
    #: The finding of the integrity checks that asks about it.
    finding_id: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether nobody has decided."""
        return self.choice is None

    @property
    def place(self) -> Place:
        """What is chosen: a whole result, or one cell of a study or an arm."""
        return (
            self.table,
            self.key,
            None if self.table == "results" else self.columns[0],
        )

    @property
    def touches_pools(self) -> bool:
        """Whether a pool would use what the sources differ in."""
        return self.table == "results" or bool(POOLED_BY.intersection(self.columns))


def rows_by_place(register: Register) -> dict[tuple[str, str], Row]:
    """Give every row of a register by table and key."""
    return {
        (table, key_of(row)): row
        for table in ("studies", "arms", "results")
        for row in getattr(register, table)
    }


def disagreements(
    register: Register, others: Iterable[OtherSource]
) -> tuple[Disagreement, ...]:
    """Find the rows of which sources state what cannot both be.

    Parameters
    ----------
    register
        The rows as they were entered: each its source 1.
    others
        What other sources state of them.

    Returns
    -------
    tuple of Disagreement
        In the order of the register; nobody's choice is in it yet.
    """
    by_row: dict[tuple[str, str], list[OtherSource]] = {}
    for other in others:
        by_row.setdefault((other.table, other.key), []).append(other)
    rows = rows_by_place(register)
    return tuple(
        found
        for place, row in rows.items()
        if place in by_row
        for found in _of_row(row, by_row[place], register)
    )


def _of_row(
    row: Row, others: Sequence[OtherSource], register: Register
) -> Iterator[Disagreement]:
    table, key = others[0].table, others[0].key
    own = row.source if isinstance(row, Study | Result) else None
    source = own or register.study(row.study_id).source
    row_type: type = type(row)
    names = [column.name for column in columns_of(row_type)]
    stated = [
        Stated(1, tuple((name, cell_text(row, name)) for name in names), source),
        *(Stated(other.number, other.cells, other.source) for other in others),
    ]
    if isinstance(row, Result):
        told = tuple(_with_share(_only(one, COMPARED)) for one in stated)
        differing = tuple(name for name in COMPARED if _differ(row_type, name, told))
        if differing:
            yield Disagreement(table, key, row.study_id, differing, told)
        return
    for name in dict.fromkeys(name for other in others for name, _ in other.cells):
        told = tuple(one for part in stated if (one := _only(part, (name,))).cells)
        if _differ(row_type, name, told):
            yield Disagreement(table, key, row.study_id, (name,), told)


def _only(one: Stated, names: Sequence[str]) -> Stated:
    """Leave what a source states in some columns, without where it is silent."""
    cells = tuple(
        (name, text) for name, text in one.cells if name in names and text.strip()
    )
    return replace(one, cells=tuple(c for c in cells if not is_silent(*c)))


def _with_share(one: Stated) -> Stated:
    """Give a source that counts people its percentage too: "65%" and "17 of 20" differ.

    The share is exact and not the source's own print; it is marked by a fraction.
    """
    events, total = one.text("events"), one.text("total")
    if one.text("percent") or not events or not total or int(total) == 0:
        return one
    return replace(one, cells=(*one.cells, ("percent", f"{events}/{total}")))


def is_share(text: str) -> bool:
    """Tell whether a percentage is only the share of a count, and not printed."""
    return "/" in text


def _differ(row_type: type, name: str, told: Sequence[Stated]) -> bool:
    texts = [text for one in told if (text := one.text(name))]
    (column,) = (c for c in columns_of(row_type) if c.name == name)
    return any(
        not same_values(name, column.kind, first, second)
        for place, first in enumerate(texts)
        for second in texts[place + 1 :]
    )


def resolved(
    register: Register,
    others: Iterable[OtherSource],
    chosen: Mapping[Place, int],
) -> Register:
    """Give the register as it counts: the chosen source's values where one was chosen.

    Parameters
    ----------
    register
        The rows as they were entered.
    others
        What other sources state of them.
    chosen
        The number of the chosen source, by table, key and column.
    """
    known: dict[tuple[str, str, int], OtherSource] = {
        (other.table, other.key, other.number): other for other in others
    }
    instead: dict[tuple[str, str], Row] = {}
    rows = rows_by_place(register)
    for (table, key, column), number in chosen.items():
        other = known.get((table, key, number))
        if other is None:
            continue  # source 1: the row as it was entered
        row = instead.get((table, key), rows[table, key])
        instead[table, key] = as_stated(row, other, column)
    return with_rows(register, instead.values()) if instead else register


def as_stated(row: Row, other: OtherSource, column: str | None = None) -> Row:
    """Give a row as another source states it.

    A result takes all its numbers from that source, so that no number of one stands
    beside a number of another, and its source too; where the source is silent about
    time, scale or people, the row's own stand. Of a study and an arm one cell is taken.

    Parameters
    ----------
    row
        The row as it was entered.
    other
        What the other source states.
    column
        The cell, for a study or an arm; all that are stated if left out.

    Raises
    ------
    CurationError
        If a cell cannot be read.
    """
    row_type: type = type(row)
    columns = columns_of(row_type)
    cells = {known.name: cell_text(row, known.name) for known in columns}
    stated = dict(other.cells)
    if isinstance(row, Result):
        cells |= dict.fromkeys(MEASURED, "") | {"status": "stated"} | stated
    else:
        cells |= {name: stated[name] for name in stated if column in (None, name)}
    problems: list[str] = []
    values = {
        c.name: read_cell(cells[c.name], c, other.name, problems) for c in columns
    }
    if problems:
        raise CurationError(" ".join(problems))
    built: Row = build_row(row_type, values)
    return replace(built, source=other.source) if isinstance(built, Result) else built

"""What a finding's rows become when a person corrects what it found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ketaevidence.curation.entries import Row, key_of
from ketaevidence.curation.model import Register
from ketaevidence.curation.tabular import columns_of, read_cell
from ketaevidence.errors import CurationError
from ketaevidence.integrity.model import Finding

#: What says which row it is; a row with another is another row.
_NAMES = frozenset({"study_id", "arm_id", "result_id"})


def corrected_rows(
    register: Register,
    finding: Finding,
    values: Mapping[str, Any],
    *,
    result_id: str | None = None,
) -> tuple[Row, ...]:
    """Give the rows of a finding with corrected values, and change nothing else.

    Parameters
    ----------
    register
        The register that was looked at.
    finding
        What was found.
    values
        New values by field. A text stands for the value that it has in a cell of the
        sheet, so "0.9" is the number for a field of numbers.
    result_id
        Which of the finding's results is meant; all of them if left out.

    Returns
    -------
    tuple of Result, Arm or Study
        The finding's results; or its arm, or its study, where it is about no result.

    Raises
    ------
    CurationError
        If the finding has no such result, its row no such field, or a text is no value
        of its field.
    """
    rows = _rows_of(register, finding, result_id)
    problems: list[str] = []
    corrected = tuple(_corrected(row, values, problems) for row in rows)
    if problems:
        msg = "\n".join(dict.fromkeys(problems))
        raise CurationError(msg)
    return corrected


def _rows_of(
    register: Register, finding: Finding, result_id: str | None
) -> tuple[Row, ...]:
    place = finding.where
    wanted = place.results
    if result_id is not None:
        if result_id not in wanted:
            told = ", ".join(wanted) or "none"
            msg = f"{finding.id} is not about {result_id!r}; its results: {told}."
            raise CurationError(msg)
        wanted = (result_id,)
    if place.arm is not None:
        return (register.arm(place.studies[0], place.arm),)
    if wanted:
        return tuple(row for row in register.results if row.result_id in wanted)
    if len(place.studies) > 1:
        msg = (
            f"{finding.id} names several studies; correct the row that you mean by "
            "itself, and the finding will be gone."
        )
        raise CurationError(msg)
    return (register.study(place.studies[0]),)


def _corrected(row: Row, values: Mapping[str, Any], problems: list[str]) -> Row:
    row_type: type = type(row)
    columns = {column.name: column for column in columns_of(row_type)}
    new: dict[str, Any] = {}
    for name, value in values.items():
        is_known = name in columns and hasattr(row, name) and name not in _NAMES
        if not is_known:
            kind = row_type.__name__.lower()
            problems.append(f"{key_of(row)}: a {kind} has no field {name} to correct.")
        elif isinstance(value, str):
            new[name] = read_cell(value, columns[name], key_of(row), problems)
        else:
            new[name] = value
    return replace(row, **new)

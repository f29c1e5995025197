"""One thing in a register that cannot be, with its place and what may stand there."""

from __future__ import annotations

from dataclasses import dataclass

from ketaevidence.curation.model import Arm, Register, Result, Study


@dataclass(frozen=True, slots=True)
class Problem:
    """One cell that cannot stand as it is, and what may stand there instead."""

    table: str
    row: str
    field: str
    value: object
    allowed: str

    def __str__(self) -> str:
        """Give the problem as one line, place first."""
        return (
            f"{self.table}, {self.row}, {self.field}: {self.value!r} is not possible; "
            f"allowed: {self.allowed}."
        )


def place(row: Study | Arm | Result) -> tuple[str, str]:
    """Give the table and the identifier under which a person finds a row."""
    match row:
        case Study():
            return "studies", str(row.study_id)
        case Arm():
            return "arms", f"{row.study_id}/{row.arm_id}"
        case Result():
            return "results", str(row.result_id)


def rows_of(register: Register) -> tuple[Study | Arm | Result, ...]:
    """Give every row of the register: studies, arms, results."""
    return (*register.studies, *register.arms, *register.results)

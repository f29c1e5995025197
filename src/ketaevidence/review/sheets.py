"""The sheet of a review: written for people, and taken back cell by cell."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ketaevidence.curation.entries import to_entry, to_register
from ketaevidence.curation.inclusion import study_keys
from ketaevidence.curation.model import Register
from ketaevidence.curation.sheet.compare import CellChange
from ketaevidence.curation.sheet.layout import (
    ENTERED,
    SUGGESTED,
    Sheet,
    SheetRow,
    entered,
    source_cells,
    source_state,
)
from ketaevidence.curation.sheet.merge import merge, row_of
from ketaevidence.curation.sheet.suggest import beside, proposed
from ketaevidence.curation.source_entries import read_source, source_entry
from ketaevidence.curation.sources import OtherSource, rows_by_place
from ketaevidence.errors import CurationError
from ketaevidence.review.clock import now
from ketaevidence.review.suggested import Suggested
from ketaevidence.screening.decide import standings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True)
class SheetImport:
    """What a sheet changed in the register, cell by cell.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> from tempfile import TemporaryDirectory
    >>> review = ke.example_review()
    >>> with TemporaryDirectory() as folder:
    ...     path = review.export_sheet(f"{folder}/sheet.xlsx")
    ...     done = review.import_sheet(path, by="A. Reader", reason="nothing changed")
    >>> done.changes, done.new
    ((), ())
    """

    changes: tuple[CellChange, ...]
    #: (table, key) of rows that were new, also of other sources of a row.
    new: tuple[tuple[str, str], ...]
    #: (table, key) of rows of the register that the sheet did not have; they stay.
    left_out: tuple[tuple[str, str], ...]
    is_dry_run: bool = False


@dataclass(frozen=True, slots=True)
class Proposal:
    """A row that rules propose for the register, as cells of text."""

    table: str
    cells: dict[str, str]
    #: The record that it was read in, if the review has it.
    record_key: str | None

    def changed(self, column: str, text: str) -> Proposal:
        """Give the proposal with one cell changed.

        Raises
        ------
        CurationError
            If the table has no such column.
        """
        if column not in self.cells:
            msg = f"{column!r} is none of: {', '.join(self.cells)}."
            raise CurationError(msg)
        return replace(self, cells={**self.cells, column: text})


class Sheets(Suggested):
    """A review with its sheet."""

    def proposals(self) -> tuple[Proposal, ...]:
        """Give the rows that rules propose and the register does not have.

        Examples
        --------
        >>> import ketaevidence as ke
        >>> {proposal.table for proposal in ke.example_review().proposals()}
        {'results'}
        """
        reports = {
            study.study_id: key
            for study in self.register.studies
            for key in reversed(study_keys(study))
        }
        known = {record.key for record in self.records()}
        found = []
        for table, rows in self.sheet().tables.items():
            for row in rows:
                key = row.cells.get("record_key") or reports.get(row.cells["study_id"])
                if row.state == SUGGESTED:
                    read_in = key if key in known else None
                    found.append(Proposal(table, dict(row.cells), read_in))
        return tuple(found)

    def confirm(self, proposal: Proposal, *, by: str, reason: str) -> None:
        """Enter a proposed row in the register.

        Raises
        ------
        CurationError
            If a cell cannot be read or is not possible; every one is named.
        """
        row = row_of(proposal.table, SheetRow(SUGGESTED, proposal.cells), self._words)
        self.enter([row], by=by, reason=reason)

    def sheet(self) -> Sheet:
        """Give the register with what rules read beside it, and as rows to confirm."""
        register, candidates = self._as_entered, self.candidates()
        others = self.other_sources()
        where = standings((r.key for r in self.records()), self.decisions())
        included = [r for r in self.records() if where[r.key][0] == "included"]
        rows = proposed(register, included, candidates, others, drug=self.question.drug)
        beneath = self._rows_of_sources(register, others)
        tables = {
            table: (
                *(
                    row
                    for key, cells in by_key.items()
                    for row in (
                        SheetRow(ENTERED, cells),
                        *beneath.get((table, key), ()),
                    )
                ),
                *rows.get(table, ()),
            )
            for table, by_key in entered(register).items()
        }
        return Sheet(
            review=self.question.name,
            last_entry=self._library.last_entry(),
            tables=tables,
            beside=beside(register, candidates, rows),
            words=self._words,
        )

    def _rows_of_sources(
        self, register: Register, others: Sequence[OtherSource]
    ) -> dict[tuple[str, str], list[SheetRow]]:
        """Give what other sources state, by the row that it stands beneath."""
        chosen = {
            (found.table, found.key, found.choice.number)
            for found in self.disagreements()
            if found.choice is not None
        }
        rows = rows_by_place(register)
        beneath: dict[tuple[str, str], list[SheetRow]] = {}
        for other in others:
            place = (other.table, other.key)
            state = source_state(other.number, counts=(*place, other.number) in chosen)
            cells = source_cells(other, rows[place])
            beneath.setdefault(place, []).append(SheetRow(state, cells))
        return beneath

    def export_sheet(self, path: str | os.PathLike[str]) -> Path:
        """Write the sheet in which people extract: a workbook, or CSV files.

        Each cell that rules read something for has it beside, with the words; results
        that rules read and the register lacks are rows to be confirmed.

        Parameters
        ----------
        path
            A file ending in .xlsx, or a folder for CSV files: a name without an ending,
            or a folder that is there.

        Returns
        -------
        pathlib.Path
            Where it was written.

        Raises
        ------
        CurationError
            If the name has another ending, or a text cannot stand in a cell of Excel.
        PresentError
            If it cannot be written there.
        """
        from ketaevidence.present.files import write_whole

        target = Path(path)
        if target.suffix.lower() == ".xlsx":
            from ketaevidence.curation.sheet.workbook_write import write_workbook

            return write_whole(target, write_workbook(self.sheet()))
        if target.suffix and not target.is_dir():
            msg = (
                f"{target}: a sheet is a workbook (a name ending in .xlsx) or a folder "
                f"of CSV files (a name without an ending), not {target.suffix}."
            )
            raise CurationError(msg)
        from ketaevidence.curation.sheet.csv_form import write_csv

        files: Mapping[str, str] = write_csv(self.sheet())
        try:
            target.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            msg = f"{target}: no folder can be made here ({error.strerror})."
            raise CurationError(msg) from error
        for name, text in files.items():
            write_whole(target / name, text)
        return target

    def import_sheet(
        self,
        path: str | os.PathLike[str],
        *,
        by: str,
        reason: str,
        dry_run: bool = False,
    ) -> SheetImport:
        """Take a sheet back: every change, or nothing.

        Cells that somebody else corrected since the export keep that correction, if
        the sheet leaves them alone; where both changed one cell, nothing is taken.

        Parameters
        ----------
        path
            The workbook, or the folder of CSV files.
        by, reason
            Who changed the cells, and why.
        dry_run
            Say what would change; nothing is taken.

        Returns
        -------
        SheetImport
            Every changed cell, every new row.

        Raises
        ------
        CurationError
            If anything in the sheet cannot be; every place is named with what is
            allowed there, and the register is as it was.
        """
        self._library.check_is_present()
        if not dry_run and not (by.strip() and reason.strip()):
            msg = "Importing a sheet needs who changed it (by) and why (reason)."
            raise CurationError(msg)
        sheet = _read(Path(path))
        merged = merge(
            sheet,
            self._register_at(sheet.last_entry),
            self._as_entered,
            review=self.question.name,
            base_sources=self._sources_at(sheet.last_entry),
            now_sources=self._every_source(),
        )
        sources = [
            replace(other, by=by, at=now(), reason=reason) for other in merged.sources
        ]
        # What reads well may still contradict the register, also in a dry run.
        self._check_rows(merged.rows, sources)
        entries = [
            *(to_entry(row, by=by, at=now(), reason=reason) for row in merged.rows),
            *map(source_entry, sources),
        ]
        if entries and not dry_run:
            self._record(entries)
        return SheetImport(merged.changes, merged.new, merged.left_out, dry_run)

    def _register_at(self, entry: int) -> Register:
        studies, arms, results = (
            self._library.entries(kind, entry) for kind in ("study", "arm", "result")
        )
        return to_register(studies, arms, results, self._words)

    def _sources_at(self, entry: int) -> tuple[OtherSource, ...]:
        return tuple(map(read_source, self._library.entries("source", entry)))


def _read(path: Path) -> Sheet:
    if path.is_dir():
        from ketaevidence.curation.sheet.csv_form import read_csv

        return read_csv(path)
    from ketaevidence.curation.sheet.workbook_read import read_workbook

    return read_workbook(path)

"""The register: what people have confirmed, and how they correct it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ketaevidence.curation.cell_history import KINDS, CellForm, cell_forms, row_forms
from ketaevidence.curation.check import check_register
from ketaevidence.curation.check_entry import entry_problems
from ketaevidence.curation.entries import (
    ROWS_ARE_LISTED,
    Row,
    to_entry,
    to_register,
    with_rows,
)
from ketaevidence.curation.model import Arm, Register, Result, Study
from ketaevidence.curation.vocabulary import Words, words_for
from ketaevidence.errors import CurationError
from ketaevidence.library import Entry
from ketaevidence.review.clock import now
from ketaevidence.review.imported import Imported

if TYPE_CHECKING:
    import pandas as pd


class Curated(Imported):
    """A review with its register of studies, arms and results."""

    @property
    def register(self) -> Register:
        """The confirmed studies, arms and results, in their newest form."""
        return self._as_entered

    @cached_property
    def _as_entered(self) -> Register:
        """Every row with the values of the source that it was first read in."""
        entries = self._library.entries
        return to_register(
            entries("study"), entries("arm"), entries("result"), self._words
        )

    @cached_property
    def _words(self) -> Words:
        """What the codes of the register mean in this review."""
        return words_for(self.question)

    def _record(self, entries: Iterable[Entry]) -> None:
        """Append entries, all of them or none, and read the register anew."""
        self._library.add_entries(entries, recorded_at=now())
        self.__dict__.pop("_as_entered", None)

    def enter(
        self,
        rows: Sequence[Study | Arm | Result],
        *,
        by: str,
        reason: str,
        at: str | None = None,
    ) -> None:
        """Enter studies, arms and results in the register, all of them or none.

        A row whose identifier is known becomes that row's newest form; the older
        forms stay in the history.

        Parameters
        ----------
        rows
            What was confirmed.
        by, reason
            Who enters it, and why.
        at
            When, ISO 8601 in UTC; now if left out.

        Raises
        ------
        CurationError
            If the register would contradict itself; nothing is entered.
        """
        if not by.strip() or not reason.strip():
            msg = "An entry in the register needs who (by) and why (reason)."
            raise CurationError(msg)
        moment = at or now()
        entries = [to_entry(row, by=by, at=moment, reason=reason) for row in rows]
        self._check_rows(rows)
        self._record(entries)

    def _check_rows(self, rows: Sequence[Row]) -> Register:
        """Give the register with newer rows; refuse one that contradicts itself."""
        register = with_rows(self._as_entered, rows)
        check_register(register)
        problems = [str(problem) for problem in entry_problems(rows)]
        if problems:
            lines = "\n".join(f"- {problem}" for problem in problems)
            msg = f"Nothing was entered; {len(problems)} problem(s):\n{lines}"
            raise CurationError(msg)
        return register

    def correct(
        self,
        result_id: str,
        *,
        by: str,
        reason: str,
        at: str | None = None,
        **values: Any,
    ) -> Result:
        """Correct a result of the register; its earlier form stays in the history.

        Parameters
        ----------
        result_id
            The result, as ``results()`` lists it.
        by, reason
            Who corrects it, and why.
        at
            When, ISO 8601 in UTC; now if left out.
        **values
            The fields to change, for example ``spread_type="SE"``.

        Returns
        -------
        Result
            The result as it stands now.

        Raises
        ------
        CurationError
            If there is no such result or field, or the new value is impossible.

        Examples
        --------
        The main trial does not say whether its plus-minus is a standard error. Saying
        so yourself, with your reason, lets its contrast be shown:

        >>> import ketaevidence as ke
        >>> review = ke.example_review()
        >>> for row in ("R001", "R002"):
        ...     changed = review.correct(
        ...         row, spread_type="SE", by="A. Reader",
        ...         reason="an SD of 0.5 is not credible on this scale")
        >>> row = review.analyses()[0].rows[0]
        >>> print(f"{row.estimate:.2f} ({row.ci_lb:.2f} to {row.ci_ub:.2f})")
        -2.77 (-4.14 to -1.40)
        """
        known = {field.name for field in fields(Result)} - {"result_id", "study_id"}
        wrong = sorted(set(values) - known)
        if wrong:
            msg = f"{result_id}: a result has no field {', '.join(wrong)}."
            raise CurationError(msg)
        for row in self._as_entered.results:
            if row.result_id == result_id:
                self._refuse_another_source(row, values)
                corrected = replace(row, **values)
                self.enter([corrected], by=by, reason=reason, at=at)
                return corrected
        msg = f"There is no result {result_id} in the register."
        raise CurationError(msg)

    def _refuse_another_source(self, row: Row, columns: Iterable[str]) -> None:
        """Refuse to correct cells of a row where another source counts instead."""

    def history(self, result_id: str) -> tuple[Entry, ...]:
        """Give every form that a result ever had, oldest first, with who and why.

        Examples
        --------
        >>> import ketaevidence as ke
        >>> [entry.by for entry in ke.example_review().history("R001")]
        ['ketaevidence project']
        """
        return self._library.history("result", result_id)

    def cell_history(
        self, key: str, column: str, *, table: str = "results"
    ) -> tuple[CellForm, ...]:
        """Give every value that one cell of the register ever had, oldest first.

        Parameters
        ----------
        key
            The row: a ``study_id``, ``study_id/arm_id`` or ``result_id``.
        column
            The column, as the sheet names it.
        table
            ``studies``, ``arms`` or ``results``.

        Returns
        -------
        tuple of CellForm
            Its first value and each change of it, with who, when and why.

        Raises
        ------
        CurationError
            If there is no such table, column or row.

        Examples
        --------
        >>> import ketaevidence as ke
        >>> review = ke.example_review()
        >>> _ = review.correct("R001", spread_type="SE", by="A. Reader", reason="told")
        >>> forms = review.cell_history("R001", "spread_type")
        >>> [(form.text, form.by) for form in forms]
        [('unspecified', 'ketaevidence project'), ('SE', 'A. Reader')]
        """
        return cell_forms(self._forms_of(key, table), column)

    def row_history(
        self, key: str, *, table: str = "results"
    ) -> dict[str, tuple[CellForm, ...]]:
        """Give every value that each cell of a row ever had, by column.

        Parameters
        ----------
        key, table
            As in :meth:`cell_history`.

        Returns
        -------
        dict of str to tuple of CellForm
            Each column that ever held something, in the order of the sheet.

        Raises
        ------
        CurationError
            If there is no such table or row.

        Examples
        --------
        >>> import ketaevidence as ke
        >>> history = ke.example_review().row_history("R001")
        >>> [form.text for form in history["spread_type"]]
        ['unspecified']
        """
        return row_forms(self._forms_of(key, table))

    def _forms_of(self, key: str, table: str) -> tuple[Entry, ...]:
        if table not in KINDS:
            msg = f"There is no table {table!r}; there are {', '.join(KINDS)}."
            raise CurationError(msg)
        entries = self._library.history(KINDS[table], key)
        if not entries:
            elsewhere = [t for t, kind in KINDS.items()
                         if self._library.history(kind, key)]  # fmt: skip
            todo = (
                f"It is in {' and '.join(elsewhere)}: say so (`--table {elsewhere[0]}`,"
                f" in Python table={elsewhere[0]!r})."
                if elsewhere
                else ROWS_ARE_LISTED
            )
            msg = f"There is no {key!r} in the {table} of the register. {todo}"
            raise CurationError(msg)
        return entries

    def studies(self) -> pd.DataFrame:
        """Give the register's studies, one row each.

        Examples
        --------
        >>> import ketaevidence as ke
        >>> ke.example_review().studies()["label"].iloc[0]
        'Sigtermans 2009'
        """
        from ketaevidence.present.register_frames import studies_frame

        return studies_frame(self.register)

    def results(self) -> pd.DataFrame:
        """Give the register's results: one row per study, arm, outcome and time.

        Examples
        --------
        >>> import ketaevidence as ke
        >>> table = ke.example_review().results()
        >>> table.loc[table["result_id"] == "R001", "spread_type"].item()
        'unspecified'
        """
        from ketaevidence.present.register_frames import results_frame

        return results_frame(self.register)

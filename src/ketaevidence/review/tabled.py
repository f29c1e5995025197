"""The tables that a review gives: as data frames, and as files for other programs."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from ketaevidence.curation.cell_history import cell_forms
from ketaevidence.review.analysed import Analysed

if TYPE_CHECKING:
    import pandas as pd

    from ketaevidence.present.tables.document import EvidenceDocument


class Tabled(Analysed):
    """A review that gives its evidence as tables."""

    def evidence_table(self) -> pd.DataFrame:
        """Give one row per included study, or per record where none is entered yet.

        Returns
        -------
        pandas.DataFrame
            The columns that the page "Evidence table" lists. ``year`` and ``n`` are
            Int64, all others text. ``NA`` says that nothing is entered, not that the
            study did not report it.

        Examples
        --------
        >>> import ketaevidence as ke
        >>> table = ke.example_review().evidence_table()
        >>> table.loc[0, "status"]
        'entered; partly from a secondary source'
        """
        from ketaevidence.present.evidence_table import evidence_table

        return evidence_table(self.snapshot())

    def excluded_studies(self) -> pd.DataFrame:
        """Give what is out of the review with a reason, or out of its pools.

        Reports excluded at full text come first, then those excluded on title and
        abstract with a reason, then studies of the review that a person keeps out of
        every pool, then studies of the register whose report is not in the review.

        Returns
        -------
        pandas.DataFrame
            Columns study, year, title, where, reason, by, on (YYYY-MM-DD), pmid, doi
            and record_key; ``year`` is Int64, all others text.

        Examples
        --------
        >>> import ketaevidence as ke
        >>> table = ke.example_review().excluded_studies()
        >>> table.loc[0, ["study", "where", "reason"]].tolist()
        ['Mangnus TJP 2023', 'excluded at full text',
         'protocol or registration without results']
        """
        from ketaevidence.present.excluded import excluded_table

        return excluded_table(self.snapshot(), self._who_kept_out())

    def evidence_table_text(self, kind: str) -> str:
        """Give the evidence table as a text: ``csv``, ``html``, ``md`` or ``tex``.

        Raises
        ------
        PresentError
            If the kind is none of these.

        Examples
        --------
        >>> import ketaevidence as ke
        >>> ke.example_review().evidence_table_text("csv")[:18]
        'study,year,design,'
        """
        from ketaevidence.present.table_formats import table_text

        return table_text(self._evidence_document(), kind)

    def write_evidence_table(
        self, path: str | os.PathLike[str], *, kind: str | None = None
    ) -> Path:
        """Write the evidence table to a file, as the file's name ends.

        Parameters
        ----------
        path
            A file ending in .csv, .html, .xlsx, .docx, .md or .tex.
        kind
            One of these without the dot, whatever the name ends in.

        Returns
        -------
        pathlib.Path
            The file. The same review gives the same bytes.

        Raises
        ------
        PresentError
            If the ending is none of these, or the file cannot be written.

        Examples
        --------
        >>> import tempfile
        >>> import ketaevidence as ke
        >>> review = ke.example_review()
        >>> with tempfile.TemporaryDirectory() as place:
        ...     review.write_evidence_table(f"{place}/evidence.md").name
        'evidence.md'
        """
        from ketaevidence.present.files import write_whole
        from ketaevidence.present.table_formats import check_kind, table_file

        target = Path(path)
        wanted = kind or target.suffix.lstrip(".").lower()
        check_kind(wanted)
        return write_whole(target, table_file(self._evidence_document(), wanted))

    def _evidence_document(self) -> EvidenceDocument:
        from ketaevidence.present.tables.document import evidence_document

        return evidence_document(self.snapshot(), self._who_kept_out())

    def _who_kept_out(self) -> dict[str, tuple[str, str]]:
        """Give who last said, and when, why a study is kept out of every pool."""
        signed = {}
        for study in self.register.studies:
            if study.kept_out_because:
                entries = self._library.history("study", study.study_id)
                last = cell_forms(entries, "kept_out_because")[-1]
                signed[study.study_id] = last.by, last.at
        return signed

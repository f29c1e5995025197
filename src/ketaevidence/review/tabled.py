"""The tables that a review gives: as data frames, and as files for other programs."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from ketaevidence.review.analysed import Analysed

if TYPE_CHECKING:
    import pandas as pd


class Tabled(Analysed):
    """A review that gives its evidence as tables."""

    def evidence_table(self) -> pd.DataFrame:
        """Give one row per included study, or per record where none is entered yet.

        Examples
        --------
        >>> import ketaevidence as ke
        >>> table = ke.example_review().evidence_table()
        >>> table.loc[0, "status"]
        'entered; partly from a secondary source'
        """
        from ketaevidence.present.evidence_table import evidence_table

        return evidence_table(self.snapshot())

    def evidence_table_text(self, kind: str) -> str:
        """Give the evidence table as a text: ``csv``, ``html`` or ``md``.

        Raises
        ------
        PresentError
            If the kind is none of these.
        """
        from ketaevidence.present.table_formats import table_text

        caption = f"{self.question.title}: evidence table"
        return table_text(self.evidence_table(), kind, caption=caption)

    def write_evidence_table(
        self, path: str | os.PathLike[str], *, kind: str | None = None
    ) -> Path:
        """Write the evidence table to a file, as the file's name ends.

        Parameters
        ----------
        path
            A file ending in .csv, .html or .md.
        kind
            ``csv``, ``html`` or ``md``, whatever the name ends in.

        Raises
        ------
        PresentError
            If the ending is none of these, or the file cannot be written.
        """
        from ketaevidence.present.files import write_whole

        target = Path(path)
        text = self.evidence_table_text(kind or target.suffix.lstrip(".").lower())
        return write_whole(target, text)

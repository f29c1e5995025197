"""What was found of each outcome, and how certain people are of it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from ketaevidence.curation.certainty import CertaintyRating, certainty_rating
from ketaevidence.review.clock import now
from ketaevidence.review.tabled import Tabled

if TYPE_CHECKING:
    import pandas as pd

    from ketaevidence.present.summary_of_findings import Summary

#: Most outcomes of a table that a reader takes in.
MOST_OUTCOMES = 7


class Summarised(Tabled):
    """A review that sums up its findings, with certainty as people rate it."""

    def rate_certainty(  # noqa: PLR0913 (the parts of a rating, each by name)
        self,
        row: str,
        *,
        rating: str,
        start: str | None = None,
        domains: Mapping[str, int] | None = None,
        support: Mapping[str, str] | None = None,
        comment: str | None = None,
        by: str,
        reason: str,
        at: str | None = None,
    ) -> CertaintyRating:
        """Record how certain a person is of the evidence on one outcome.

        The rating keeps the numbers that it rests on. When they change, it stands no
        more: the outcome is shown as rated before the newest data, to be rated again.
        Rated again, it gets a newer form; the older ones stay in the history.

        Parameters
        ----------
        row
            The outcome's ``row_id`` in :meth:`summary_of_findings`.
        rating
            ``high``, ``moderate``, ``low`` or ``very low``. It is never worked out.
        start
            Where the evidence starts: ``high`` or ``low``. Randomised evidence starts
            high, so that it may be left out there.
        domains
            How many levels each domain lowers (negative) or raises the certainty:
            ``{"imprecision": -1}``. The domains are ``risk_of_bias``,
            ``inconsistency``, ``indirectness``, ``imprecision``, ``publication_bias``,
            and for evidence that is not randomised ``large_effect``,
            ``dose_response``, ``opposing_confounding``. What is left out was not
            spoken of.
        support
            Why, by domain; it becomes the footnote, and each level needs one.
        comment
            What you say to readers in plain words; it stands in the table.
        by, reason
            Who rates, and why now (who else was asked, what was read).
        at
            When, ISO 8601 in UTC; now if left out.

        Returns
        -------
        CertaintyRating
            As it was recorded.

        Raises
        ------
        CurationError
            If there is no such outcome, or a word or level is not allowed; the allowed
            are named. Nothing is recorded.

        Warns
        -----
        EvidenceWarning
            If the levels lead elsewhere than to the rating. It is kept as rated, and a
            footnote says so.

        References
        ----------
        Balshem and others 2011, doi:10.1016/j.jclinepi.2010.07.015. Guyatt and others
        2011, doi:10.1016/j.jclinepi.2011.06.004.

        Examples
        --------
        >>> import ketaevidence as ke
        >>> review = ke.example_review()
        >>> row = review.summary_of_findings().loc[1, "row_id"]
        >>> made = review.rate_certainty(
        ...     row, rating="very low", start="low", domains={"imprecision": -1},
        ...     support={"imprecision": "an invented sentence"},
        ...     by="A. Reader", reason="invented for this example")
        >>> review.summary_of_findings().loc[1, ["symbol", "certainty"]].tolist()
        ['⊕⊝⊝⊝', 'Very low']
        """
        from ketaevidence.present.summary_of_findings.outcomes import (
            outcome_to_rate,
            rests_on,
        )

        outcome = outcome_to_rate(self.analyses(), row)
        made = certainty_rating(
            outcome.analysis.kind,
            outcome.label,
            rating,
            is_randomised=outcome.is_randomised,
            start=start,
            domains=domains,
            support=support,
            comment=comment,
            basis=rests_on(outcome, self.register),
            by=by,
            at=at or now(),
            reason=reason,
        )
        self._record_certainty(made)
        return made

    def summary_of_findings(self, *, most: int | None = MOST_OUTCOMES) -> pd.DataFrame:
        """Give one row per outcome: who was studied, what was found, how certain it is.

        An outcome is a group of results that stand together in an analysis. Numbers
        stand where results are pooled or one study stands alone; others are told side
        by side. The certainty is what people rated, or that nobody did.

        Parameters
        ----------
        most
            Most outcomes, in the order of the analyses; ``None`` for all.

        Returns
        -------
        pandas.DataFrame
            ``row_id`` is what :meth:`rate_certainty` takes. ``n`` and ``studies`` are
            Int64, all others text; missing is NA.

        Examples
        --------
        >>> import ketaevidence as ke
        >>> table = ke.example_review().summary_of_findings()
        >>> table.loc[1, "intervention"]
        'uncontrolled change: −7.2 points (95% CI −8.2 to −6.2)'
        >>> set(table["certainty"])
        {'not rated by a person'}
        """
        from ketaevidence.present.summary_of_findings import summary_frame

        return summary_frame(self._summary(most))

    def summary_of_findings_text(
        self, kind: str, *, most: int | None = MOST_OUTCOMES, width: int = 80
    ) -> str:
        """Give the summary of findings as a text.

        Parameters
        ----------
        kind
            ``csv``, ``html`` (a page of its own), ``md``, or ``text`` for a terminal.
        most
            Most outcomes, in the order of the analyses; ``None`` for all.
        width
            Columns of the terminal, for ``text``.

        Raises
        ------
        PresentError
            If the kind is none of these.
        """
        from ketaevidence.present.summary_of_findings.text import (
            check_kind,
            summary_text,
        )

        check_kind(kind)
        return summary_text(self._summary(most), kind, width=width)

    def write_summary_of_findings(
        self,
        path: str | os.PathLike[str],
        *,
        kind: str | None = None,
        most: int | None = MOST_OUTCOMES,
    ) -> Path:
        """Write the summary of findings to a file, as the file's name ends.

        Parameters
        ----------
        path
            A file ending in .csv, .html (a page of its own) or .md.
        kind
            ``csv``, ``html`` or ``md``, whatever the name ends in.
        most
            Most outcomes; ``None`` for all.

        Raises
        ------
        PresentError
            If the ending is none of these, or the file cannot be written.
        """
        from ketaevidence.present.files import write_whole

        target = Path(path)
        chosen = kind or target.suffix.lstrip(".").lower()
        return write_whole(target, self.summary_of_findings_text(chosen, most=most))

    def _summary(self, most: int | None) -> Summary:
        from ketaevidence.present.summary_of_findings import summary_of_findings

        return summary_of_findings(self.snapshot(), self.certainty(), most=most)

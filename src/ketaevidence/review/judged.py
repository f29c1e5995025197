"""Judgements on the risk of bias: made, kept, corrected, exchanged with robvis."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from ketaevidence.curation.bias import BiasJudgement, chosen_tool, judgement
from ketaevidence.curation.bias_check import check_judgements
from ketaevidence.curation.bias_entries import (
    bias_entry,
    bias_frame,
    is_same,
    read_bias,
)
from ketaevidence.curation.bias_tools import TOOLS, BiasTool
from ketaevidence.errors import CurationError
from ketaevidence.review.clock import now
from ketaevidence.review.sourced import Sourced

if TYPE_CHECKING:
    import pandas as pd


class Judged(Sourced):
    """A review with judgements on the risk of bias in its studies."""

    def bias(
        self,
        *,
        study: str | None = None,
        tool: str | None = None,
        version: str | None = None,
    ) -> tuple[BiasJudgement, ...]:
        """Give the newest judgements on the risk of bias, in the order first made.

        Parameters
        ----------
        study, tool, version
            Only those on this study, by this tool, of this version.

        Examples
        --------
        >>> import ketaevidence as ke
        >>> ke.example_review().bias(tool="rob2", study="no-such-study")
        ()
        """
        found = (read_bias(entry) for entry in self._library.entries("bias"))
        return tuple(
            made
            for made in found
            if study in (None, made.study_id)
            and tool in (None, made.tool)
            and version in (None, made.version)
        )

    def bias_history(self, key: str) -> tuple[BiasJudgement, ...]:
        """Give every form that a judgement ever had, oldest first, with who and why.

        Parameters
        ----------
        key
            The judgement's ``key``: "sigtermans2009/rob2/2019/pain_intensity/84".

        Examples
        --------
        >>> import ketaevidence as ke
        >>> ke.example_review().bias_history("no/such/judgement")
        ()
        """
        return tuple(read_bias(entry) for entry in self._library.history("bias", key))

    def bias_table(self) -> pd.DataFrame:
        """Give the newest judgements: one row for each domain, and for the whole.

        Examples
        --------
        >>> import ketaevidence as ke
        >>> list(ke.example_review().bias_table().columns)[:3]
        ['study_id', 'tool', 'version']
        """
        return bias_frame(self.bias())

    def judge_bias(  # noqa: PLR0913 (the parts of a judgement, each by name)
        self,
        study: str,
        *,
        tool: str,
        version: str | None = None,
        domains: Mapping[str, str],
        support: Mapping[str, str] | None = None,
        overall: str | None = None,
        overall_support: str | None = None,
        outcome: str | None = None,
        time_days: float | None = None,
        result: str | None = None,
        by: str,
        reason: str,
        at: str | None = None,
    ) -> BiasJudgement:
        """Record a judgement on the risk of bias in a study or in one of its results.

        Judged again, it gets a newer form; the older ones stay in the history.

        Parameters
        ----------
        study
            The study's identifier in the register.
        tool, version
            ``rob2`` (versions ``2019``, ``2021-crossover``, ``2021-cluster``), ``rob1``
            (``2011``), ``robins-i`` (``2016``, ``2025``: say which).
        domains
            The judgement on each domain, by the tool's name: ``{"D1": "Low", ...}``.
        support
            The words that support a judgement, by domain.
        overall, overall_support
            The judgement on the whole, if you made one. It is never worked out.
        outcome, time_days, result
            What was judged, for tools that judge results: an outcome of the register,
            the days from the start of treatment [d], or a result's identifier.
        by, reason
            Who judges, and why now (who else was asked, what was read).
        at
            When, ISO 8601 in UTC; now if left out.

        Returns
        -------
        BiasJudgement
            As it was recorded.

        Raises
        ------
        CurationError
            If there is no such study, tool, domain, outcome or result, or a word is not
            allowed; the allowed are named. Nothing is recorded.

        Warns
        -----
        EvidenceWarning
            If the whole is judged milder than a domain, against the tool's guidance.

        Examples
        --------
        >>> import ketaevidence as ke
        >>> review = ke.example_review()
        >>> made = review.judge_bias(
        ...     "correll2004", tool="robins-i", version="2025", outcome="responder",
        ...     domains=dict.fromkeys(["D2", "D3", "D4", "D5", "D6"], "Moderate")
        ...     | {"D1": "Serious"},
        ...     by="A. Reader", reason="invented for this example")
        >>> made.key
        'correll2004/robins-i/2025/responder'
        """
        if result is not None and outcome is None:
            rows = {row.result_id: row for row in self.register.results_of(study)}
            outcome = rows[result].outcome if result in rows else None
        made = judgement(
            study,
            tool,
            version,
            domains,
            support=support,
            overall=overall,
            overall_support=overall_support,
            outcome=outcome,
            time_days=time_days,
            result_id=result,
            by=by,
            at=at or now(),
            reason=reason,
        )
        self._record_bias([made])
        return made

    def _record_bias(self, judgements: Iterable[BiasJudgement]) -> None:
        """Keep judgements, all of them or none."""
        rows = list(judgements)
        check_judgements(rows, self.register, stacklevel=4)
        self._library.add_entries(map(bias_entry, rows), recorded_at=now())

    def write_robvis(
        self,
        path: str | os.PathLike[str],
        *,
        tool: str | None = None,
        version: str | None = None,
        outcome: str | None = None,
        time_days: float | None = None,
    ) -> Path:
        """Write the judgements by one tool as the file that robvis draws.

        Parameters
        ----------
        path
            A file ending in .csv.
        tool, version
            Which judgements; may be left out where all are by one tool and version.
        outcome, time_days
            Only those on this outcome, at this time [d].

        Raises
        ------
        CurationError
            If robvis has no form for the tool, there is nothing to write, or some
            studies have a judgement where others have none.
        PresentError
            If the file cannot be written; an older one is then as it was.

        Examples
        --------
        >>> import tempfile
        >>> import ketaevidence as ke
        >>> review = ke.example_review()
        >>> low = dict.fromkeys(["D1", "D2", "D3", "D4", "D5"], "Low")
        >>> made = review.judge_bias(
        ...     "sigtermans2009", tool="rob2", outcome="pain_intensity", domains=low,
        ...     overall="Low", by="A. Reader", reason="invented for this example")
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     path = review.write_robvis(f"{folder}/robvis.csv")
        ...     print(path.read_text())
        Study,D1,D2,D3,D4,D5,Overall
        Sigtermans 2009,Low,Low,Low,Low,Low,Low
        <BLANKLINE>
        """
        from ketaevidence.exchange.robvis import robvis_csv
        from ketaevidence.present.files import write_whole

        chosen = self._one_tool(tool, version)
        judgements = [
            made
            for made in self.bias(tool=chosen.name, version=chosen.version)
            if outcome in (None, made.outcome) and time_days in (None, made.time_days)
        ]
        return write_whole(Path(path), robvis_csv(judgements, chosen, self.register))

    def import_robvis(  # noqa: PLR0913 (what the file does not say, each by name)
        self,
        path: str | os.PathLike[str],
        *,
        tool: str,
        version: str | None = None,
        outcome: str | None = None,
        time_days: float | None = None,
        by: str,
        reason: str,
        at: str | None = None,
    ) -> tuple[BiasJudgement, ...]:
        """Take over the judgements of a file that robvis draws, all of it or nothing.

        What is judged as before is not recorded again. The words that support a
        judgement stay with it as long as it is not judged otherwise.

        Parameters
        ----------
        path
            The CSV file. Its studies are named by label or identifier.
        tool, version
            By which tool was judged; ROBINS-I is the version of 2016 here, as robvis
            has no form for the other.
        outcome, time_days
            What was judged, for tools that judge results; a result in brackets behind
            a study's name, as :meth:`write_robvis` writes it, counts for that row.
        by, reason, at
            As in :meth:`judge_bias`.

        Returns
        -------
        tuple of BiasJudgement
            What was recorded.

        Raises
        ------
        ReadError
            If the file cannot be read.
        CurationError
            If its columns are not those that robvis expects, a study is not in the
            register, or a word is not allowed. Nothing is recorded.
        """
        from ketaevidence.exchange.reading import read_table
        from ketaevidence.exchange.robvis_read import Judged as JudgedBy
        from ketaevidence.exchange.robvis_read import read_robvis

        chosen = _drawn(tool, version)
        known = self.bias(tool=chosen.name, version=chosen.version)
        given = JudgedBy(by, at or now(), reason, outcome, time_days)
        found = read_robvis(read_table(Path(path)), chosen, self.register, known, given)
        before = {made.key: made for made in known}
        new = [
            made
            for made in found
            if made.key not in before or not is_same(made, before[made.key])
        ]
        self._record_bias(new)
        return tuple(new)

    def _one_tool(self, tool: str | None, version: str | None) -> BiasTool:
        """Give the tool that is meant, where the judgements leave no other."""
        used = dict.fromkeys((made.tool, made.version) for made in self.bias())
        fitting = [
            (name, which)
            for name, which in used
            if (tool is None or tool.strip().casefold() == name)
            and version in (None, which)
        ]
        if len(fitting) == 1:
            return chosen_tool(*fitting[0])
        if tool is not None:
            return _drawn(tool, version)
        told = ", ".join(f"{name} {which}" for name, which in used) or "nobody judged"
        msg = f"Say by which tool the judgements are to be written: {told}."
        raise CurationError(msg)


def _drawn(tool: str, version: str | None) -> BiasTool:
    """Give a tool; where its version is not said, the one that robvis draws."""
    drawn = [t for t in TOOLS if t.name == tool.strip().casefold() and t.robvis]
    if version is None and len({t.version for t in drawn}) == 1:
        return drawn[0]
    return chosen_tool(tool, version)

"""The PRISMA numbers that follow from decisions, and decisions from other tools."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ketaevidence.curation.inclusion import studies_by_record, study_keys
from ketaevidence.errors import ScreeningError
from ketaevidence.records.collection import Records
from ketaevidence.review.clock import now
from ketaevidence.review.decided import Decided
from ketaevidence.screening.decide import standings
from ketaevidence.screening.flow import Flow, count_flow
from ketaevidence.screening.methods import Brought, brought_by_others, methods_of
from ketaevidence.screening.model import Decision, Stage
from ketaevidence.screening.since import Version, count_since

if TYPE_CHECKING:
    from ketaevidence.screening.imported import DecisionImport
    from ketaevidence.synthesis.model import Analysis


class Screened(Decided):
    """A review with the numbers of its screening."""

    if TYPE_CHECKING:

        def analyses(self) -> tuple[Analysis, ...]:
            """Every review has its analyses; they are made further down."""

    def flow(self, *, since: str | int | None = None) -> Flow:
        """Count the PRISMA boxes from the decisions.

        Parameters
        ----------
        since
            Count as an update of an earlier version: the review as it was at the end
            of a day (``2026-01-31``), at a UTC time, or after a run (its number).

        Returns
        -------
        Flow
            Everything as one; with ``since``, what the update looked at, and beside it
            what the earlier version had included and what is included in total.

        Raises
        ------
        LibraryError
            If ``since`` is no day and no UTC time.
        ScreeningError
            If there is no such run, or the day is later than this view of the review.

        Examples
        --------
        >>> import ketaevidence as ke
        >>> flow = ke.example_review().flow()
        >>> flow.screened + flow.awaiting_screening == flow.unique
        True
        >>> update = ke.example_review().flow(since="2026-10-31")
        >>> update.previous.reports, update.included_reports
        (0, 28)
        """
        if since is None:
            return self._flow(self.records(), self.decisions())
        moment = self._moment_of_run(since) if isinstance(since, int) else since
        return count_since(
            self.as_of(moment)._version(),  # noqa: SLF001 (of this same class)
            self._version(),
            moment=moment,
            reasons=self.question.exclusion_reasons,
            studies_of=studies_by_record(self.register),
            reviewers=self.question.reviewers,
        )

    def _moment_of_run(self, run_id: int) -> str:
        times = {run.run_id: run.at for run in self._library.runs()}
        if run_id not in times:
            known = ", ".join(map(str, times)) or "none"
            msg = f"There is no run {run_id} in this review; its runs: {known}."
            raise ScreeningError(msg)
        return times[run_id]

    def _version(self) -> Version:
        sources, others = self._brought()
        return Version(
            sources=sources,
            record_keys=self._library.record_keys(),
            decisions=self.decisions(),
            others=others,
        )

    def _brought(self) -> tuple[tuple[tuple[str, int], ...], dict[str, Brought]]:
        """Give what databases and registers brought, and what only others did."""
        methods = methods_of(self._said_of_sources())
        every = self._library.provenance()
        sources = tuple((name, n) for name, n in every if name not in methods)
        others = brought_by_others(self._library.origins(), methods) if methods else {}
        return sources, others

    def _flow(self, records: Records, decisions: Sequence[Decision]) -> Flow:
        sources, others = self._brought()
        return count_flow(
            sources,
            [record.key for record in records],
            decisions,
            reasons=self.question.exclusion_reasons,
            studies_of=studies_by_record(self.register),
            reviewers=self.question.reviewers,
            others=others,
        )

    def write_prisma(
        self,
        path: str | os.PathLike[str],
        *,
        since: str | int | None = None,
        registers: Iterable[str] = (),
    ) -> Path:
        """Write the numbers as the CSV that the R package PRISMA2020 draws.

        Parameters
        ----------
        path
            A file ending in .csv.
        since
            As in :meth:`flow`: the diagram of an updated review.
        registers
            Names of sources that are trial registers and not databases, beside the
            well-known ones.

        Raises
        ------
        PresentError
            If the file cannot be written; an older one is then as it was.

        Notes
        -----
        The diagram has no box for records that still await a decision; look at
        ``flow().awaiting_screening`` before you publish it.

        Examples
        --------
        >>> import tempfile
        >>> import ketaevidence as ke
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     path = ke.example_review().write_prisma(f"{folder}/PRISMA.csv")
        ...     print(path.read_text().splitlines()[0])
        data,node,box,description,boxtext,tooltips,url,n
        """
        from ketaevidence.exchange.prisma_csv import prisma_csv
        from ketaevidence.present.files import write_whole

        flow = self.flow(since=since)
        text = prisma_csv(
            flow, registers=registers, in_meta_analysis=self._in_meta_analysis()
        )
        return write_whole(Path(path), text)

    def _in_meta_analysis(self) -> tuple[int, int]:
        """Count the studies in a pool, and the included reports of them."""
        pooled = {
            row.study_id
            for analysis in self.analyses()
            for group in analysis.groups
            if group.pooled is not None
            for row in group.rows
        }
        keys = {
            key
            for study in self.register.studies
            if {study.study_id, study.secondary_of} & pooled
            for key in study_keys(study)
        }
        where = standings(self._library.record_keys(), self.decisions())
        reports = [k for k, (at, _) in where.items() if at == "included" and k in keys]
        return len(pooled), len(reports)

    def import_decisions(  # noqa: PLR0913 (what a file does not say, each by name)
        self,
        path: str | os.PathLike[str],
        *,
        tool: str = "auto",
        by: str | None = None,
        stage: Stage | None = None,
        listed: str | None = None,
        log: str | os.PathLike[str] | bool = False,
        people: Mapping[str, str] | None = None,
        reasons: Mapping[str, str] | None = None,
        reason: str | None = None,
        resolution: str | None = None,
        at: str | None = None,
        dry_run: bool = False,
    ) -> DecisionImport:
        """Take over decisions that were made in ASReview, Rayyan or Covidence.

        A row is matched with a record by PMID, DOI, or else by the same title in the
        same year, and never guessed; a row without a verdict is never a decision. All
        is recorded or nothing. What this person recorded here already stays as it is.

        Parameters
        ----------
        path
            A CSV, TSV, XLSX or RIS file, or Rayyan's zip.
        tool
            ``asreview``, ``rayyan``, ``covidence``, or ``auto``: as the file tells.
        by
            Who decided, where the file does not say. Where it does, its names count.
        stage
            Where the decisions were made; ``title_abstract`` where neither this nor the
            file says so.
        listed
            Which of Covidence's lists the file is, where its name does not say so:
            ``irrelevant``, ``select``, ``excluded``, ``included``, ``screen``.
        log
            Rayyan's log, which knows when each person decided and each person's own
            reasons: a file, or ``True`` for the one in the zip. Left out, it is not
            read. It names people by their addresses; where what they decided does not
            tell who is who, ``people`` says it.
        people
            What people of the file are called here: ``{"anna": "A. Reader"}``.
        reasons
            Which of the question's reasons the file's words mean, at the full-text
            stage: ``{"Wrong study design": "wrong_design"}``.
        reason
            The reason for exclusions that the file gives none for.
        resolution
            Why these decisions settle the records: for files that hold what reviewers
            agreed on in the other tool, as Covidence's do.
        at
            When, for decisions that the file does not date; now if left out.
        dry_run
            Say what would be recorded, and record nothing.

        Returns
        -------
        DecisionImport
            What was recorded, what was known already, and every row that was left out.

        Raises
        ------
        ReadError
            If the file cannot be read, a spreadsheet has changed it, or a log does not
            fit its articles file.
        ScreeningError
            If a decision cannot be counted in the flow, nobody signs it, or a reason
            means nothing here. Nothing is recorded.
        """
        from ketaevidence.exchange.decisions import Terms, take_over
        from ketaevidence.exchange.matching import Index
        from ketaevidence.exchange.reading import read_export
        from ketaevidence.exchange.reasons import Reasons

        log = log if isinstance(log, bool) else Path(log)
        export = read_export(Path(path), tool, listed=listed, log=log)
        two = self.question.reviewers > 1
        if export.tool == "covidence" and two and resolution is None:
            msg = (
                f"{export.name}: Covidence's lists show what came out in the end, and "
                "this review counts what each of two reviewers decided. Say that they "
                "settle the records, and why (resolution='agreed in Covidence')."
            )
            raise ScreeningError(msg)
        done = take_over(
            export,
            Index(self.records()),
            self.decisions(),
            Terms(at or now(), stage, by, people, resolution),
            Reasons(self.question.exclusion_reasons, called=reasons, default=reason),
        )
        if dry_run:
            self._check(done.decisions)
            return replace(done, is_dry_run=True)
        self.decide(done.decisions)
        return done

"""The Review: one question, its records, decisions, register, analyses and report.

This module alone knows the whole chain, and alone reads the clock.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import fields, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from ketaevidence.curation.entries import to_entry, to_register
from ketaevidence.curation.inclusion import included_studies, studies_by_record
from ketaevidence.curation.model import Arm, Register, Result, Study
from ketaevidence.errors import CurationError, LibraryError, ScreeningError
from ketaevidence.extraction.extract import Candidates, extract
from ketaevidence.library import (
    DecisionRow,
    ImportCount,
    Library,
    Refresh,
    Search,
    Status,
    locked,
)
from ketaevidence.pubmed.files import read_file
from ketaevidence.question.model import Question
from ketaevidence.records.collection import Records
from ketaevidence.screening.decide import check_decision, newest, standings
from ketaevidence.screening.flow import Flow, count_flow
from ketaevidence.screening.model import Decision, Stage, Suggestion, Verdict
from ketaevidence.screening.rules import suggest_all
from ketaevidence.software import software_name, software_versions

if TYPE_CHECKING:
    import pandas as pd

    from ketaevidence.present.snapshot import Snapshot
    from ketaevidence.pubmed.client import Client
    from ketaevidence.refresh import Progress
    from ketaevidence.synthesis.model import Analysis


#: A day, or a time in UTC to the second.
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\dZ)?")


class Review:
    """A living systematic review: open it, ask it, decide in it, report it.

    Get one from :func:`example_review`, :func:`open_review` or :func:`init_review`.
    Use it in a ``with`` block, or :meth:`close` it.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> with ke.example_review() as review:
    ...     print(len(review.records()), len(review.analyses()))
    59 3
    """

    def __init__(
        self, library: Library, question: Question, *, folder: Path | None
    ) -> None:
        self._library = library
        self.question = question
        self.folder = folder

    def __enter__(self) -> Self:
        """Use the review in a ``with`` block."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the review at the end of a ``with`` block."""
        self.close()

    def __repr__(self) -> str:
        """Say which review this is."""
        return f"<Review: {self.question.title}, {self.folder or 'in memory'}>"

    def close(self) -> None:
        """Close the store."""
        self._library.close()

    # What came in -------------------------------------------------------------

    def records(self) -> Records:
        """Give every record in its newest form.

        Examples
        --------
        >>> import ketaevidence as ke
        >>> records = ke.example_review().records()
        >>> any(record.has_abstract for record in records)
        False
        """
        return self._library.records()

    def import_files(
        self,
        paths: Iterable[str | os.PathLike[str]],
        *,
        source: str,
        at: str | None = None,
    ) -> ImportCount:
        """Take in the records of files that PubMed gave you, all files or none.

        Parameters
        ----------
        paths
            PubMed XML (also ``.xml.gz``) or PubMed text files (``.nbib``).
        source
            Where the records are from ("PubMed"); PRISMA counts by it.
        at
            When, ISO 8601 in UTC; now if left out.

        Returns
        -------
        ImportCount
            Received, new, revised, unchanged and repeated records.

        Raises
        ------
        ReadError
            If a file is missing, damaged or not from PubMed. Nothing is taken in.
        LibraryError
            If the store cannot be written. Nothing is taken in.
        """
        if not source.strip():
            msg = "Say where the records are from, for example source='PubMed'."
            raise LibraryError(msg)
        names = [Path(path) for path in paths]
        incoming = [item for path in names for item in read_file(path)]
        return self._library.add_records(
            incoming,
            kind="import",
            source=source,
            at=at or _now(),
            software=software_name(),
            detail={"files": [path.name for path in names]},
        )

    def refresh(  # noqa: PLR0913 (each is a choice of its own)
        self,
        *,
        email: str | None = None,
        api_key: str | None = None,
        client: Client | None = None,
        dry_run: bool = False,
        accept_shrink: bool = False,
        progress: Progress | None = None,
    ) -> Refresh:
        """Pull the whole search from PubMed and land one new state, or change nothing.

        Everything is compared every time: what the search finds now, and every record
        that the review ever had. Decisions and corrections are never touched.

        Parameters
        ----------
        email
            Your address, which PubMed asks for; the one in ``review.toml`` if left out.
        api_key
            The key of an NCBI account; the environment's NCBI_API_KEY if left out. It
            is never written anywhere.
        client
            A connection of your own in place of both.
        dry_run
            Ask PubMed and say what would change; nothing is written.
        accept_shrink
            Believe a search that finds far fewer records than the last one.
        progress
            Called with the records downloaded and the records to download.

        Returns
        -------
        Refresh
            What is new, revised, retracted, missing; and what to look at again.

        Raises
        ------
        PubMedError
            If PubMed cannot be asked or its answers do not add up. Nothing is changed.
        LockedError
            If another run holds the review. Nothing is done.
        LibraryError
            If the store is damaged or cannot be written. Nothing is changed.
        """
        from ketaevidence.pubmed.client import Client
        from ketaevidence.refresh import run_refresh

        with ExitStack() as stack:
            if client is None:
                client = stack.enter_context(
                    Client(self._email(email), api_key=api_key)
                )
            library = self._library
            if dry_run:
                # The same work on a copy that is gone afterwards.
                library = stack.enter_context(library.copy_in_memory())
            elif self.folder is not None:
                words = f"process {os.getpid()} since {_now()}"
                stack.enter_context(locked(self.folder, words))
            found = run_refresh(
                library,
                client,
                self.question.pubmed_search,
                now=_now,
                software=software_name(),
                accept_shrink=accept_shrink,
                progress=progress,
            )
        return replace(found, is_dry_run=dry_run)

    def _email(self, given: str | None) -> str:
        email = given or self.question.email
        if not email:
            msg = (
                "PubMed asks for an e-mail address with every search. Write yours "
                "under [contact] in review.toml, or give email=..."
            )
            raise LibraryError(msg)
        return email

    def as_of(self, moment: str) -> Review:
        """Give the review as it was at the end of a day, to be read and not changed.

        Parameters
        ----------
        moment
            A day (``2026-01-31``) or a UTC time (``2026-01-31T12:00:00Z``).

        Returns
        -------
        Review
            Its records, decisions and register are those of that time. It shares the
            store with this review: close this one when you are done with both.

        Raises
        ------
        LibraryError
            If the moment is no day and no UTC time.

        Examples
        --------
        >>> import ketaevidence as ke
        >>> review = ke.example_review()
        >>> len(review.as_of("2026-10-31").records())
        0
        >>> len(review.as_of("2026-11-01").records())
        59
        """
        if not _MOMENT.fullmatch(moment):
            msg = (
                f"as_of({moment!r}): give a day such as 2026-01-31, or a UTC time such "
                "as 2026-01-31T12:00:00Z."
            )
            raise LibraryError(msg)
        return Review(self._library.as_of(moment), self.question, folder=self.folder)

    def status(self) -> Status:
        """Say how current the review is.

        Examples
        --------
        >>> import ketaevidence as ke
        >>> ke.example_review().status().refreshed_at is None
        True
        """
        refreshes = [run for run in self._library.runs() if run.kind == "refresh"]
        attempt = self._library.last_attempt() or (None, None, None)
        last = refreshes[-1] if refreshes else None
        age = None
        if last is not None:
            age = (datetime.now(UTC) - datetime.fromisoformat(last.at)).days
        return Status(
            refreshed_at=last.at if last else None,
            age_days=age,
            count=last.received if last else None,
            attempted_at=attempt[0],
            last_attempt=attempt[1],
            why=attempt[2],
            awaiting=len(self.awaiting()),
            missing=len(self._library.missing()),
        )

    def awaiting(self) -> tuple[Suggestion, ...]:
        """Give the suggestions on records that nobody has decided on.

        Examples
        --------
        >>> import ketaevidence as ke
        >>> ke.example_review().awaiting()
        ()
        """
        done = newest(self.decisions(), "title_abstract")
        return tuple(s for s in self.suggestions() if s.record_key not in done)

    def searches(self) -> tuple[Search, ...]:
        """Give what PubMed said to each search of this review, oldest first.

        Examples
        --------
        >>> import ketaevidence as ke
        >>> ke.example_review().searches()
        ()
        """
        return self._library.searches()

    # Decisions ----------------------------------------------------------------

    def suggestions(self) -> tuple[Suggestion, ...]:
        """Give what the rules would decide on each record; nobody has decided it.

        Examples
        --------
        >>> import ketaevidence as ke
        >>> review = ke.example_review()
        >>> review.suggestions()[0].rule
        'drug_and_condition_named'
        """
        return suggest_all(self.records(), self.question)

    def decisions(self) -> tuple[Decision, ...]:
        """Give every decision ever made, oldest first; the newest one counts."""
        return tuple(
            Decision(
                record_key=row.record_key,
                stage=row.stage,  # type: ignore[arg-type]  # the store checks it
                verdict=row.verdict,  # type: ignore[arg-type]
                by=row.by,
                at=row.at,
                reason=row.reason,
            )
            for row in self._library.decisions()
        )

    def decide(self, decisions: Iterable[Decision]) -> int:
        """Record what people decided, all of it or nothing.

        Parameters
        ----------
        decisions
            Decisions in the order in which they were made.

        Returns
        -------
        int
            How many were recorded.

        Raises
        ------
        ScreeningError
            If one cannot be counted in the flow; none is recorded.
        LibraryError
            If one is on a record that the review does not have; none is recorded.

        Examples
        --------
        >>> import ketaevidence as ke
        >>> review = ke.example_review()
        >>> key = review.records()[0].key
        >>> review.decide([
        ...     ke.Decision(key, "title_abstract", "include", by="A. Reader",
        ...                 at="2026-11-01T09:00:00Z")
        ... ])
        1
        """
        rows = list(decisions)
        earlier = newest(self.decisions(), "title_abstract")
        for decision in rows:
            check_decision(decision, earlier, self.question)
            if decision.stage == "title_abstract":
                earlier[decision.record_key] = decision
        self._library.add_decisions(
            DecisionRow(d.record_key, d.stage, d.verdict, d.reason, d.by, d.at)
            for d in rows
        )
        return len(rows)

    def decide_on(
        self,
        verdicts: Mapping[str, Verdict],
        *,
        stage: Stage = "title_abstract",
        by: str,
        reason: str | None = None,
        at: str | None = None,
    ) -> int:
        """Record one person's decisions on several records, all of them or none.

        Parameters
        ----------
        verdicts
            The verdict on each record, by PMID ("19604642") or key ("doi:10.1/x").
        stage
            ``title_abstract`` or ``full_text``.
        by, reason
            Who decides, and why; at the full-text stage an exclusion needs one of the
            question's reasons.
        at
            When, ISO 8601 in UTC; now if left out.

        Returns
        -------
        int
            How many decisions were recorded.

        Raises
        ------
        ScreeningError
            If one cannot be counted in the flow; none is recorded.
        LibraryError
            If one is on a record that the review does not have; none is recorded.

        Examples
        --------
        >>> import ketaevidence as ke
        >>> ke.example_review().decide_on({"19604642": "include"}, by="A. Reader")
        1
        """
        moment = at or _now()
        return self.decide(
            Decision(_key_of(name), stage, verdict, by=by, at=moment, reason=reason)
            for name, verdict in verdicts.items()
        )

    def accept_suggestions(self, rule: str, *, by: str, at: str | None = None) -> int:
        """Decide as a rule suggests on every record that nobody has decided on.

        The decisions are yours; each names the rule that you accepted.

        Parameters
        ----------
        rule
            A rule's name, as the suggestions give it.
        by
            Who decides.
        at
            When, ISO 8601 in UTC; now if left out.

        Returns
        -------
        int
            How many decisions were recorded.

        Raises
        ------
        ScreeningError
            If no undecided record has a suggestion by this rule, or the rule cannot
            decide ("unclear").
        """
        open_ones = self.awaiting()
        chosen = [s for s in open_ones if s.rule == rule]
        if not chosen:
            rules = ", ".join(sorted({s.rule for s in open_ones})) or "none"
            msg = f"No undecided record has a suggestion by {rule!r}; open: {rules}."
            raise ScreeningError(msg)
        moment = at or _now()
        return self.decide(
            Decision(
                record_key=s.record_key,
                stage="title_abstract",
                verdict=s.verdict,  # type: ignore[arg-type]  # "unclear" is refused
                by=by,
                at=moment,
                reason=f"accepted the rule {s.rule}: {s.reason}",
            )
            for s in chosen
        )

    def flow(self) -> Flow:
        """Count the PRISMA boxes from the decisions.

        Examples
        --------
        >>> import ketaevidence as ke
        >>> flow = ke.example_review().flow()
        >>> flow.screened + flow.awaiting_screening == flow.unique
        True
        """
        return self._flow(self.records(), self.decisions())

    def _flow(self, records: Records, decisions: Sequence[Decision]) -> Flow:
        return count_flow(
            self._library.provenance(),
            [record.key for record in records],
            decisions,
            reasons=self.question.exclusion_reasons,
            studies_of=studies_by_record(self.register),
        )

    # What the texts say -------------------------------------------------------

    def candidates(self) -> Candidates:
        """Read the records that neither a person nor a rule excludes.

        Candidates are suggestions, not results.

        Examples
        --------
        >>> import ketaevidence as ke
        >>> ke.example_review().candidates().frame()["field"].iloc[0]
        'design'
        """
        return self._candidates(self.records(), self.suggestions(), self.decisions())

    def _candidates(
        self,
        records: Records,
        suggestions: Sequence[Suggestion],
        decisions: Sequence[Decision],
    ) -> Candidates:
        # People's decisions rule; where nobody decided, the rules' suggestion does.
        excluded = {s.record_key for s in suggestions if s.verdict == "exclude"}
        for key, (standing, decision) in standings(
            (record.key for record in records), decisions
        ).items():
            if standing == "excluded":
                excluded.add(key)
            elif decision is not None:
                excluded.discard(key)
        wanted = (record for record in records if record.key not in excluded)
        return extract(wanted, question=self.question)

    # The register -------------------------------------------------------------

    @cached_property
    def register(self) -> Register:
        """The confirmed studies, arms and results, in their newest form."""
        entries = self._library.entries
        return to_register(entries("study"), entries("arm"), entries("result"))

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
        moment = at or _now()
        entries = [to_entry(row, by=by, at=moment, reason=reason) for row in rows]
        known = self._library.entries
        to_register(
            *(
                _with_newer(known(kind), [e for e in entries if e.kind == kind])
                for kind in ("study", "arm", "result")
            )
        )
        self._library.add_entries(entries)
        self.__dict__.pop("register", None)

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
        for row in self.register.results:
            if row.result_id == result_id:
                corrected = replace(row, **values)
                self.enter([corrected], by=by, reason=reason, at=at)
                return corrected
        msg = f"There is no result {result_id} in the register."
        raise CurationError(msg)

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

    # What follows -------------------------------------------------------------

    def analyses(self) -> tuple[Analysis, ...]:
        """Make the three analyses of pain: contrasts, change, responders.

        Returns
        -------
        tuple of Analysis
            Each of one kind of evidence, with what is shown, pooled and kept out.

        Examples
        --------
        >>> import ketaevidence as ke
        >>> for analysis in ke.example_review().analyses():
        ...     print(analysis.kind)
        randomised_contrast
        single_arm_change
        responder
        """
        from ketaevidence.synthesis.assemble import analyse

        return analyse(
            included_studies(
                self.register,
                (record.key for record in self.records()),
                self.decisions(),
            ),
            self.register,
            self.question,
        )

    def evidence_table(self) -> pd.DataFrame:
        """Give one row per included study, or per record where none is entered yet.

        Examples
        --------
        >>> import ketaevidence as ke
        >>> table = ke.example_review().evidence_table()
        >>> table["status"].unique().tolist()
        ['confirmed']
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

    def snapshot(self) -> Snapshot:
        """Gather one consistent state of the review for tables and the report."""
        from ketaevidence.present.snapshot import Snapshot

        runs = self._library.runs()
        records, decisions = self.records(), self.decisions()
        suggestions = suggest_all(records, self.question)
        days = [run.at for run in runs] + [decision.at for decision in decisions]
        return Snapshot(
            question=self.question,
            as_of=max(days)[:10] if days else None,
            searches=self._library.searches(),
            missing=self._library.missing(),
            imports=tuple((run.source, run.at[:10], run.received) for run in runs),
            records=tuple(records),
            decisions=decisions,
            suggestions=suggestions,
            flow=self._flow(records, decisions),
            register=self.register,
            candidates=tuple(self._candidates(records, suggestions, decisions)),
            analyses=self.analyses(),
            software=software_versions(),
            is_example=self.folder is None,
        )

    def report(self, path: str | os.PathLike[str] | None = None) -> Path:
        """Write the report as one self-contained HTML file.

        Parameters
        ----------
        path
            Where to write it. Left out, it goes into the review's folder as
            ``report.html``, and for the bundled review into the current folder as
            ``ketaevidence-report.html``.

        Returns
        -------
        pathlib.Path
            The file.

        Raises
        ------
        PresentError
            If it cannot be written there; an older report is then as it was.

        Examples
        --------
        >>> import tempfile
        >>> import ketaevidence as ke
        >>> with tempfile.TemporaryDirectory() as place:
        ...     ke.example_review().report(f"{place}/report.html").name
        'report.html'
        """
        from ketaevidence.present.files import write_whole
        from ketaevidence.present.report.build import report_html

        if path is None:
            default = self.folder / "report.html" if self.folder else None
            path = default or Path("ketaevidence-report.html")
        target = Path(path)
        write_whole(target, report_html(self.snapshot()))
        return target


def _with_newer(known: Sequence[Any], newer: Sequence[Any]) -> list[Any]:
    by_key = {entry.key: entry for entry in known}
    by_key.update({entry.key: entry for entry in newer})
    return list(by_key.values())


def _key_of(name: str) -> str:
    """Take a bare number for a PMID, as people write it."""
    return f"pmid:{name}" if name.isdecimal() else name


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

"""What the integrity checks ask of a review, and how people answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ketaevidence.curation.entries import Row, to_entry
from ketaevidence.curation.model import Register
from ketaevidence.errors import CurationError
from ketaevidence.library import Entry
from ketaevidence.records.collection import Records
from ketaevidence.review.clock import now
from ketaevidence.review.sheets import Sheets
from ketaevidence.screening.model import Decision

if TYPE_CHECKING:
    from ketaevidence.integrity.model import Finding, Ruling, Verdict


class Checked(Sheets):
    """A review whose entries are checked for what is hard to believe."""

    def check(self) -> tuple[Finding, ...]:
        """Ask every integrity check of the register, its records and its citations.

        What cannot be is refused where it is entered. A check asks about what can be
        and is hard to believe; a person answers with :meth:`settle`. Rows that a
        person keeps out of every pool are not asked about again.

        Returns
        -------
        tuple of Finding
            Those that block first, then warnings, then notes. A settled finding has
            its ``ruling``. Each check stands on the page "Checks" with its formula
            and reference.

        Examples
        --------
        >>> import ketaevidence as ke
        >>> review = ke.example_review()
        >>> blocking = [finding for finding in review.check() if finding.blocks]
        >>> [finding.where.results[0] for finding in blocking][:2]
        ['R001', 'R002']
        """
        return self._findings(self.records(), self.decisions(), self._as_entered)

    def settle(  # noqa: PLR0913 (a decision: what, why, who, when, and the values)
        self,
        finding_id: str,
        *,
        verdict: Verdict,
        reason: str,
        by: str,
        at: str | None = None,
        result_id: str | None = None,
        **values: Any,
    ) -> Finding:
        """Settle a finding; the decision and its reason are shown with the number.

        Nothing is erased: settle it again and the newest decision counts. If a value
        that was looked at changes, the question is open again.

        Parameters
        ----------
        finding_id
            The finding, as :meth:`check` names it.
        verdict
            ``accept``: the value stands. ``exclude``: its rows stay out of every pool.
            ``corrected``: it was wrong and is replaced by ``values`` in the same step.
        reason, by
            Why, and who decides.
        at
            When, ISO 8601 in UTC; now if left out.
        result_id
            With ``corrected``: which result of the finding is meant; all if left out.
        **values
            With ``corrected``: the fields to change, for example ``spread_type="SE"``.
            They are fields of the finding's results, or of its arm or study where it
            is about no result. A text is read as a cell of the sheet would be.

        Returns
        -------
        Finding
            The finding with its ruling.

        Raises
        ------
        CurationError
            If there is no such finding, the verdict does not fit it, or the corrected
            value is impossible or does not answer it. Nothing is changed.
        LibraryError
            If this is a view of the past, or the store cannot be written.

        Examples
        --------
        >>> import ketaevidence as ke
        >>> review = ke.example_review()
        >>> finding = review.check()[0]
        >>> settled = review.settle(
        ...     finding.id, verdict="corrected", spread_type="SE", by="A. Reader",
        ...     reason="the methods section says so")
        >>> review.register.results[0].spread_type, settled.ruling.verdict
        ('SE', 'corrected')
        """
        from ketaevidence.integrity.rulings import rule
        from ketaevidence.integrity.rulings import to_entry as entry_of

        if not by.strip() or not reason.strip():
            msg = "Settling a finding needs who (by) and why (reason)."
            raise CurationError(msg)
        finding = self._finding(finding_id)
        self._refuse_verdict(finding, verdict, values)
        moment = at or now()
        ruling = rule(finding, verdict, reason=reason, by=by, at=moment)
        rows: Sequence[Row] = ()
        if verdict == "corrected":
            rows = self._corrected(finding, values, result_id)
        elif result_id is not None:
            msg = f"{finding_id}: result_id goes with the verdict corrected only."
            raise CurationError(msg)
        why = f"{reason} (corrected after the check {finding.id})"
        entries: list[Entry] = [
            to_entry(row, by=by, at=moment, reason=why) for row in rows
        ]
        self._record([*entries, entry_of(ruling)])
        return replace(finding, ruling=ruling)

    def reopen(
        self, finding_id: str, *, by: str, reason: str, at: str | None = None
    ) -> Ruling:
        """Open a settled finding again; the earlier answers stay in the history.

        Its rows are asked about as if nobody had answered, and the question says who
        opened it again and why.

        Parameters
        ----------
        finding_id
            The finding, as :meth:`check`, :meth:`rulings` or :meth:`disagreements`
            name it.
        by, reason
            Who opens it again, and why.
        at
            When, ISO 8601 in UTC; now if left out.

        Returns
        -------
        Ruling
            As it was recorded.

        Raises
        ------
        CurationError
            If nobody has settled it, or it was corrected: then the new values stand in
            the register, and are corrected there. Nothing is changed.

        Examples
        --------
        >>> import ketaevidence as ke
        >>> review = ke.example_review()
        >>> (asked,) = [f for f in review.check() if f.where.results == ("A014",)
        ...             and f.severity == "note"]
        >>> _ = review.settle(asked.id, verdict="accept", by="A. Reader", reason="so")
        >>> _ = review.reopen(asked.id, by="B. Reader", reason="read the full text")
        >>> [ruling.verdict for ruling in review.ruling_history(asked.id)]
        ['accept', 'reopened']
        """
        from ketaevidence.integrity.rulings import to_entry as entry_of

        if not by.strip() or not reason.strip():
            msg = "Opening a finding again needs who (by) and why (reason)."
            raise CurationError(msg)
        answers = {ruling.finding_id: ruling for ruling in self._answers()}
        last = answers.get(finding_id)
        problem = None
        if last is None:
            problem = "nobody has settled it, or there is no such finding"
        elif last.verdict == "reopened":
            problem = f"{last.by} has opened it again already"
        elif last.verdict == "corrected":
            problem = (
                "it was corrected, and the new values stand in the register; correct "
                "them there"
            )
        if last is None or problem is not None:
            msg = f"{finding_id}: {problem}. Nothing was changed."
            raise CurationError(msg)
        opened = replace(
            last, verdict="reopened", by=by, reason=reason, at=at or now(), source=None
        )
        self._record([entry_of(opened)])
        return opened

    def ruling_history(self, finding_id: str) -> tuple[Ruling, ...]:
        """Give every answer that a finding ever got, oldest first, with who and why.

        Examples
        --------
        >>> import ketaevidence as ke
        >>> ke.example_review().ruling_history("grim-00000000")
        ()
        """
        from ketaevidence.integrity.rulings import to_ruling

        return tuple(map(to_ruling, self._library.history("finding", finding_id)))

    def rulings(self) -> tuple[Ruling, ...]:
        """Give how each finding was last answered, in the order first answered.

        Also those whose values have changed since, and those that were corrected or
        opened again.

        Examples
        --------
        >>> import ketaevidence as ke
        >>> ke.example_review().rulings()
        ()
        """
        return self._answers()

    def _past_rulings(self) -> tuple[Ruling, ...]:
        """Give the answers that another came after, oldest first."""
        from ketaevidence.integrity.rulings import to_ruling

        every = [to_ruling(entry) for entry in self._library.every_entry("finding")]
        newest = {ruling.finding_id: number for number, ruling in enumerate(every)}
        last = set(newest.values())
        return tuple(r for number, r in enumerate(every) if number not in last)

    def _findings(
        self, records: Records, decisions: Sequence[Decision], entered: Register
    ) -> tuple[Finding, ...]:
        """Ask every check of rows as entered, with the sources that were chosen."""
        from ketaevidence.integrity.checks import find
        from ketaevidence.integrity.material import gather

        register, disagreements = self._resolved(entered), self._disagreements(entered)

        def look(candidates: Any) -> Any:
            return gather(
                register,
                self.question,
                records,
                decisions,
                missing=self._library.missing(),
                candidates=candidates,
                disagreements=disagreements,
            )

        material = look(())
        # Of a large review only the reports of its studies are read for this.
        own = Records(record for kept in material.records.values() for record in kept)
        if len(own):
            material = look(self._candidates(own, (), ()))
        return find(material, self.rulings())

    def _finding(self, finding_id: str) -> Finding:
        for finding in self.check():
            if finding.id == finding_id:
                return finding
        before = {ruling.finding_id for ruling in self.rulings()}
        if finding_id in before:
            msg = (
                f"{finding_id} was settled, and its values have changed since; what "
                "is found now has another id; `ketaevidence check` lists it."
            )
        else:
            msg = (
                f"There is no finding {finding_id!r}; `ketaevidence check` and "
                "review.check() list them."
            )
        raise CurationError(msg)

    def _refuse_verdict(
        self, finding: Finding, verdict: str, values: dict[str, Any]
    ) -> None:
        """Refuse what would settle nothing, or more than a person meant."""
        from ketaevidence.integrity.checks import BY_ID
        from ketaevidence.integrity.model import VERDICTS
        from ketaevidence.integrity.sources import CHOOSABLE

        problem = None
        if verdict not in VERDICTS:
            problem = f"the verdict {verdict!r} is none of {', '.join(VERDICTS)}"
        elif finding.check in CHOOSABLE and verdict == "corrected":
            problem = f"no value is corrected here: {finding.what_to_do}"
        elif verdict == "accept" and not BY_ID[finding.check].may_be_accepted:
            problem = (
                "it cannot be accepted as it is, because no pool could use it; "
                f"{finding.what_to_do}"
            )
        elif verdict == "exclude" and len(finding.where.studies) > 1:
            problem = (
                "it names several studies; keep out the row that you mean with its "
                "own reason (kept_out_because)"
            )
        elif verdict == "corrected" and not values:
            problem = "say which values are right, for example spread_type='SE'"
        elif verdict != "corrected" and values:
            problem = f"{', '.join(values)}: values go with the verdict corrected only"
        if problem is not None:
            msg = f"{finding.id}: {problem.rstrip('.')}."
            raise CurationError(msg)

    def _corrected(
        self, finding: Finding, values: dict[str, Any], result_id: str | None
    ) -> Sequence[Row]:
        from ketaevidence.integrity.corrections import corrected_rows

        rows = corrected_rows(self._as_entered, finding, values, result_id=result_id)
        for row in rows:
            self._refuse_another_source(row, values)
        entered = self._check_rows(rows)
        still = self._findings(self.records(), self.decisions(), entered)
        if any(found.id == finding.id for found in still):
            named = ", ".join(f"{name}={value!r}" for name, value in values.items())
            msg = (
                f"{finding.id}: {named} changes nothing that the check looked at, so "
                f"the question stays: {finding.what}"
            )
            raise CurationError(msg)
        return rows

"""What rules suggest and what people decide, and the PRISMA numbers that follow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ketaevidence.curation.inclusion import studies_by_record
from ketaevidence.errors import ScreeningError
from ketaevidence.library import DecisionRow
from ketaevidence.records.collection import Records
from ketaevidence.review.clock import now
from ketaevidence.review.curated import Curated
from ketaevidence.screening.decide import check_decision, newest
from ketaevidence.screening.flow import Flow, count_flow
from ketaevidence.screening.model import Decision, Stage, Suggestion, Verdict
from ketaevidence.screening.rules import suggest_all


class Screened(Curated):
    """A review with its decisions."""

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
            (
                DecisionRow(d.record_key, d.stage, d.verdict, d.reason, d.by, d.at)
                for d in rows
            ),
            recorded_at=now(),
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
        moment = at or now()
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
        moment = at or now()
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


def _key_of(name: str) -> str:
    """Take a bare number for a PMID, as people write it."""
    return f"pmid:{name}" if name.isdecimal() else name

"""What rules suggest and what people decide, one or two on each record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ketaevidence.errors import ScreeningError
from ketaevidence.review.clock import now
from ketaevidence.review.rated import Rated
from ketaevidence.screening.agreement import Agreement, agreements
from ketaevidence.screening.decide import check_decision
from ketaevidence.screening.model import (
    Conflict,
    Decision,
    Stage,
    Suggestion,
    Verdict,
)
from ketaevidence.screening.rules import suggest_all
from ketaevidence.screening.settling import (
    by_record,
    conflicts,
    person,
    settle,
    settled,
)
from ketaevidence.screening.stored import from_row, to_row

#: More problems than this are counted and not told.
_MOST_TOLD = 3


class Decided(Rated):
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

    def awaiting(self, by: str | None = None) -> tuple[Suggestion, ...]:
        """Give the suggestions on records that are not settled at the first stage.

        Parameters
        ----------
        by
            Only those that this person has not decided on.

        Examples
        --------
        >>> import ketaevidence as ke
        >>> ke.example_review().awaiting()
        ()
        """
        decisions = self.decisions()
        done = set(settled(decisions, "title_abstract", self.question.reviewers))
        if by is not None:
            done |= _decided_on(decisions, "title_abstract", by)
        return tuple(s for s in self.suggestions() if s.record_key not in done)

    def to_decide(self, by: str, stage: Stage = "title_abstract") -> tuple[str, ...]:
        """Give the keys of the records that await this person's decision at a stage.

        Records that this person decided on await the other reviewer, or somebody who
        settles a conflict, and are not among them.

        Examples
        --------
        >>> import ketaevidence as ke
        >>> ke.example_review().to_decide("A. Reader", "full_text")
        ()
        """
        if stage == "title_abstract":
            return tuple(s.record_key for s in self.awaiting(by))
        decisions, reviewers = self.decisions(), self.question.reviewers
        first = settled(decisions, "title_abstract", reviewers)
        done = {*settled(decisions, stage, reviewers)}
        done |= _decided_on(decisions, stage, by)
        return tuple(
            key
            for key, decision in first.items()
            if decision.verdict == "include" and key not in done
        )

    def decisions(self) -> tuple[Decision, ...]:
        """Give every decision ever made, oldest first.

        The newest one on a record and stage counts; in a review of two reviewers, the
        newest of each.
        """
        reviewers = self.question.reviewers
        return tuple(
            from_row(row, reviewers=reviewers) for row in self._library.decisions()
        )

    def conflicts(self) -> tuple[Conflict, ...]:
        """Give the records on which two reviewers do not agree and nobody settled it.

        They await a decision and count nowhere. In a review of one reviewer there are
        none: the newest decision counts, whoever made it.

        Examples
        --------
        >>> import ketaevidence as ke
        >>> ke.example_review().conflicts()
        ()
        """
        return conflicts(self.decisions())

    def agreement(self, stage: Stage = "title_abstract") -> tuple[Agreement, ...]:
        """Give how far every two people decided alike at a stage, with Cohen's kappa.

        Examples
        --------
        >>> import ketaevidence as ke
        >>> review = ke.example_review()
        >>> review.decide_on({"19604642": "exclude"}, by="A. Reader")
        1
        >>> (found,) = review.agreement()
        >>> found.n, found.alike
        (1, 0)
        """
        return agreements(self.decisions(), stage)

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
        self._check(rows)
        self._library.add_decisions(map(to_row, rows), recorded_at=now())
        return len(rows)

    def _check(self, rows: Sequence[Decision]) -> None:
        """Refuse decisions that the flow could not count, each in its turn."""
        reviewers = self.question.reviewers
        own = by_record(self.decisions(), "title_abstract")
        earlier = {
            key: decision
            for key, made in own.items()
            if (decision := settle(made, reviewers)) is not None
        }
        problems = []
        for decision in rows:
            try:
                check_decision(decision, earlier, self.question)
            except ScreeningError as error:
                problems.append(str(error))
                continue
            if decision.stage == "title_abstract":
                key = decision.record_key
                own.setdefault(key, []).append(decision)
                now_settled = settle(own[key], reviewers)
                earlier.pop(key, None)
                if now_settled is not None:
                    earlier[key] = now_settled
        if problems:
            told = " ".join(problems[:_MOST_TOLD])
            more = len(problems) - _MOST_TOLD
            msg = f"{told} And {more} more." if more > 0 else told
            raise ScreeningError(msg)

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

    def resolve(  # noqa: PLR0913 (the parts of a decision, each by name)
        self,
        verdicts: Mapping[str, Verdict],
        *,
        by: str,
        why: str,
        stage: Stage = "title_abstract",
        reason: str | None = None,
        at: str | None = None,
    ) -> int:
        """Settle records on which reviewers do not agree, all of them or none.

        Parameters
        ----------
        verdicts
            The verdict on each record, by PMID or key.
        by
            Who settles it: a third person, or the two together.
        why
            Why; it is kept with the decision.
        stage, reason, at
            As in :meth:`decide_on`.

        Returns
        -------
        int
            How many were settled.

        Raises
        ------
        ScreeningError
            If there is no conflict on a record at this stage, or a verdict cannot be
            counted. Nothing is recorded.

        Examples
        --------
        >>> import ketaevidence as ke
        >>> review = ke.example_review()
        >>> try:
        ...     review.resolve({"19604642": "include"}, by="C. Third", why="methods")
        ... except ke.KetaEvidenceError as error:
        ...     print(error)
        No conflict between reviewers at the stage title_abstract: pmid:19604642. In
        conflict there: none.
        """
        moment = at or now()
        wanted = {_key_of(name): verdict for name, verdict in verdicts.items()}
        here = [c.record_key for c in self.conflicts() if c.stage == stage]
        strangers = [key for key in wanted if key not in here]
        if strangers:
            msg = (
                f"No conflict between reviewers at the stage {stage}: "
                f"{', '.join(strangers)}. In conflict there: "
                f"{', '.join(here) or 'none'}."
            )
            raise ScreeningError(msg)
        return self.decide(
            Decision(key, stage, verdict, by, moment, reason, resolution=why)
            for key, verdict in wanted.items()
        )

    def accept_suggestions(self, rule: str, *, by: str, at: str | None = None) -> int:
        """Decide as a rule suggests on every record that awaits your decision.

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
        open_ones = self.awaiting(by)
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


def _decided_on(decisions: Iterable[Decision], stage: Stage, by: str) -> set[str]:
    """Give the records that a person decided on at a stage."""
    who = person(by)
    return {d.record_key for d in decisions if d.stage == stage and person(d.by) == who}


def _key_of(name: str) -> str:
    """Take a bare number for a PMID, as people write it."""
    return f"pmid:{name}" if name.isdecimal() else name

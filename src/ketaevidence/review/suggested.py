"""What rules read in a review's records: computed, kept by version, compared."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from hashlib import sha256

from ketaevidence.extraction.candidates import Candidates
from ketaevidence.extraction.extract import linked, read
from ketaevidence.extraction.model import RULES_VERSION, Candidate
from ketaevidence.extraction.reread import Extraction, compare
from ketaevidence.library import ReadingRow
from ketaevidence.question.model import Question
from ketaevidence.records.collection import Records
from ketaevidence.records.model import Record
from ketaevidence.review.clock import now
from ketaevidence.review.screened import Screened
from ketaevidence.screening.decide import standings
from ketaevidence.screening.model import Decision, Suggestion


class Suggested(Screened):
    """A review with what rules read in its records."""

    def extract(self) -> Extraction:
        """Read every record that is not excluded, and keep the suggestions.

        Only records that are new, have changed, or were read by other rules or for
        another question are read again. What was read before is kept as well.

        Returns
        -------
        Extraction
            How many were read, and which fields now read otherwise.

        Raises
        ------
        LibraryError
            If this is a view of the past, or the store cannot be written; nothing is
            kept then.

        Examples
        --------
        >>> import ketaevidence as ke
        >>> review = ke.example_review()
        >>> done = review.extract()
        >>> done.read > 0, review.extract().read
        (True, 0)
        """
        self._library.check_is_present()
        wanted = self._wanted(self.records(), self.suggestions(), self.decisions())
        told = _digest(self.question)
        kept = self._library.readings()
        current = {
            key
            for key, row in kept.items()
            if (row.rules_version, row.question) == (RULES_VERSION, told)
        }
        waiting = [record for record in wanted if record.key not in current]
        before = self._library.last_readings()
        moment = now()
        rows = [
            ReadingRow(
                record_key=record.key,
                rules_version=RULES_VERSION,
                question=told,
                at=moment,
                bodies=tuple(c.body() for c in read(record, self.question)),
            )
            for record in waiting
        ]
        self._library.add_readings(rows)
        changes = tuple(
            change
            for row in rows
            if row.record_key in before
            for change in compare(
                row.record_key, before[row.record_key].bodies, row.bodies
            )
        )
        return Extraction(
            rules_version=RULES_VERSION,
            read=len(waiting),
            unchanged=len(wanted) - len(waiting),
            changes=changes,
            candidates=self.candidates(),
        )

    def candidates(self) -> Candidates:
        """Give what rules read in the records that nobody and no rule excludes.

        What :meth:`extract` kept for a record's present form is given as it was read
        then; other records are read now. Candidates are suggestions, not results.

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
        wanted = self._wanted(records, suggestions, decisions)
        kept = self._library.readings()
        found = [
            [Candidate.from_body(body) for body in kept[record.key].bodies]
            if record.key in kept
            else read(record, self.question)
            for record in wanted
        ]
        return linked(wanted, found)

    def _wanted(
        self,
        records: Records,
        suggestions: Sequence[Suggestion],
        decisions: Sequence[Decision],
    ) -> list[Record]:
        # People's decisions rule; where nobody decided, the rules' suggestion does.
        excluded = {s.record_key for s in suggestions if s.verdict == "exclude"}
        for key, (standing, decision) in standings(
            (record.key for record in records), decisions
        ).items():
            if standing == "excluded":
                excluded.add(key)
            elif decision is not None:
                excluded.discard(key)
        return [record for record in records if record.key not in excluded]


def _digest(question: Question) -> str:
    """Give the SHA-256 of what the rules are told: the drug and the condition."""
    told = [asdict(question.drug), asdict(question.condition)]
    return sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()

"""What a review says at this moment: its analyses, and one state of it all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ketaevidence.curation.inclusion import included_studies
from ketaevidence.library import ENTRY_KINDS
from ketaevidence.records.collection import Records
from ketaevidence.review.bundled import CURATOR
from ketaevidence.review.living import Living
from ketaevidence.screening.model import Decision
from ketaevidence.screening.rules import suggest_all
from ketaevidence.software import software_versions

if TYPE_CHECKING:
    from ketaevidence.integrity.model import Finding
    from ketaevidence.present.snapshot import Snapshot
    from ketaevidence.synthesis.model import Analysis


class Analysed(Living):
    """A review that analyses what is entered in it."""

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
        records, decisions = self.records(), self.decisions()
        findings = self._findings(records, decisions, self._as_entered)
        return self._analyses(records, decisions, findings)

    def _analyses(
        self,
        records: Records,
        decisions: Sequence[Decision],
        findings: Sequence[Finding],
    ) -> tuple[Analysis, ...]:
        from ketaevidence.integrity.rulings import clearance_of, without_excluded
        from ketaevidence.synthesis.assemble import analyse

        register = without_excluded(self.register, findings)
        keys = [record.key for record in records]
        return analyse(
            included_studies(register, keys, decisions),
            register,
            self.question,
            struck=self._studies_with("retracted", records),
            warned=self._studies_with("concern", records),
            checked=clearance_of(findings, register),
        )

    def _studies_with(self, signal: str, records: Records) -> dict[str, str]:
        """Give the studies of which PubMed says something, with words to say it."""
        from ketaevidence.synthesis.premises import studies_with

        return studies_with(signal, records, self.register)

    def snapshot(self) -> Snapshot:
        """Gather one consistent state of the review for tables and the report."""
        from ketaevidence.present.snapshot import Snapshot

        runs = self._library.runs()
        records, decisions = self.records(), self.decisions()
        suggestions = suggest_all(records, self.question)
        findings = self._findings(records, decisions, self._as_entered)
        rulings = self.rulings()
        days = [run.at for run in runs]
        days += [decision.at for decision in decisions]
        days += [ruling.at for ruling in rulings]
        days += [made.at for made in self.bias()]
        days += [made.at for made in self.certainty()]
        days += [other.at for other in self._every_source()]
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
            analyses=self._analyses(records, decisions, findings),
            findings=findings,
            rulings=rulings,
            past_rulings=self._past_rulings(),
            disagreements=self.disagreements(),
            other_sources=self.other_sources(),
            conflicts=self.conflicts(),
            bias=self.bias(),
            certainty=self.certainty(),
            software=software_versions(),
            is_example=self.is_example,
            is_continued=self.is_example and self._is_continued(),
        )

    def _is_continued(self) -> bool:
        """Tell whether anything has come to the bundled review since it was made."""
        from ketaevidence.question.load import shipped_question

        entered = (e for kind in ENTRY_KINDS for e in self._library.entries(kind))
        return (
            any(run.kind != "bundled" for run in self._library.runs())
            or any(made.by != CURATOR for made in self.decisions())
            or any(entry.by != CURATOR for entry in entered)
            or self.question != shipped_question()
        )

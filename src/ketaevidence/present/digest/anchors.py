"""Where in the report each thing of a digest stands."""

from __future__ import annotations

from ketaevidence.present.inclusion import included_studies
from ketaevidence.present.snapshot import Snapshot

#: Sections of the report that are linked to as a whole.
RECORDS, STUDIES, CHECKS = "records", "studies", "checks"
CONFLICTS, DISAGREEMENTS, BIAS = "conflicts", "disagreements", "bias"
FLOW, METHODS, RESULTS, REPRODUCTION = "flow", "methods", "results", "reproduction"


class Anchors:
    """The places of one report: numbered as the report numbers them."""

    def __init__(self, snapshot: Snapshot) -> None:
        studies = included_studies(snapshot)
        self._studies = {s.study_id: i for i, s in enumerate(studies, start=1)}
        kinds = [analysis.kind for analysis in snapshot.analyses]
        self._analyses = {kind: i for i, kind in enumerate(kinds, start=1)}

    def study(self, study_id: str) -> str:
        """Give the place of a study's values; of all studies, if it is not in."""
        number = self._studies.get(study_id)
        return STUDIES if number is None else f"source-{number}"

    def analysis(self, kind: str) -> str:
        """Give the place of an analysis."""
        number = self._analyses.get(kind)  # type: ignore[call-overload]  # any text
        return RESULTS if number is None else f"result-{number}"

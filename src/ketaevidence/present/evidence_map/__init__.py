"""A map of the evidence: what was studied how, and where nothing was."""

from ketaevidence.present.evidence_map.plot import EvidenceMap, evidence_map

__all__ = ["EvidenceMap", "evidence_map"]

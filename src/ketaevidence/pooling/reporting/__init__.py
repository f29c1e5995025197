"""A pooled result as paragraphs for a paper: methods, results, references."""

from __future__ import annotations

from ketaevidence.pooling.reporting.model import Report
from ketaevidence.pooling.reporting.write import write_report

__all__ = ["Report", "write_report"]

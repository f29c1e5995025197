"""The summary of findings: what is known of each outcome, and how certain that is."""

from ketaevidence.present.summary_of_findings.build import summary_of_findings
from ketaevidence.present.summary_of_findings.model import Summary
from ketaevidence.present.summary_of_findings.text import (
    PlainTable,
    plain_table,
    summary_frame,
    summary_text,
    summary_view,
)

__all__ = [
    "PlainTable",
    "Summary",
    "plain_table",
    "summary_frame",
    "summary_of_findings",
    "summary_text",
    "summary_view",
]

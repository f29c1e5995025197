"""The report: one HTML file that needs nothing else, and says where it is unsure."""

from __future__ import annotations

from ketaevidence.present.report.build import report_html

__all__ = ["report_html"]

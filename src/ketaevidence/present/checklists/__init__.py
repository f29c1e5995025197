"""Reporting checklists, filled from what a review holds, and from nothing else.

The items are named in this project's own words; the checklists themselves are those of
Akl and others 2024 (PRISMA-LSR, doi:10.1136/bmj-2024-079183) and of Rethlefsen and
others 2021 (PRISMA-S, doi:10.1186/s13643-020-01542-z).
"""

from ketaevidence.present.checklists.build import NAMES, checklist
from ketaevidence.present.checklists.facts import Held
from ketaevidence.present.checklists.model import Checklist

__all__ = ["NAMES", "Checklist", "Held", "checklist"]

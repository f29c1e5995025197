# ruff: noqa: E501  (a table reads best with one row a line)
"""The rows of the R package PRISMA2020: keys, and the standard's wording of the boxes."""

from __future__ import annotations

from typing import Final

COLUMNS: Final = (
    "data", "node", "box", "description", "boxtext", "tooltips", "url", "n",
)  # fmt: skip
#: What R reads as "not known".
NA: Final = "NA"

#: data, node, box, boxtext, whether the box has a tooltip, url. ``""`` and "NA" are
#: the package's own.
ROWS: Final = (
    (NA, "node4", "prevstud", "Previous studies", True, "prevstud.html"),
    ("previous_studies", "node5", "box1", "Studies included in previous version of review", True, "previous_studies.html"),
    ("previous_reports", NA, "box1", "Reports of studies included in previous version of review", False, "previous_reports.html"),
    (NA, "node6", "newstud", "Identification of new studies via databases and registers", True, "newstud.html"),
    ("database_results", "node7", "box2", "Databases", True, "database_results.html"),
    ("database_specific_results", NA, "box2", "Specific Databases", False, "database_results.html"),
    ("register_results", NA, "box2", "Registers", False, NA),
    ("register_specific_results", NA, "box2", "Specific Registers", False, "database_results.html"),
    (NA, "node16", "othstud", "Identification of new studies via other methods", True, "othstud.html"),
    ("website_results", "node17", "box11", "Websites", True, "website_results.html"),
    ("organisation_results", "", "box11", "Organisations", False, NA),
    ("citations_results", NA, "box11", "Citation searching", False, NA),
    ("duplicates", "node8", "box3", "Duplicate records", True, "duplicates.html"),
    ("excluded_automatic", NA, "box3", "Records marked as ineligible by automation tools", False, NA),
    ("excluded_other", NA, "box3", "Records removed for other reasons", False, NA),
    ("records_screened", "node9", "box4", "Records screened", True, "records_screened.html"),
    ("records_excluded", "node10", "box5", "Records excluded", True, "records_excluded.html"),
    ("dbr_sought_reports", "node11", "box6", "Reports sought for retrieval", True, "dbr_sought_reports.html"),
    ("dbr_notretrieved_reports", "node12", "box7", "Reports not retrieved", True, "dbr_notretrieved_reports.html"),
    ("other_sought_reports", "node18", "box12", "Reports sought for retrieval", True, "other_sought_reports.html"),
    ("other_notretrieved_reports", "node19", "box13", "Reports not retrieved", True, "other_notretrieved_reports.html"),
    ("dbr_assessed", "node13", "box8", "Reports assessed for eligibility", True, "dbr_assessed.html"),
    ("dbr_excluded", "node14", "box9", "Reports excluded", True, "dbrexcludedrecords.html"),
    ("other_assessed", "node20", "box14", "Reports assessed for eligibility", True, "other_assessed.html"),
    ("other_excluded", "node21", "box15", "Reports excluded", True, "other_excluded.html"),
    ("new_studies", "node15", "box10", "New studies included in review", True, "new_studies.html"),
    ("new_reports", NA, "box10", "Reports of new included studies", False, NA),
    ("total_studies", "node22", "box16", "Total studies included in review", True, "total_studies.html"),
    ("total_reports", NA, "box16", "Reports of total included studies", False, NA),
    ("identification", "node1", "identification", "Identification", True, "identification.html"),
    ("screening", "node2", "screening", "Screening", True, "screening.html"),
    ("included", "node3", "included", "Included", True, "included.html"),
    ("total_studies_ma", "node23", "box17", "Total studies included in meta-analysis", True, "total_studies_meta_analysis.html"),
    ("total_reports_ma", NA, "box17", "Reports of total included studies in meta-analysis", False, NA),
)  # fmt: skip

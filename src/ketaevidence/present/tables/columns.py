"""What each column of the evidence table is called and means, and its neighbours.

A table of so many columns is wider than any page: its columns stand in groups, and a
paper format prints each group as a table of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name in the data, its heading, and its meaning."""

    name: str
    heading: str
    meaning: str
    #: How wide it wants to be beside the others.
    width: int = 2


@dataclass(frozen=True, slots=True)
class ColumnGroup:
    """Columns that are read together."""

    title: str
    columns: tuple[Column, ...]


#: The column that names the row; it stands first in every group.
STUDY: Final = Column(
    "study", "Study", "What tables and figures call the study: author and year."
)
GROUPS: Final = (
    ColumnGroup(
        "Design",
        (
            Column("year", "Year", "Year of the main report.", 1),
            Column("design", "Kind of study", "How the study was done."),
            Column(
                "registration",
                "Registration",
                "Number in a register of trials, as entered; else as a rule read it.",
            ),
            Column(
                "status",
                "Status of the row",
                "How near the entry is to the study's own words, or that it is a "
                "suggestion.",
                3,
            ),
        ),
    ),
    ColumnGroup(
        "Patients",
        (
            Column("condition", "Condition", "Condition and its type, as entered."),
            Column(
                "diagnostic_criteria",
                "Diagnostic criteria",
                "By which criteria, as entered; else as a rule read it.",
            ),
            Column(
                "n",
                "n",
                "Patients analysed, or else enrolled, or else with the condition.",
                1,
            ),
            Column(
                "patients",
                "Patients counted",
                "The same in words: analysed of how many, with the condition.",
            ),
            Column("arms", "Arms", "Groups of the study with their patients."),
        ),
    ),
    ColumnGroup(
        "Treatment",
        (
            Column("drug_form", "Form", "Which form of the drug, as entered."),
            Column("route", "Route", "Way into the body."),
            Column("dose", "Dose", "Dose as the source prints it.", 3),
            Column("dose_class", "Kind of dose", "The dose as a kind of treatment."),
            Column("duration", "Duration", "How long the treatment lasted."),
            Column(
                "sessions",
                "Sessions",
                "How many and how often, as entered; else as a rule read it.",
            ),
            Column("co_interventions", "Co-medication", "What patients also got.", 3),
        ),
    ),
    ColumnGroup(
        "Comparison and measurement",
        (
            Column("comparator", "Comparator", "What the others got, as entered."),
            Column(
                "comparator_kind", "Kind of comparator", "The comparator as a kind."
            ),
            Column("pain_scale", "Pain scale", "Scale of pain, as entered."),
            Column("follow_up", "Follow-up", "When patients were looked at, and last."),
        ),
    ),
    ColumnGroup(
        "Results",
        (
            Column(
                "main_result",
                "Main result",
                "What the study found, in the words of the one who entered it; in "
                "quotation marks what a rule read.",
                3,
            ),
            Column(
                "estimates",
                "Result with interval",
                "Each number that an analysis of this review makes of the study, with "
                "its confidence interval.",
                4,
            ),
            Column(
                "not_found",
                "Looked for, not found",
                "What a person looked for in the source and did not find there.",
            ),
            Column("pooled_in", "Shown or pooled in", "The analyses it stands in."),
            Column(
                "not_pooled_because",
                "Not pooled because",
                "Every reason that keeps it out of a pool.",
                5,
            ),
            Column(
                "harms",
                "Harms",
                "Adverse events as entered: counts as counts, statements as "
                "statements. Blank does not mean that none occurred.",
                3,
            ),
        ),
    ),
    ColumnGroup(
        "Trust",
        (
            Column(
                "risk_of_bias",
                "Risk of bias",
                "Judgements by people, with tool and version, domain by domain.",
                3,
            ),
            Column(
                "checks",
                "Integrity checks",
                "What checks ask about its values, and how people settled it.",
                6,
            ),
            Column(
                "sources_disagree",
                "Sources disagree",
                "What sources state that cannot both be, and who chose which and why.",
                5,
            ),
            Column(
                "notices",
                "PubMed's notices",
                "Retraction, expression of concern, correction, as PubMed tells them; "
                "blank where PubMed was not asked.",
            ),
            Column(
                "funding", "Funding", "Who paid, as entered; else as a rule read it."
            ),
        ),
    ),
    ColumnGroup(
        "Sources",
        (
            Column("pmid", "PMID", "PubMed's number of the main report."),
            Column("doi", "DOI", "Digital object identifier of the main report.", 3),
            Column("source", "Source read", "Where the study was read.", 4),
        ),
    ),
)
#: Every column but the one that names the row, in order.
ALL_COLUMNS: Final = tuple(column for group in GROUPS for column in group.columns)

EXCLUDED: Final = (
    Column("study", "Study", "First author and year."),
    Column("year", "Year", "Year of the report.", 1),
    Column("title", "Title", "Title of the report.", 4),
    Column("where", "Where", "Out of the review, or in it and out of its pools."),
    Column("reason", "Reason", "Why.", 3),
    Column("by", "By", "Who decided."),
    Column("on", "On", "The day of the decision.", 1),
    Column("pmid", "PMID", "PubMed's number of the report.", 1),
    Column("doi", "DOI", "Digital object identifier of the report."),
    Column("record_key", "Record", "The record's key in this review."),
)
SOURCES: Final = (
    Column("study", "Study", "What tables and figures call the study."),
    Column("result_id", "Result", "The result's identifier in the register.", 1),
    Column("outcome", "Outcome", "What was measured, with the source's own term.", 3),
    Column("arm", "Arm", "The group of patients, with their number."),
    Column("time", "Time", "When, as the source puts it."),
    Column("value", "Value as entered", "Nothing added and nothing rounded.", 3),
    Column("definition", "Definition", "What counts as a responder."),
    Column("quote", "Quote", "The words that prove the value.", 4),
    Column("location", "Place", "Where in the source it was read."),
    Column("address", "Address", "The page that was read."),
    Column("confidence", "Nearness", "How near the place is to the study's words."),
    Column("status", "Stated or derived", "Whether the source prints the value."),
    Column("note", "Note", "Notes, what checks ask, other sources that disagree.", 4),
    Column("pmid", "PMID", "PubMed's number of the study's main report.", 1),
)

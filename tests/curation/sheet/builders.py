"""An invented register, and sheets made of it."""

from __future__ import annotations

from ketaevidence.curation.model import Arm, Register, Result, Source, Study
from ketaevidence.curation.sheet.layout import ENTERED, Sheet, SheetRow, entered

SOURCE = Source(url=None, location="abstract", confidence="primary_abstract")


def register(value=2.5, title="An invented trial", notes=None):
    """Make a register with one study, two arms and two results."""
    return Register(
        studies=(
            Study(
                study_id="smith2020",
                label="Smith 2020",
                title=title,
                design="rct_parallel",
                cohort_family="SMITH",
                source=SOURCE,
                pmid="90000001",
                n_enrolled=20,
                notes=notes,
            ),
        ),
        arms=(
            Arm("smith2020", "k", "ketamine", "intervention", 10),
            Arm("smith2020", "p", "placebo", "comparator", 10),
        ),
        results=tuple(
            Result(
                result_id=f"r{number}",
                study_id="smith2020",
                arm_id=arm,
                outcome="pain_intensity",
                outcome_words="pain",
                statistic="mean",
                source=SOURCE,
                value=given,
                spread=0.5,
                spread_type="unspecified",
                n=10,
            )
            for number, (arm, given) in enumerate((("k", value), ("p", 5.0)), start=1)
        ),
    )


def sheet(of, last_entry=0, review="invented", beside=None):
    """Lay a register out as a sheet, as it would be read from a file."""
    tables = {
        table: tuple(
            SheetRow(ENTERED, dict(cells), number)
            for number, cells in enumerate(by_key.values(), start=2)
        )
        for table, by_key in entered(of).items()
    }
    return Sheet(review, last_entry, tables, beside or {})

"""Tables for RevMan: studies, arms, results that may be used, judgements."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest
from tests.exchange.test_metapsy import pair, published

import ketaevidence as ke
from ketaevidence.exchange.formats import format_named
from ketaevidence.exchange.revman_out import RevManMaterial, revman_files


@pytest.fixture(scope="module")
def review():
    """Give the example with a judgement by each form of RevMan, and by another tool."""
    review = ke.example_review()
    low = dict.fromkeys(["D1", "D2", "D3", "D4", "D5"], "Low")
    said = {"by": "A. Reader", "reason": "invented"}
    review.judge_bias(
        "sigtermans2009", tool="rob2", outcome="pain_intensity", domains=low,
        support={"D2": "=an invented sentence"}, overall="High", **said,
    )  # fmt: skip
    review.judge_bias(
        "schwartzman2009", tool="rob1", domains=low | {"D5": "Unclear", "D6": "High"},
        **said,
    )  # fmt: skip
    return review


@pytest.fixture(scope="module")
def files(review):
    """Write the tables."""
    return format_named("revman").write(review._material("all"))


def rows(files, name):
    """Read one table."""
    return list(csv.DictReader(io.StringIO(files[name])))


def test_each_included_study_has_one_row(review, files):
    """Study information has one row for each included study, with its PMID."""
    found = rows(files, "study-information.csv")
    labels = [row["Study"] for row in found]
    assert len(labels) == len(set(labels))
    first = found[labels.index("Sigtermans 2009")]
    assert first["Year"] == "2009"
    assert "PMID: 19604642" in first["Char: Notes"]
    assert list(first)[:3] == ["Study", "Year", "Data source"]


def test_a_result_that_may_not_be_used_has_no_numbers(review, files):
    """A row is usable, or it says why not and has nothing to pool."""
    found = rows(files, "study-results.csv")
    results = {row.result_id: row for row in review.register.results}
    numbers = ("Mean", "SD", "N", "Cases", "Total")
    for row in found:
        if row["Not usable because"]:
            assert [row[name] for name in numbers] == [""] * 5, row["Result"]
        else:
            result = results[row["Result"]]
            assert result.unit_of_analysis == "patient"
            assert row["Mean"] or row["Total"] or row["Cases"] or row["N"], row
    held = next(row for row in found if row["Result"] == "R001")
    assert "does not say what ± is" in held["Not usable because"]


@pytest.mark.parametrize(
    ("spread", "deviation"),
    [
        ({"spread_type": "SD"}, "2"),
        ({"spread": 0.5, "spread_type": "SE"}, "2.23606797749979"),
        ({"spread_type": "unspecified"}, ""),
        ({"spread": 400.0, "spread_type": "SD"}, ""),
    ],
)
def test_a_standard_deviation_is_stated_or_clearly_meant(spread, deviation):
    """A spread of unknown kind, or one that no patients can have, is none."""
    material = RevManMaterial(published(*pair(**spread)), (), ())
    for row in rows(revman_files(material), "study-results.csv"):
        assert row["SD"] == deviation
        assert float(row["Mean"]) in (3.0, 5.25)


def test_what_counts_no_patients_is_not_usable():
    """A count of infusions is not handed on as a count of patients."""
    counted = replace(
        pair()[0], statistic="count", value=None, events=3, total=9,
        unit_of_analysis="infusion",
    )  # fmt: skip
    material = RevManMaterial(published(counted), (), ())
    (row,) = rows(revman_files(material), "study-results.csv")
    assert row["Not usable because"] == "it counts infusions and not patients"
    assert (row["Cases"], row["Total"]) == ("", "")


def test_every_arm_of_a_result_is_among_the_arms(files):
    """Results name arms that the table of arms has."""
    arms = {(row["Study"], row["Arm"]) for row in rows(files, "study-arms.csv")}
    used = {(row["Study"], row["Arm"]) for row in rows(files, "study-results.csv")}
    assert used <= arms
    assert ("Sigtermans 2009", "placebo") in arms


def test_judgements_stand_in_the_form_that_revman_has(files):
    """RoB 1 has one row a study, RoB 2 one a result, each in RevMan's words."""
    (second,) = rows(files, "risk-of-bias-2.csv")
    assert (second["Study"], second["Result"]) == ("Sigtermans 2009", "pain_intensity")
    assert second["Domain (judgement): Overall bias"] == "High risk of bias"
    domain = "Bias due to deviations from intended interventions"
    assert second[f"Domain (judgement): {domain}"] == "Low risk of bias"
    assert second[f"Domain (support): {domain}"] == "'=an invented sentence"
    (first,) = rows(files, "risk-of-bias-1.csv")
    assert first["Domain (judgement): Incomplete outcome data"] == "Unclear risk"
    assert first["Domain (judgement): Selective reporting"] == "High risk"


def test_references_come_with_the_tables(review, files):
    """The included reports are there as RIS, to be imported first."""
    found = ke.read_records(files["included.ris"].encode())
    assert len(found) == review.flow().included_reports
    assert "before any table" in files["README.txt"]

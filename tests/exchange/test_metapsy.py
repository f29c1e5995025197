"""Results in Metapsy's columns: every number as printed, and none that is not one."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest
from tests.synthesis.builders import result, study, trial

from ketaevidence.curation.model import Arm, Register
from ketaevidence.exchange.metapsy import (
    Published,
    arms_csv,
    comparisons_csv,
)
from ketaevidence.exchange.metapsy_columns import ARM_COLUMNS, COMPARISON_COLUMNS
from ketaevidence.question.load import shipped_question

#: What Metapsy's own checker asks of a data set.
STANDARD = (
    "study", "condition_arm1", "condition_arm2", "multi_arm1", "multi_arm2",
    "outcome_type", "instrument", "time", "time_weeks", "rating", "mean_arm1",
    "mean_arm2", "sd_arm1", "sd_arm2", "n_arm1", "n_arm2", "event_arm1", "event_arm2",
    "totaln_arm1", "totaln_arm2",
)  # fmt: skip


def published(*results, studies=(), arms=(), held=None):
    """Publish results of an invented trial with a drug and a placebo arm."""
    studies = studies or (trial(),)
    every = arms or (
        Arm("a", "one", "ketamine, low", "intervention", 20),
        Arm("a", "two", "saline", "comparator", 20),
    )
    register = Register(tuple(studies), tuple(every), tuple(results))
    return Published(shipped_question(), tuple(studies), register, held or {})


def rows(text):
    """Read a CSV back."""
    return list(csv.DictReader(io.StringIO(text)))


def pair(**more):
    """Give a mean of each arm."""
    values = {"value": 3.0, "n": 20, "spread": 2.0, "spread_type": "SD"} | more
    return (
        result("R1", arm_id="one", **values),
        result("R2", arm_id="two", **(values | {"value": 5.25})),
    )


def test_a_comparison_has_the_columns_of_the_standard():
    """Two arms of one measurement make one row, drug first."""
    (row,) = rows(comparisons_csv(published(*pair())))
    assert tuple(row)[: len(STANDARD)] == STANDARD
    told = {name: row[name] for name in STANDARD}
    assert told == {
        **dict.fromkeys(STANDARD, "NA"),
        "study": "Invented a",
        "condition_arm1": "ketamine",
        "condition_arm2": "placebo",
        "outcome_type": "msd",
        "instrument": "NRS",
        "time": "fu",
        "time_weeks": "4",
        "mean_arm1": "3",
        "mean_arm2": "5.25",
        "sd_arm1": "2",
        "sd_arm2": "2",
        "n_arm1": "20",
        "n_arm2": "20",
    }
    assert row["not_used_because"] == "NA"


@pytest.mark.parametrize(
    ("given", "sd", "source"),
    [
        ({"spread_type": "SD"}, "2", "SD"),
        ({"spread_type": "SE", "n": 4, "spread": 0.5}, "1", "SE"),
        ({"spread_type": "unspecified"}, "NA", "NA"),
        ({"spread_type": "IQR_width"}, "NA", "NA"),
        ({"spread_type": "CI_half_width"}, "NA", "NA"),
        ({"spread_type": "SD", "spread": 0.0}, "NA", "NA"),
        ({"spread_type": "SE", "spread": 2.0}, "NA", "NA"),
        ({"spread_type": None, "spread": None}, "NA", "NA"),
    ],
)
def test_only_a_standard_deviation_is_written_as_one(given, sd, source):
    """A spread of unstated kind, of 0 or impossible on its scale is no deviation."""
    (row,) = rows(comparisons_csv(published(*pair(**given))))
    assert (row["sd_arm1"], row["sd_source_arm1"]) == (sd, source)
    assert row["mean_arm1"] == "3"


def test_change_and_events_stand_in_their_own_columns():
    """A change is no mean at follow-up, and events are counted of their total."""
    change = pair(statistic="mean_change", value=-1.5)
    counted = [
        replace(row, result_id=f"{row.result_id}e", outcome="responder", value=None,
                statistic="count", events=7, total=20, spread=None, spread_type=None)
        for row in pair()
    ]  # fmt: skip
    one, two = rows(comparisons_csv(published(*change, *counted)))
    assert (one["outcome_type"], one["mean_change_arm1"], one["mean_arm1"]) == ("change", "-1.5", "NA")  # fmt: skip
    assert (two["outcome_type"], two["event_arm1"], two["totaln_arm1"]) == ("responder", "7", "20")  # fmt: skip
    modelled = [replace(row, estimator="kaplan_meier") for row in counted]
    assert rows(comparisons_csv(published(*modelled))) == []


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"held": {"R2": "PubMed marks its report as retracted"}}, "retracted"),
        ({"studies": (trial(kept_out_because="not ours"),)}, "not ours"),
        ({"studies": (trial(secondary_of="b"),)}, "the patients of b"),
        ({"studies": (trial(condition="neuropathic pain"),)}, "the review's condition"),
    ],
)
def test_what_no_pool_may_use_has_a_reason_and_no_number(changes, why):
    """A row that is kept out cannot be pooled by somebody who reads only numbers."""
    text = comparisons_csv(published(*pair(), **changes))
    (row,) = rows(text)
    assert why in row["not_used_because"]
    numbers = [name for name in row if name.startswith(("mean", "sd", "n_", "event"))]
    assert {row[name] for name in numbers} == {"NA"}
    # As printed they are in the other file, with the same reason.
    printed = rows(arms_csv(published(*pair(), **changes)))
    assert [row["value"] for row in printed] == ["3", "5.25"]
    assert why in printed[1]["not_used_because"]


def test_two_results_of_one_arm_and_time_wait_for_a_person():
    """Which of two numbers counts is not chosen by their order."""
    again = result("R3", arm_id="one", value=2.0, n=20, spread=2.0, spread_type="SD")
    (row,) = rows(comparisons_csv(published(*pair(), again)))
    assert "a person must say which counts" in row["not_used_because"]
    assert (row["mean_arm1"], row["result_id_arm1"]) == ("NA", "R1+R3")


def test_a_trial_of_three_arms_names_them():
    """Each arm with the drug meets each arm without it, and is named."""
    arms = (
        Arm("a", "one", "low", "intervention"),
        Arm("a", "two", "saline", "comparator"),
        Arm("a", "three", "high", "intervention"),
    )
    third = result("R3", arm_id="three", value=2.0, n=20, spread=2.0, spread_type="SD")
    found = rows(comparisons_csv(published(*pair(), third, arms=arms)))
    assert [(row["multi_arm1"], row["multi_arm2"]) for row in found] == [("low", "saline"), ("high", "saline")]  # fmt: skip


@pytest.mark.parametrize("design", ["rct_crossover", "single_arm_prospective"])
def test_only_separate_randomised_groups_are_compared(design):
    """A crossover and an uncontrolled change are in the other file only."""
    other = published(*pair(), studies=(study(design=design),))
    assert rows(comparisons_csv(other)) == []
    assert len(rows(arms_csv(other))) == 2


def test_every_column_is_described():
    """The data dictionary has each column of each file, in its order, in words."""
    shown = published(*pair())
    for text, columns in (
        (comparisons_csv(shown), COMPARISON_COLUMNS),
        (arms_csv(shown), ARM_COLUMNS),
    ):
        assert text.splitlines()[0].split(",") == list(columns)
        assert all(len(words) > 5 and words.endswith(".") for words in columns.values())


def test_hostile_labels_stay_one_cell_of_text():
    """A formula is no formula, a line break no row, and two studies no one study."""
    odd = trial(label="=1+1\n2009")
    twin = trial("b", label="=1+1\n2009")
    found = rows(arms_csv(published(*pair(), studies=(odd, twin))))
    assert {row["study"] for row in found} == {"'=1+1 2009 (a)"}


def test_nothing_published_is_a_header_and_no_row():
    """A review without a study gives files that still can be read."""
    nothing = published(studies=(study(),), arms=(Arm("a", "one", "x", "single"),))
    assert rows(comparisons_csv(nothing)) == rows(arms_csv(nothing)) == []

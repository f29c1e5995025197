"""Sentences that look like a value and are none, in invented words."""

from __future__ import annotations

import pytest

from ketaevidence.extraction.extract import extract
from ketaevidence.extraction.model import RULES_VERSION
from ketaevidence.records.model import Record
from ketaevidence.records.parts import MeshHeading, Section


def found(field, text, title="X", **more):
    """Give the candidates of one field."""
    one = Record(title=title, pmid="1", sections=(Section(text),), **more)
    return [item for item in extract([one]) if item.field == field]


def values(field, text, title="X", **more):
    """Give the values of one field."""
    return [item.value for item in found(field, text, title, **more)]


@pytest.mark.parametrize(
    ("text", "design"),
    [
        ("A prospective, randomised comparison of two infusions was made.", ["rct_parallel"]),
        ("A prospective study compared ketamine with saline.", []),
        ("Relief was seen. A randomized trial is needed.", []),
        ("Smith et al. found relief in a previous randomized trial.", []),
        ("Two randomized trials have shown relief.", []),
        ("Patients were randomized to ketamine or saline, with crossover after a week.", ["rct_crossover"]),
        ("Patients were randomly assigned; each patient received both drugs.", []),
        ("This review covers a randomized controlled trial of ketamine.", []),
        ("In a prospective open-label study, ketamine was infused.", ["single_arm_prospective"]),
    ],
)  # fmt: skip
def test_a_design_is_only_this_studys(text, design):
    """Wished, cited and compared studies give no design that they do not have."""
    assert values("design", text) == design


@pytest.mark.parametrize(
    ("text", "n"),
    [
        ("22 had burning pain, and 21 had none.", []),
        ("22 patients were randomized to ketamine and 21 received saline.", []),
        ("Two subjects stayed well.", []),
        ("1 234 patients were enrolled.", [1234]),
        ("In group 1 234 patients were enrolled.", []),
        ("One thousand two hundred patients were enrolled.", [1200]),
        ("Over 21 years patients were enrolled.", []),
        ("Over 21 years, 40 patients were enrolled.", [40]),
        ("Sixty patients were enrolled. Of these, 80 patients had fever.", []),
        ("Sixty patients with pain had relief.", []),
        ("Sixty patients will be enrolled.", []),
        ("9" * 400 + " patients were enrolled.", []),
    ],
)
def test_people_are_counted_whole(text, n):
    """An arm, a part, a length of time and a part of a number are no sample size."""
    assert values("n_total", text) == n


@pytest.mark.parametrize(
    ("text", "scales"),
    [
        ("Itch was scored on a VAS.", []),
        ("Pain relief was good. Nausea was rated on a visual analogue scale.", []),
        ("Craving (VAS) fell, and so did spasticity on the NRS.", []),
        ("Pain was measured on a visual analogue scale.", ["VAS"]),
        ("Sedation was noted, and pain on an NRS.", ["NRS"]),
        ("Secondary outcomes were VAS for pain and sedation.", ["VAS"]),
    ],
)
def test_a_scale_is_pains_only_where_the_words_say_so(text, scales):
    """Scales of other feelings are not pain scales."""
    assert values("pain_scale", text) == scales


@pytest.mark.parametrize(
    "text",
    [
        "Pain was treated, and the stay was 7.2 ± 1.1 hours.",
        "For pain, 4.1 ± 1.3 tablets were taken.",
        "Patients in pain had an Ashworth score of 3.1 ± 0.4.",
        "Pain was absent; the left atrium was 3.9 ± 0.6 mm.",
        "The time to a pain score below 3 was 8 ± 6 vs. 31 ± 32 min.",
        "The pain score and tender point count were 6.2 ± 1.9 and 16.1 ± 2.3.",
        "HAM-A fell to 12 ± 4. Pain was not measured.",
        "The reduction in pain was 2.4 ± 0.5.",
        "Pain relief scores were 2.4 ± 1.1.",
        "Pain fell from 6.64 ± 1.50–2.04 ± 0.94.",
        "Pain was 3 ± 1, 4 ± 1 and 5 ± 2 in A, B and C, respectively.",
    ],
)
def test_a_plus_minus_near_pain_is_not_yet_pain(text):
    """The nearest words that a number can belong to must be pain's own."""
    assert values("pain_score", text) == []


@pytest.mark.parametrize("minus", ["-", "\u2212", "\u2013"])
def test_a_minus_is_part_of_the_number(minus):
    """The sign stays with value and quote, and a change is marked as one."""
    (item,) = found("pain_score", f"The pain score changed by {minus}7.2 ± 0.51.")
    assert item.value == -7.2
    assert item.quote == f"{minus}7.2 ± 0.51"
    assert "a negative value is a change, not a score" in item.warnings


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Age was 50 (SD 12). Pain was 2.68 ± 0.51.", "unspecified"),
        ("Age was 50 (SD 12) and pain was 2.68 ± 0.51.", "unspecified"),
        ("Age (mean ± SD) was 50 ± 12. Pain was 2.68 ± 0.51.", "unspecified"),
        ("Values are mean (SD). Pain was 2.68 ± 0.51.", "SD"),
        ("Pain was 2.68 ± 0.51 (mean ± SEM).", "SE"),
        ("The pain score was 2.68 ± 0.51 (SD or SEM).", "unspecified"),
    ],
)
def test_a_kind_of_spread_must_be_stated_for_the_value(text, kind):
    """A kind that another number has is not pain's."""
    item = found("pain_score", text)[-1]
    assert item.spread_type == kind
    assert bool(item.warnings) == (kind == "unspecified")


@pytest.mark.parametrize(
    "text",
    [
        "A withdrawal response was seen in 5 of 30 patients.",
        "No relief of pain was seen in 30 of 60 patients.",
        "Thirty of 60 patients had no relief.",
        "Nausea was seen in 3 of 20 patients, and relief in most.",
        "Pain relief was good, and 3 of 20 patients vomited.",
    ],
)
def test_no_relief_makes_no_responder(text):
    """Harm, other reactions and lack of relief are not response."""
    assert values("responders", text) == []


def test_a_percentage_that_does_not_fit_is_a_warning():
    """Counts and percentage that disagree are shown as such."""
    (item,) = found("responders", "Relief was seen in 12 of 30 patients (76 %).")
    assert "12 of 30 is 40.0 %" in item.warnings[0]
    (item,) = found("responders", "Relief was seen in 12 of 30 patients (40 %).")
    assert item.warnings == ()


@pytest.mark.parametrize(
    ("text", "doses"),
    [
        ("Ketamine 7 mg kg\u22121 h\u22121 was infused.", [(7.0, None, "mg/kg/h")]),
        ("Ketamine 2 mg ml-1 was infused.", []),
        ("Ketamine 2 mg/24 h was infused.", []),
        ("Ketamine 0.15, 0.30, or 0.45 mg/kg was given.", [(0.15, None, "mg/kg"), (0.3, None, "mg/kg"), (0.45, None, "mg/kg")]),
        ("Ketamine (50 mg/day-500 mg/day) was given.", [(50.0, 500.0, "mg/day")]),
        ("Ketamine 0·5 mg/kg was given.", [(0.5, None, "mg/kg")]),
        ("Ketamine 0. 2 mg/kg was given.", [(0.2, None, "mg/kg")]),
        ("Rofecoxib 50 mg and ketamine were given.", []),
        ("Ketamine and an unheard-of drug (5 mg) were given.", []),
        ("Ketamine, 5 mg unheardol and rest.", []),
        ("Ketamine with 5 mg unheardol was given.", []),
        ("They took unheardol 5 mg ketamine.", []),
        ("They received 5 mg of intravenous ketamine.", [(5.0, None, "mg")]),
        ("Unheardol/ketamine 5 mg was given.", []),
        ("Saline and ketamine (3 and 5 mg, respectively) were given.", []),
        ("Ketamine consumption was 50 mg.", []),
    ],
)  # fmt: skip
def test_a_dose_stands_directly_with_the_drug(text, doses):
    """Another drug's dose, a concentration and a use are not the drug's dose."""
    read = [(i.value, i.value_high, i.unit) for i in found("dose", text)]
    assert read == doses


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Ketamine: a review", "{}"),
        ("Ketamine: study protocol for a trial", "{}"),
        ("Ketamine in rats", "{}"),
        ("Ketamine", "We searched MEDLINE. {}"),
        ("Ketamine", "Patients will be randomised. {}"),
        ("Ketamine", "Wistar rats were used. {}"),
    ],
)
def test_reviews_protocols_and_animals_have_no_results_of_patients(title, text):
    """Numbers in such papers are not those of the study's patients."""
    results = "Sixty patients were enrolled. Pain was 3 ± 1. Relief was seen in 5 of 9 patients."
    fields = ("n_total", "pain_score", "responders")
    whole = text.format(results)
    assert [found(field, whole, title) for field in fields] == [[], [], []]
    assert all(found(field, results) for field in fields)


def test_animals_in_the_subject_headings_count():
    """A subject heading for animals without one for people is believed."""
    mesh = (MeshHeading("Animals"),)
    assert values("n_total", "Sixty subjects were enrolled.", mesh=mesh) == []


def test_each_candidate_says_which_rules_read_it():
    """A later reader can tell which version of the rules made a suggestion."""
    assert {i.rules_version for i in found("route", "Oral ketamine.")} == {
        RULES_VERSION
    }


@pytest.mark.parametrize(
    "piece",
    ["7", "1,", "(", "[", "patients ", "5 of ", "sixty ", "5 mg, ", "2 ± 1, ",
     "pain 2 ± 1, ", "VAS ", "randomized-", "randomized, ", "a-", " ", "p<0.05 ", "0. 2 "],
)  # fmt: skip
def test_hostile_text_is_read_to_its_end(piece):
    """Text made to trouble a pattern is read like any other, with exact quotes."""
    text = (piece * 10_000)[:10_000]
    record = Record(title=text, pmid="1", sections=(Section(text),))
    for item in extract([record]):
        assert record.text[item.start : item.end] == item.quote

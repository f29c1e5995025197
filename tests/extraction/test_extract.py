"""What the rules read, what they leave alone, and that quotes are always exact."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ketaevidence.extraction.extract import extract
from ketaevidence.extraction.numbers import read_count
from ketaevidence.extraction.text import View
from ketaevidence.records.model import Record
from ketaevidence.records.parts import PublicationType, Section


def record(title="An invented study", *sections, **more):
    """Make a record with a title and abstract sections."""
    return Record(title=title, pmid="1", sections=tuple(map(Section, sections)), **more)


def values(field, title="An invented study", *sections, **more):
    """Give the values read for one field."""
    found = extract([record(title, *sections, **more)])
    return [item.value for item in found if item.field == field]


def only(field, *sections):
    """Give the one candidate of a field."""
    (item,) = (c for c in extract([record("X", *sections)]) if c.field == field)
    return item


words = st.sampled_from(
    [
        "ketamine",
        "2.68",
        "±",
        "0.51",
        "5",
        "mg/kg/h",
        "pain",
        "NRS",
        "were",
        "randomized",
        "60",
        "patients",
        "of",
        "relief",
        "p<0.05",
        "intravenous",
        "(",
        ")",
        ".",
        ",",
        "Sixty",
        "n=30",
        "retrospective",
        "\u202e",
        "é",
        "10⁻³",
        "VAS",
        "+/-",
        "0.",
        "100%",
        "\n",
        "²",
    ]
)
anything = st.one_of(st.text(max_size=300), st.lists(words, max_size=60).map(" ".join))


@given(title=anything, sections=st.lists(anything, max_size=4))
@example(title="S-ketamine", sections=["Pain was 2 ± 1."])
@settings(max_examples=200, deadline=None)
def test_a_quote_is_what_stands_at_its_place(title, sections):
    """Whatever the text, text[start:end] is the quote and the section is right."""
    given_record = record(title, *sections)
    for item in extract([given_record]):
        assert given_record.text[item.start : item.end] == item.quote
        assert item.quote
        assert item.quote in item.sentence
        assert item.sentence in given_record.text
        name, _ = View.of(given_record).section_at(item.start)
        assert item.section == name


@given(st.lists(anything, max_size=3))
@settings(max_examples=100, deadline=None)
def test_sentences_cover_the_text_in_order(sections):
    """No character but white space falls between two sentences."""
    view = View.of(record("T", *sections))
    position = 0
    for sentence in view.sentences:
        assert view.folded[sentence.start : sentence.end] == sentence.words
        assert not view.text[position : sentence.start].strip()
        position = sentence.end
    assert not view.text[position:].strip()


@pytest.mark.parametrize(
    ("title", "text", "design"),
    [
        ("Ketamine: a randomised trial", "", "rct_parallel"),
        ("Ketamine", "Patients were randomly assigned to two groups.", "rct_parallel"),
        ("Ketamine: randomized crossover study", "", "rct_crossover"),
        ("Ketamine: protocol of a randomized trial", "", "protocol"),
        ("Ketamine: a systematic review of randomized trials", "", "systematic_review"),
        ("Ketamine: a meta-analysis", "", "meta_analysis"),
        ("Ketamine in rats", "Animals were randomized to groups.", "animal"),
        ("Ketamine: a case report", "", "case_report"),
        ("Ketamine", "We retrospectively read the charts.", "retrospective_cohort"),
        ("Ketamine", "An open-label study.", "single_arm_prospective"),
    ],
)
def test_the_design_is_what_the_text_says(title, text, design):
    """The title outranks the abstract, and a review of trials is no trial."""
    assert values("design", title, text) == [design]


@pytest.mark.parametrize(
    "text",
    [
        "Further randomized controlled trials are needed.",
        "There are few randomized controlled trials.",
        "A two-phase dosing protocol was used.",
    ],
)
def test_other_peoples_designs_are_left_alone(text):
    """A design that is wished for or denied is not this study's."""
    assert values("design", "Ketamine", text) == []


def test_a_contradiction_with_pubmed_is_a_warning():
    """Text and publication type that disagree are both kept."""
    tag = (PublicationType("Randomized Controlled Trial", "D016449"),)
    found = extract([record("A report of three cases", publication_types=tag)])
    (design,) = (item for item in found if item.field == "design")
    assert design.value == "case_series"
    assert "randomized controlled trial" in design.warnings[0]


@pytest.mark.parametrize(
    ("text", "n"),
    [
        ("Sixty patients took part.", 60),
        ("Fifty nine patients with pain were studied.", 59),
        ("One hundred and thirty-seven adults were enrolled.", 137),
        ("We read charts; 48 patients were included.", 48),
        ("A total of 1,204 participants were randomized.", 1204),
    ],
)
def test_the_number_of_people_is_read(text, n):
    """Counts in digits and in words are read with their patients."""
    assert values("n_total", "X", text) == [n]


@pytest.mark.parametrize(
    "text",
    [
        "It was estimated that 96 subjects were needed.",
        "We will include 60 patients; 60 patients were to be enrolled.",
        "The 277 infusions were given over 21 years.",
        "Of 242 subjects screened, 169 were asked.",
        "In each group 30 patients were treated.",
        "Twelve patients were treated. Thirteen patients were studied.",
    ],
)
def test_numbers_that_are_not_the_sample_are_left_alone(text):
    """Planned and screened people, infusions and contradictions give no sample size."""
    assert values("n_total", "X", text) == []


def test_a_plus_minus_without_a_word_stays_unspecified():
    """The kind of spread is never guessed."""
    item = only("pain_score", "Pain (NRS) was 2.68 ± 0.51 after a week.")
    assert (item.value, item.spread, item.spread_type) == (2.68, 0.51, "unspecified")
    assert item.warnings
    item = only("pain_score", "Values are mean (SEM). The pain VAS was 5.9+/-0.35.")
    assert (item.value, item.spread, item.spread_type) == (5.9, 0.35, "SE")


@pytest.mark.parametrize(
    "text",
    [
        "Mean age was 46.5 ± 12.6 years.",
        "Pain duration was 7 ± 3 months.",
        "Morphine for pain was 67.7 ± 38.3 mg.",
        "Pain fell by 93.2 ± 15.6%.",
    ],
)
def test_other_plus_minus_values_are_no_pain(text):
    """Ages, durations, doses and percentages are not pain scores."""
    assert values("pain_score", "X", text) == []


def test_a_dose_keeps_its_unit_range_and_spread():
    """Doses come in canonical units; a range stays one, and ± is not a dose."""
    item = only("dose", "Ketamine 0.1 to 0.35 mg/kg/hr was infused.")
    assert (item.value, item.value_high, item.unit) == (0.1, 0.35, "mg/kg/h")
    item = only("dose", "Ketamine 10 µg kg⁻¹ min⁻¹ was infused.")
    assert (item.value, item.unit) == (10.0, "ug/kg/min")
    item = only("dose", "The ketamine dose was 22.2 ± 2.0 mg/h/70 kg.")
    assert (item.value, item.spread, item.unit) == (22.2, 2.0, "mg/h/70kg")


@pytest.mark.parametrize(
    ("text", "routes"),
    [
        ("Intravenous ketamine was given.", ["intravenous"]),
        ("An IV infusion of ketamine was given.", ["intravenous"]),
        ("Ketamine in stage iv infusion pumps.", []),
        ("Oral morphine was stopped; weeks later, in the second part, ketamine.", []),
        ("Topical ketamine cream; epidural ketamine.", ["topical", "epidural"]),
    ],
)
def test_a_route_stands_close_to_the_drug(text, routes):
    """Routes are read next to the drug's name, and IV is no Roman numeral."""
    assert values("route", "X", text) == routes


def test_another_drugs_dose_is_left_alone():
    """Where a second drug is named, no dose is bound to ketamine."""
    assert values("dose", "X", "Ketamine and morphine (0.75 mg) were given.") == []


def test_responders_are_counts_with_their_total():
    """Events and total are read together, in sentences on relief."""
    item = only("responders", "Complete relief was seen in 25 of 33 patients (76%).")
    assert (item.events, item.total, item.percent) == (25, 33, 76.0)
    assert values("responders", "X", "Side effects: 5 of 33 patients.") == []


def test_thresholds_of_significance_are_no_results():
    """A p value is a result; the level at which one would speak of it is not."""
    assert values("p_value", "X", "A p < 0.05 was considered noteworthy.") == []
    assert values("p_value", "X", "Pain fell (P=.009).") == ["=.009"]


def test_reviews_have_no_patients_of_their_own():
    """Numbers in a review are other studies' numbers."""
    title, text = "Ketamine: a systematic review", "Sixty patients had pain of 3 ± 1."
    assert values("n_total", title, text) == []
    assert values("pain_score", title, text) == []


def test_the_projects_summary_is_not_taken_for_the_publishers_words():
    """A candidate says whose words its quote is from."""
    section = Section("Sixty patients took part.", written_by="project")
    found = extract([Record(title="X", pmid="1", sections=(section,))])
    assert {item.written_by for item in found} == {"project"}


def test_candidates_are_deterministic_and_become_a_frame():
    """The same records give the same candidates, and a typed frame."""
    records = [record("Ketamine: a randomised trial", "Sixty patients took part.")]
    once, again = extract(records), extract(records)
    assert list(once) == list(again)
    assert once.frame()["start"].dtype == "Int64"
    assert len(once[:1]) == 1


@pytest.mark.parametrize(
    ("written", "n"),
    [("60", 60), ("1,204", 1204), ("Six hundred forty-eight", 648), ("two", 2),
     ("hundred", 100), ("dozen", None)],
)  # fmt: skip
def test_counts_in_words_are_read(written, n):
    """English number words and digits give the same count."""
    assert read_count(written) == n

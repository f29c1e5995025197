"""What a study's design is, by its own words and by PubMed's; invented sentences."""

from __future__ import annotations

import pytest

from ketaevidence.extraction.rules.study.design import read_design
from ketaevidence.extraction.text import View
from ketaevidence.question.load import shipped_question
from ketaevidence.records.model import Record
from ketaevidence.records.parts import MeshHeading, PublicationType, Section


def read(title, text="", types=(), mesh=()):
    """Give the design candidates of an invented record."""
    record = Record(
        title=title,
        pmid="1",
        sections=tuple(Section(part) for part in [text] if part),
        publication_types=tuple(PublicationType(name) for name in types),
        mesh=tuple(MeshHeading(name) for name in mesh),
    )
    found = list(read_design(View.of(record), shipped_question()))
    assert all(record.text[c.start : c.end] == c.quote for c in found)
    return found


def values(*given, **more):
    """Give the designs read, the text's before PubMed's."""
    return [item.value for item in read(*given, **more)]


SYNTHESES = [
    (
        "Spotlight on fablocaine in pain",
        "Fablocaine was better than placebo.",
        "narrative_review",
    ),
    ("Fablocaine for pain: a meta-analysis", "", "meta_analysis"),
    ("Fablocaine: a systematic review of randomized trials", "", "systematic_review"),
    (
        "Fablocaine for pain",
        "We searched MEDLINE and Embase for trials.",
        "systematic_review",
    ),
    # trap 18: a review that names designs
    (
        "Fablocaine for pain",
        "PubMed was searched. Reports were included if they were randomized, prospective and double-blind.",
        "systematic_review",
    ),
    (
        "Fablocaine for pain",
        "Nine trials were included. Patients were randomized in seven.",
        "systematic_review",
    ),
    (
        "Fablocaine. A review of its use in pain",
        "In trials, 40 patients were given fablocaine.",
        "narrative_review",
    ),
    (
        "Fablocaine for pain",
        "This article reviews the options. Physicians should know them.",
        "narrative_review",
    ),
    (
        "Wrist pain",
        "Wrist pain is common. Its treatment is difficult, and drugs may fail. Patients should be seen early.",
        "narrative_review",
    ),
    ("Guidelines for the treatment of wrist pain", "", "guideline"),
    # trap 31: a bracketed title
    ("[Fablocaine in pain: an overview]", "", "narrative_review"),
]
PROTOCOLS = [
    # trap 21
    ("Fablocaine for pain: study protocol for a randomised trial", "", "protocol"),
    ("Protocol of a randomised trial of fablocaine", "", "protocol"),
    (
        "Fablocaine for pain",
        "We will include 70 women, who will be randomized.",
        "protocol",
    ),
    ("The OPAL trial: rationale and design", "", "protocol"),
]
ANIMALS = [
    (
        "Enantiomers of fablocaine",
        "Here, we examined the effects of both enantiomers in mice.",
        "animal",
    ),
    # trap 27: animals in the words used of people
    ("Fablocaine in rats", "Animals were randomized to groups.", "animal"),
    (
        "A randomized clinical study of fablocaine in healthy cats",
        "Ten cats were treated.",
        "animal",
    ),
    (
        "Fablocaine and pain",
        "Fifty horses were randomly assigned to two groups.",
        "animal",
    ),
    ("Fablocaine and allodynia", "Male Wistar rats received fablocaine.", "animal"),
]
CASES = [
    (
        "Recovery after fablocaine",
        "In intensive care she received fablocaine. She woke free of pain.",
        "case_report",
    ),
    (
        "Vasculitis and fablocaine",
        "A previously healthy adult suffered vasculitis.",
        "case_report",
    ),
    # trap 11
    ("Fablocaine for pain", "A 41-year-old woman received fablocaine.", "case_report"),
    ("Fablocaine for pain: a case report", "", "case_report"),
    ("Relief of pain in a woman treated with fablocaine", "", "case_report"),
    ("Fablocaine for pain", "We describe a patient who had relief.", "case_report"),
    # trap 12: more than one
    (
        "Fablocaine for pain: a case report",
        "A 41-year-old woman and a 52-year-old man had relief.",
        "case_series",
    ),
    ("Relief of pain with fablocaine: report of four cases", "", "case_series"),
    ("Fablocaine for pain", "We report three patients with relief.", "case_series"),
    ("Fablocaine for pain", "Two cases of relief are described.", "case_series"),
]
RANDOMISED = [
    # one arm has the treatments in the order that the other has them reversed
    (
        "Fablocaine",
        "Patients were randomized to fablocaine for 3 h followed by ward care (Group 1) or ward care followed by fablocaine (Group 2).",
        "rct_crossover",
    ),
    (
        "Fablocaine",
        "Patients were randomized to a fablocaine bolus followed by an infusion or a saline bolus followed by an infusion.",
        "rct_parallel",
    ),
    (
        "Fablocaine",
        "This was a randomized trial. Patients received fablocaine or placebo, in a random order.",
        "rct_crossover",
    ),
    ("Fablocaine: a randomised trial", "", "rct_parallel"),
    ("Fablocaine", "Patients were randomly assigned to two groups.", "rct_parallel"),
    ("Fablocaine: randomized crossover study", "", "rct_crossover"),
    # trap 24: crossover without the word
    (
        "Fablocaine",
        "Patients were randomly assigned; each patient received both drugs.",
        "rct_crossover",
    ),
    (
        "Fablocaine",
        "They received fablocaine or saline in random order on two separate days.",
        "rct_crossover",
    ),
    (
        "Fablocaine",
        "Each subject was studied on three separate occasions in a randomized fashion.",
        "rct_crossover",
    ),
    # rescue is no crossover
    (
        "Fablocaine",
        "Patients were randomised to two groups; those with pain could cross over to surgery.",
        "rct_parallel",
    ),
    (
        "Fablocaine",
        "Twelve practices were randomly allocated to two programmes.",
        "rct_other",
    ),
    (
        "Fablocaine",
        "In a 2 x 2 factorial trial, patients were randomized to fablocaine or not.",
        "rct_other",
    ),
    ("Fablocaine: a split-mouth randomised study", "", "rct_other"),
    # trap 24: each had both, in whatever words
    (
        "Fablocaine",
        "Forty patients were randomised to fablocaine or placebo; each received both drugs on separate days.",
        "rct_crossover",
    ),
    (
        "Fablocaine",
        "Nine patients, each of whom took all three solutions, were randomly assigned to an order.",
        "rct_crossover",
    ),
    (
        "Fablocaine",
        "Forty patients were randomised to fablocaine or placebo; each received a diary.",
        "rct_parallel",
    ),
    # trap 13: the words "n of 1", whatever the number
    ("Fablocaine: an n of 1 trial", "Treatments were randomised.", "n_of_1"),
]
OTHERS = [
    # trap 23: blinded, with not a word of chance
    (
        "Fablocaine",
        "In a double-blind study, 20 patients received fablocaine or placebo.",
        "controlled_randomization_unstated",
    ),
    (
        "Fablocaine",
        "Patients were divided into two groups and received fablocaine or saline.",
        "controlled_randomization_unstated",
    ),
    (
        "Fablocaine: a nonrandomized comparison",
        "Patients were treated.",
        "nonrandomized_controlled",
    ),
    (
        "Fablocaine",
        "This quasi-experimental study treated 40 patients.",
        "nonrandomized_controlled",
    ),
    ("Fablocaine", "We retrospectively studied 40 patients.", "retrospective_cohort"),
    ("Fablocaine", "The charts of 40 patients were reviewed.", "retrospective_cohort"),
    # trap 20: another study's design
    (
        "Fablocaine",
        "In this open-label study, 40 patients were treated as in a previous double-blind randomized trial.",
        "single_arm_prospective",
    ),
    ("Fablocaine", "An open-label study.", "single_arm_prospective"),
    (
        "Fablocaine",
        "Pain was measured in 14 patients before and after they received fablocaine.",
        "single_arm_prospective",
    ),
    # groups by what patients chose or had are no allocation
    (
        "Fablocaine in bakers",
        "Patients were grouped and compared according to acceptance of a drip. They received fablocaine or gas.",
        "nonrandomized_controlled",
    ),
    # a controlled study that is wished for
    (
        "Fablocaine in wrist pain: a prospective study",
        "Thirty patients received fablocaine. These results should be confirmed in a controlled study.",
        "single_arm_prospective",
    ),
    ("Wrist pain", "Predictors of wrist pain were sought.", "other"),
    (
        "Fablocaine in human isolated artery",
        "Segments were randomised to it.",
        "in_vitro",
    ),
    ("Wrist pain in bakers: a postal survey", "Many had pain.", "other"),
    ("Wrist pain", "A cross-sectional study of 300 bakers.", "other"),
    ("Costs of wrist pain: a cost-effectiveness analysis", "Costs fell.", "other"),
    ("Fablocaine", "Cultured cells were exposed to fablocaine in vitro.", "in_vitro"),
    ("Reply to the letter on fablocaine", "", "letter_or_comment"),
    # trap 32: no abstract
    ("Fablocaine for pain", "", "no_abstract"),
]


@pytest.mark.parametrize(
    ("title", "text", "design"),
    [*SYNTHESES, *PROTOCOLS, *ANIMALS, *CASES, *RANDOMISED, *OTHERS],
)
def test_the_design_is_what_the_text_says_of_its_own_study(title, text, design):
    """The title outranks the abstract, and only one design is read."""
    assert values(title, text) == [design]


@pytest.mark.parametrize(
    "text",
    [
        # trap 19: negated and wished for
        "Further randomized controlled trials are needed.",
        "There are few randomized controlled trials, and most are small.",
        "A randomised trial should be done.",
        # trap 22: a protocol that is a regimen
        "A two-phase dosing protocol was used.",
    ],
)
def test_other_peoples_designs_are_left_alone(text):
    """A design that is denied, wished for or cited is not this study's."""
    assert values("Fablocaine", text) == []


def test_a_design_says_what_else_it_may_be():
    """A blinded trial without a word of chance may well be randomised."""
    (design,) = read("Fablocaine", "A double-blind trial compared it with placebo.")
    assert design.alternatives[0] == "rct_parallel"


@pytest.mark.parametrize(
    "text",
    [
        "Fablocaine was compared with placebo in 18 patients, each of whom was studied on two occasions, ten days apart.",
        "Fablocaine was compared with placebo in 18 patients on two occasions, ten days apart.",
    ],
)
def test_a_comparison_on_several_occasions_may_be_a_crossover(text):
    """Where each was treated several times, crossing over is the likelier plan."""
    (design,) = read("Fablocaine", text)  # trap 24
    assert design.value == "controlled_randomization_unstated"
    assert design.alternatives[0] == "rct_crossover"


def test_what_contradicts_pubmed_is_kept_twice():
    """Text and publication type that disagree are both kept, each with a warning."""
    # trap 25
    stated, tagged = read(
        "Liver injury: a report of three cases", types=["Randomized Controlled Trial"]
    )
    assert (stated.value, tagged.value) == ("case_series", "rct_other")
    assert "Randomized Controlled Trial" in stated.warnings[0]
    assert tagged.section == "metadata"
    assert tagged.warnings == ("the text says case_series",)


@pytest.mark.parametrize(
    ("text", "types", "mesh", "expected"),
    [
        # trap 23: the publication type says what the text leaves open
        ("A double-blind trial of 20 patients.", ["Randomized Controlled Trial"], [], ["controlled_randomization_unstated", "rct_other"]),
        ("Fablocaine was of use.", ["Randomized Controlled Trial"], [], ["rct_other"]),
        ("Fablocaine was of use.", ["Randomized Controlled Trial"], ["Cross-Over Studies"], ["rct_crossover"]),
        ("Fablocaine was of use.", ["Case Reports"], [], ["case_report"]),
        ("Fablocaine was of use.", ["Practice Guideline"], [], ["guideline"]),
        ("Fablocaine was of use.", [], ["Animals"], ["animal"]),
        ("Fablocaine was of use.", [], ["Animals", "Humans"], []),
        ("Fablocaine was of use.", [], ["Retrospective Studies"], ["retrospective_cohort"]),
        # what agrees is said once
        ("Patients were randomly assigned to two groups.", ["Randomized Controlled Trial"], [], ["rct_parallel"]),
        ("We report three patients.", ["Case Reports"], [], ["case_series"]),
        # a letter may report anything
        ("Patients were randomly assigned to two groups.", ["Letter"], [], ["rct_parallel"]),
        # words that only hint at a design give way
        ("The prevalence of pain was 5 %.", ["Case Reports"], [], ["case_report"]),
    ],
)  # fmt: skip
def test_pubmed_speaks_where_the_text_does_not(text, types, mesh, expected):
    """Metadata complete what a text says, and are silent where they agree."""
    assert values("Fablocaine", text, types, mesh) == expected


def test_no_abstract_leaves_the_title_and_pubmed():
    """A title alone is no abstract, whatever PubMed calls the record."""
    # trap 32
    assert values("Fablocaine", types=["Letter"]) == [
        "no_abstract",
        "letter_or_comment",
    ]
    assert values("Fablocaine: a randomized trial") == ["rct_parallel"]


def test_a_record_without_any_words_has_no_design():
    """An empty title and no abstract give nothing, and do not fail."""
    assert values("") == []

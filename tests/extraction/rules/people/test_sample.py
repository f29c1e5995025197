"""How many people took part: read where the text says it, left alone where it does not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketaevidence.extraction.mentions.word_set import word_set
from ketaevidence.extraction.rules.people.n_arm import read_n_arm
from ketaevidence.extraction.rules.people.sample import read_n_analysed, read_n_total
from ketaevidence.extraction.text import View
from ketaevidence.question.load import shipped_question
from ketaevidence.records.model import Record
from ketaevidence.records.parts import MeshHeading, PublicationType, Section

QUESTION = shipped_question()


def read(reader, *sections, title="X", **more):
    """Give the candidates of one reader, and check their quotes."""
    one = Record(title=title, pmid="1", sections=tuple(map(Section, sections)), **more)
    found = list(reader(View.of(one), QUESTION))
    assert all(one.text[c.start : c.end] == c.quote and c.quote for c in found)
    return found


def total(*sections, **more):
    """Give the number of people read; ``None`` where none is."""
    found = read(read_n_total, *sections, **more)
    assert len(found) < 2
    return found[0].value if found else None


@pytest.mark.parametrize(
    ("text", "n"),
    [
        # trap 1
        ("Sixty patients took part.", 60),
        ("Fifty nine patients with pain were studied.", 59),
        ("In all, 44 adults were recruited from one clinic.", 44),
        # trap 2
        ("One hundred and twenty-six adults were enrolled.", 126),
        ("Seven hundred forty-two women were included.", 742),
        ("One hundred sixty patients were randomised.", 160),
        ("A total of 1,306 participants were randomized.", 1306),
        ("1 306 patients were enrolled.", 1306),
        ("One thousand two hundred patients were enrolled.", 1200),
        # what stands between number and people
        ("Forty type 2 diabetic patients were enrolled.", 40),
        ("Fifty-two ASA physical status I-II female patients were allocated to two groups.", 52),
        ("Sixty ASA I or II, 19-64 year old patients were selected.", 60),
        ("Thirty (14 male) right-handed subjects were studied.", 30),
        ("Twenty-two male or female, treatment-naive patients were randomised.", 22),
        # where it stands
        ("We enrolled 84 consecutive patients after knee surgery.", 84),
        ("A double-blind trial was conducted in 72 patients with sciatica.", 72),
        ("In this double-blind crossover study, 18 healthy men rated 40 pictures.", 18),
        ("Patients (n = 46) with burning feet were randomised to two treatments.", 46),
        ("Patients with low back pain (n = 34) were recruited.", 34),
        ("Participants: 63 women aged 20-40 years.", 63),
        ("There were 38 patients in the study.", 38),
        ("The records of all patients were read: 34 patients, 12 males and 22 females.", 34),
        ("Pain was measured in 59 consecutive patients with a burn.", 59),
        ("Over 21 years, 40 patients were enrolled.", 40),
        # trap 3
        ("Patients were randomised to ketamine (n = 31) or placebo (n = 29).", 60),
        ("Patients were randomised to drug A 320 mg for 9 days (n = 74), drug A 160 mg for 3 days (n = 76) or saline (n = 75).", 225),
        # trap 4
        ("Seven men and five women were studied.", 12),
        ("Thirty-one patients with sciatica and 29 patients with neuralgia were enrolled.", 60),
        ("Thirty-six patients received ketamine and 18 received saline at random.", 54),
        # trap 5
        ("Patients were assigned at random to one of four groups, with 35 people in each group.", 140),
        ("Women were divided into three groups of 15 patients.", 45),
        # trap 6
        ("Ninety-six patients were randomly divided into two equal groups.", 96),
        # trap 7
        ("Fifty patients were enrolled. Only 44 patients completed the study.", 50),
        ("Fifty-seven adults were enrolled; 47 were randomised.", 47),
        ("Of 130 patients enrolled, 118 were analysed.", 130),
        # trap 8
        ("It was estimated that 88 subjects were needed. We enrolled 92 patients.", 92),
        ("The charts of 310 patients were screened. Twenty-four patients were included.", 24),
        ("Of 260 patients screened, 171 were randomised.", 171),
        ("Of 300 patients with the disease, 90 met the criteria and were randomly assigned.", 90),
        # trap 9
        ("Two hundred patients with 214 wrist fractures were randomised.", 200),
        ("We studied 41 children who were given 180 infusions.", 41),
        # trap 10
        ("Sixty patients (44 females) were enrolled.", 60),
        ("Twenty patients, 12 men and 8 women, were enrolled.", 20),
        # trap 13
        ("In a series of n-of-1 trials, 21 patients were randomised.", 21),
        # trap 17
        ("Of the 118 enrolled subjects, 99 had relief.", 118),
        ("Sixty patients were enrolled. Relief was seen in 12 of 33 patients.", 60),
        ("In all 33 were randomised to the pump group, 33 were randomised to the needle group, and 29 were given nothing.", 95),
        # a sum of parts, or a whole beside the parts
        ("Ninety-five patients were randomised. Nine patients allocated to exercise left compared with 6 patients allocated to water.", 95),
        ("Patients having surgery (n = 90) were randomised into 3 groups: Group1 drug A (n = 30), Group2 drug B for 1 h (n = 30), and Group3 drug B for 2 h (n = 30).", 90),
        # men or women in passing, and what people are called
        ("Thirty-two sleepless patients, 19 females, mean age 58 years, were randomised to pills or drops.", 32),
        ("There were 431 randomised participants.", 431),
        # those evaluated are fewer than those randomised
        ("Thirty-six patients were randomised. Thirty-five patients were evaluated (drug n = 18, placebo n = 17).", 36),
        # an indication is no sample
        ("We followed 71 patients for ten years. Indications included 44 patients with sciatica.", 71),
        ("Capsules were supplied twice a day to 126 patients.", 126),
        ("The study was a trial, in which seven children acted as their own controls.", 7),
        ("Results: 90 patients were assigned to either pills or drops group.", 90),
        # where a section ended
        ("Pain was treated.; 140 women in labour.; Three groups were compared.", 140),
        # trap 80
        ("METHODS Thirty healthy volunteers were randomised.", 30),
    ],
)  # fmt: skip
def test_the_number_of_people_is_read(text, n):
    """Counts in digits and in words are read with the people whom they count."""
    assert total(text) == n


@pytest.mark.parametrize(
    "text",
    [
        # trap 8
        "It was estimated that 96 subjects were needed.",
        "Pain fell (P < 0.03). Sixty patients will be enrolled in the next study.",
        # trap 9
        "The 277 infusions were given at home.",
        "Eighty eyes were randomised to two lenses.",
        "We read 854 patient charts.",
        # trap 14
        "Patients with pain were randomly assigned to ketamine or placebo.",
        # trap 16
        "Over 21 years patients were enrolled.",
        "Patients rated pain on an 11-point scale after 12 months.",
        # trap 72: a part with an event
        "Nausea was seen in 30 patients (50%).",
        "Two subjects stayed well.",
        # others' patients
        "In a previous study, 40 patients were randomised to ketamine.",
        "About 30 patients per year are seen, or more than 200 patients since 1990.",
        "In group 1 234 patients were enrolled.",
        "Results in 10-20 patients are shown.",
        # two rivals
        "In study 1, 40 patients were enrolled. In study 2, 64 patients were enrolled.",
        "Twelve patients were treated. Thirteen patients were studied.",
        "Sixty patients were enrolled. Of these, 80 patients had fever.",
        # one arm, or half of those who were enrolled
        "All 7 women were randomly assigned to placebo. Another 31 subjects slept.",
        "Forty patients were enrolled. Twenty patients were randomised to one order of treatments.",
        "Patients were treated: 26 patients had pills. A parallel group of 35 patients had drops.",
        "Patients were treated. During the study, 5 patients continued with the low dose.",
        # nobody is described
        "The case was that of a 66-year-old patient. In all, 20,000 patients were simulated.",
        "Doctors were randomised to vignettes. A 31-year-old woman had pain in one of them.",
        # names and animals with numbers
        "Since COVID 19 was described, pain was seen more often.",
        "Six pigs served as controls.",
        "9" * 400 + " patients were enrolled.",
    ],
)  # fmt: skip
def test_numbers_that_are_not_the_sample_are_left_alone(text):
    """Plans, things, times, parts, other studies and contradictions give no sample."""
    assert total(text) is None


def test_a_sum_is_said_to_be_derived():
    """What the text does not print is marked as derived, what it prints as stated."""
    (summed,) = read(read_n_total, "Seven men and five women were studied.")
    (said,) = read(read_n_total, "Twelve patients were randomised.")
    assert (summed.status, said.status) == ("derived", "stated")
    (arms,) = read(
        read_n_total, "Patients were randomised to A (n = 30) or to B (n = 31)."
    )
    assert (arms.value, arms.status, arms.rule) == (61, "derived", "sample.sum_of_arms")


def test_arms_that_add_up_confirm_the_sample():
    """A smaller number is an arm where the arms add up to the greater one."""
    text = "A total of 88 patients were evaluated: 45 were randomly assigned to ketamine and 43 to saline."
    (found,) = read(read_n_total, text)
    assert (found.value, found.confidence) == (88, "high")


def test_what_else_it_might_have_been_is_kept():
    """Those enrolled before randomisation are an alternative to those randomised."""
    (found,) = read(
        read_n_total, "Seventy patients were enrolled and 61 patients were randomised."
    )
    assert (found.value, found.alternatives) == (61, ("70",))


@pytest.mark.parametrize(
    ("title", "text", "n"),
    [
        # trap 11
        ("Ketamine for a burning hand: a case report", "A 34-year-old woman had burning pain.", 1),
        ("Relief", "We report a 71 year old female with pain.", 1),
        ("Relief", "An 11-year-old girl with causalgia was treated.", 1),
        ("Relief in a rare syndrome: a case report", "", 1),
        # trap 12
        ("Ketamine at home: a case report", "We report two patients who had ketamine at home.", 2),
        ("Ketamine: report of three cases", "Liver enzymes rose.", 3),
        ("Ketamine", "Two cases are described. A 40-year-old man and a 50-year-old man had pain.", 2),
    ],
)  # fmt: skip
def test_a_case_report_counts_the_patients_it_describes(title, text, n):
    """One described patient is one; two or three that are counted are so many."""
    assert total(text, title=title) == n


@pytest.mark.parametrize(
    "text",
    [
        "Rates of diarrhoea in children under 5 years of age were modelled.",
        "Adults aged 18 to 65 years old were eligible.",
    ],
)
def test_an_age_of_entry_describes_nobody(text):
    """An age that all had is no described patient."""
    assert total(text) is None


@pytest.mark.parametrize(
    ("title", "mesh"),
    [
        # trap 15
        ("Ketamine for pain: a systematic review", ()),
        ("Ketamine for pain: a meta-analysis of trials", ()),
        # trap 27
        ("Ketamine in rats", ()),
        ("Ketamine", (MeshHeading("Animals"),)),
    ],
)
def test_reviews_and_animals_have_no_patients_of_their_own(title, mesh):
    """Numbers in a review are other studies' numbers, and animals are no people."""
    text = "Sixty subjects were randomised."
    assert total(text, title=title, mesh=mesh) is None
    assert total(text) == 60


def test_a_number_of_studies_is_no_number_of_people():
    """A count of trials in brackets counts no people."""  # trap 3
    text = "Trials of pain were neuropathic (n = 2), mixed (n = 3) or other (n = 2)."
    assert total(text) is None


# trap 21
@pytest.mark.parametrize(
    ("text", "n"),
    [
        ("A total of 150 participants will be recruited.", 150),
        ("We will include 60 women; 30 women in each group will get ketamine.", 60),
        ("The sample size required is n = 42 with 80% power.", 42),
        (
            "Participants will be randomised to ketamine (n = 40) or saline (n = 40).",
            80,
        ),
    ],
)
def test_a_protocol_gives_the_planned_number_with_a_warning(text, n):
    """A planned number is read in a protocol only, and said to be planned."""
    title = "Ketamine for pain: study protocol for a randomised trial"
    (found,) = read(read_n_total, text, title=title)
    assert found.value == n
    assert "planned" in found.warnings[0]


# trap 7
@pytest.mark.parametrize(
    ("text", "n"),
    [
        ("Fifty patients were randomised. Only 44 patients completed the study.", [44]),
        ("Of 107 patients enrolled, 100 were analysed.", [100]),
        ("Fifty patients were randomised, of whom 46 were included in the analysis.", [46]),
        ("Fifty patients were randomised. The outcome was analysed in 41 patients.", [41]),
        ("Fifty patients were randomised, with 47 patients (94%) completing both periods.", [47]),
        ("Sixty patients were enrolled, 52 completed the study and 48 were analysed.", [48]),
        ("Fifty patients were randomised and analysed.", []),
        ("Fifty patients were randomised. Data from 3 patients were available.", []),
    ],
)  # fmt: skip
def test_those_who_were_left_are_read_beside_the_sample(text, n):
    """The number analysed, or else completed, is read where it is fewer."""
    assert [c.value for c in read(read_n_analysed, text)] == n


@pytest.mark.parametrize(
    ("text", "arms"),
    [
        ("Patients were randomised to ketamine (n = 31) or placebo (n = 29).", {"ketamine": 31, "placebo": 29}),
        ("Sixty patients were enrolled: group A (n = 20), group B (n = 21) and group C (n = 19).", {"group A": 20, "group B": 21, "group C": 19}),
        ("Forty-one patients were randomised to a control group (group C; n = 20) or a drug group (group D; n = 21).", {"control": 20, "drug": 21}),
        ("We enrolled 37 patients; 19 were randomly assigned to splints and 18 to surgery.", {"splints": 19, "surgery": 18}),
        ("Seventy-five patients were enrolled: 38 in the gum group and 37 in the control group.", {"gum": 38, "control": 37}),
        ("There were 51 patients in group 1, 53 in group 2, and 55 in group 3.", {"group 1": 51, "group 2": 53, "group 3": 55}),
        # known by their sum
        ("We enrolled 166 adults (125 ketamine; 41 placebo).", {"ketamine": 125, "placebo": 41}),
        ("We recruited 703 adults and randomised them to ketamine (403) or saline (300).", {"ketamine": 403, "saline": 300}),
        ("In all, 130 patients were randomised (66 receiving ketamine and 64 midazolam).", {"ketamine": 66, "midazolam": 64}),
        ("Fifty-six patients were enrolled. Thirty in group A and 26 in group B were studied.", {"group A": 30, "group B": 26}),
        # trap 5
        ("Forty patients were randomised into ketamine and saline groups (20 patients in each group).", {"ketamine": 20, "saline": 20}),
    ],
)  # fmt: skip
def test_the_size_of_each_arm_is_read_with_its_name(text, arms):
    """Sizes that add up to the sample are those of its arms."""
    assert {c.arm: c.value for c in read(read_n_arm, text)} == arms


def sizes(*sections):
    """Give the arms with their sizes, as often as they were read."""
    return [(c.arm, c.value) for c in read(read_n_arm, *sections)]


@pytest.mark.parametrize(
    ("text", "n", "arms"),
    [
        ("Sixty patients were randomised to ketamine or saline (n = 30 in each group).", 60, "ketamine saline"),
        ("Sixty patients were randomised to ketamine or saline (n = 30 each).", 60, "ketamine saline"),
        ("Sixty patients were randomised to ketamine or saline (n=30 per group).", 60, "ketamine saline"),
        ("Sixty patients were randomised to ketamine or saline (30 in each arm).", 60, "ketamine saline"),
        ("Sixty patients were randomised to ketamine or saline (thirty patients in each group).", 60, "ketamine saline"),
        ("Sixty patients were randomised to ketamine or saline (30 patients per arm).", 60, "ketamine saline"),
        ("Sixty patients were randomised to ketamine or saline (each group n=30).", 60, "ketamine saline"),
        ("Sixty patients were randomised to ketamine or saline; each group (n = 30) got it twice.", 60, "ketamine saline"),
        ("A total of 60 patients were randomised to receive ketamine 0.4 mg/kg or saline (n = 30 in each group).", 60, "ketamine saline"),
        ("Sixty patients having knee surgery were randomly allocated to receive either ketamine, 0.4 mg/kg, or placebo, 30 in each group.", 60, "ketamine placebo"),
        ("Patients (n = 60) were randomised to ketamine or saline (n = 30 each).", 60, "ketamine saline"),
        ("Sixty patients (n = 30 in each group) were randomised to ketamine or saline.", 60, "ketamine saline"),
        ("60 patients were randomly assigned to two groups (n = 30 each): ketamine and saline.", 60, "ketamine saline"),
        ("60 patients were randomly assigned to two groups (n = 30): the ketamine group and the saline group.", 60, "ketamine saline"),
        ("We enrolled 60 patients. They were randomised to ketamine or saline (n = 30 in each group).", 60, "ketamine saline"),
        ("Patients were randomised to ketamine or saline (n = 30 in each group).", 60, "ketamine saline"),
        ("Ninety patients were randomised to ketamine, magnesium or saline (n = 30 in each group).", 90, "ketamine magnesium saline"),
        ("Patients were randomised to ketamine, magnesium, or saline (n = 30 in each group). Both drug groups slept.", 90, "ketamine magnesium saline"),
        ("Patients were randomised to ketamine, no drug, or saline (n = 30 in each group).", None, ""),
        ("Sixty children were randomised to ketamine, midazolam, or both (n = 20 in each group).", 60, ""),
        ("Sixty patients were randomised to ketamine (n = 30) or to saline (n = 30 in each group).", 60, "ketamine saline"),
        ("Sixty patients were randomised to ketamine or saline (n = 25 in each group).", 60, ""),
        ("Sixty patients were randomised 1:1 to ketamine or saline.", 60, ""),
        ("Sixty patients were randomly divided into two equal groups: group K and group S.", 60, "group_K group_S"),
        ("Ninety patients were equally divided into three groups: group K, group M and group S.", 90, "group_K group_M group_S"),
        ("Sixty-one patients were randomly divided into two equal groups: group K and group S.", 61, ""),
        ("Sixty patients were enrolled. Of these, 50 were divided into two equal groups: group K and group S.", 50, "group_K group_S"),
    ],
)  # fmt: skip
def test_a_total_beside_the_size_of_each_arm_is_never_an_arm(text, n, arms):
    """One size for every arm gives their sum, their sizes, or nothing at all."""
    assert total(text) == n
    names = [name.replace("_", " ") for name in arms.split()]
    assert sizes(text) == [(name, n // len(names)) for name in names]


def test_a_stated_total_that_the_arms_agree_with_outranks_their_sum():
    """What the text prints is given as stated, each arm's share as derived."""
    text = (
        "Sixty patients were randomised to ketamine or saline (n = 30 in each group)."
    )
    (whole,) = read(read_n_total, text)
    assert (whole.status, whole.confidence, whole.rule) == (
        "stated", "high", "sample.randomised",
    )  # fmt: skip
    assert {arm.status for arm in read(read_n_arm, text)} == {"derived"}


@pytest.mark.parametrize(
    "text",
    [
        "Sixty patients were randomised. Flu (n = 2), headache (n = 3) and rash (n = 4) were seen.",
        "Sixty patients were randomised to ketamine or saline.",
        "Ketamine (n = 30) or saline (n = 30) may be given.",
        "Sixty patients were randomised to ketamine or saline. Of them 38 were men and 22 women.",
        "Sixty patients were randomised to ketamine. Pain was relieved in 41 patients, and 19 had none.",
    ],
)  # fmt: skip
def test_events_are_no_arms(text):
    """Small numbers in brackets that add up to nothing are no arms."""
    found = read(read_n_arm, text)
    assert found == [] or sum(c.value for c in found) == total(text)


def test_pubmeds_types_alone_give_no_number():
    """A tag says what a record is, never how many took part."""
    tag = (PublicationType("Randomized Controlled Trial", "D016449"),)
    assert total("Pain fell.", publication_types=tag) is None


pieces = st.sampled_from(
    sorted(
        word_set(
            "60 patients were randomised ( n = 30 ) [ ] , ; . and men women group A sixty",
            "hundred in each of the who 5-year-old a 10 % ± \u202e 1 234 completed",
        )
    )
)


@given(st.lists(pieces, max_size=80).map(" ".join))
@settings(max_examples=300, deadline=None)
def test_any_words_are_read_with_exact_quotes(text):
    """Whatever the order of words, nothing is raised and every quote is exact."""
    for reader in (read_n_total, read_n_analysed, read_n_arm):
        assert all(c.value >= 0 for c in read(reader, text))

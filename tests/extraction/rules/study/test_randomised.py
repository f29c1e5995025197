"""Which places that say "random" speak of this study's own people."""

from __future__ import annotations

import pytest

from ketaevidence.extraction.rules.study.randomised import is_randomised, randomisations
from ketaevidence.extraction.text import View
from ketaevidence.records.model import Record
from ketaevidence.records.parts import Section


def view(text, title="Fablocaine for pain"):
    """Lay out an invented record."""
    return View.of(Record(title=title, pmid="1", sections=(Section(text),)))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Patients were randomized to fablocaine.", "assigned"),
        ("Patients were then equally randomised into two groups.", "assigned"),
        ("We randomised 40 patients.", "assigned"),
        ("Forty women, randomized in a double-blind fashion, took part.", "trial"),
        ("They were randomly assigned to two groups.", "assigned"),
        ("They were allocated randomly to two groups.", "assigned"),
        ("They were divided at random into two groups.", "assigned"),
        ("They were assigned by random numbers to two groups.", "assigned"),
        ("After randomization, pain was scored.", "assigned"),
        ("They were randomly selected to receive fablocaine.", "assigned"),
        ("This was a prospective, randomized, double-blind, placebo-controlled trial.", "trial"),
        ("Design: Randomized.", "trial"),
        ("In this RCT, pain was scored.", "trial"),
        ("In two identical randomized trials, 80 patients were treated.", "trial"),
        ("Forty women took part in a randomised, double-blind study.", "trial"),
        ("A random clinical trial compared two doses.", "trial"),
        ("A randomised study was conducted to learn whether fablocaine could help.", "trial"),
        ("Drugs were given in random order.", "order"),
        ("Twelve hospitals were randomised to two programmes.", "unit"),
        ("This was a cluster-randomized trial.", "unit"),
        ("This was a non-randomized trial.", "refused"),
        ("Allocation was not random.", "refused"),
    ],
)  # fmt: skip
def test_randomisation_of_this_study_is_found(text, kind):
    """People who were given something at random, or a study that says it is a trial."""
    assert [found.kind for found in randomisations(view(text))] == [kind]


@pytest.mark.parametrize(
    "text",
    [
        # trap 19
        "There are no randomized trials.",
        "Few large, well-designed randomized trials exist.",
        "A randomized trial is needed.",
        "Randomized controlled trials are warranted.",
        "It was not possible without randomization.",
        # trap 20
        "A previous double-blind randomized trial had shown relief.",
        "Two randomized trials have shown relief.",
        "Patients who had participated in a randomized trial were asked.",
        "Patients who had taken part in a randomized trial were asked.",
        "We show statistical methods for adjustment in randomized trials.",
        # another sense
        "A random-effects model was used.",
        "Blood sugar was measured in a random sample.",
        "Households were randomly selected from a register.",
        "Mendelian randomization was used.",
        "The fibres are randomly arranged.",
        "Samples were randomly divided into a training and a validation set.",
        "Nonrandom mutations were seen.",
        "Of several nonrandomized studies, most were small.",
    ],
)
def test_other_randomness_is_left_alone(text):
    """Trials that others made or should make, samples and errors are not this study's."""
    assert not is_randomised(view(text))
    assert randomisations(view(text)) == ()


def test_the_place_is_that_of_the_words():
    """A place holds the words that say so."""
    text = view("Forty patients were randomly assigned to two groups.")
    (found,) = randomisations(text)
    assert text.folded[found.start : found.end] == "randomly assigned"

"""Who was studied: patients, healthy volunteers, animals, or nobody of its own."""

from __future__ import annotations

import pytest

from ketaevidence.extraction.rules.people.population import read_population
from ketaevidence.extraction.text import View
from ketaevidence.question.load import shipped_question
from ketaevidence.records.model import Record
from ketaevidence.records.parts import MeshHeading, PublicationType, Section


def population(text, title="X", **more):
    """Give the population read, and check its quote; ``None`` where none is."""
    one = Record(title=title, pmid="1", sections=(Section(text),), **more)
    found = list(read_population(View.of(one), shipped_question()))
    assert all(one.text[c.start : c.end] == c.quote for c in found)
    assert len(found) < 2
    return found[0].value if found else None


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Sixty patients with sciatica were randomised.", "patients"),
        ("Forty women undergoing hysterectomy were randomised.", "patients"),
        ("Twelve adults with burning feet took capsaicin.", "patients"),
        ("A 41-year-old man had causalgia.", "patients"),
        ("Thirty children had tonsillectomy under ketamine.", "patients"),
        # trap 28
        ("Fourteen healthy volunteers received ketamine.", "healthy_volunteers"),
        ("Twelve normal subjects were studied on two days.", "healthy_volunteers"),
        ("Thirteen volunteers were given ketamine or saline.", "healthy_volunteers"),
        ("Fifteen healthy, male, right-handed students rated heat pain.", "healthy_volunteers"),
        ("Heat was applied in 18 healthy men (mean age 25 years).", "healthy_volunteers"),
        ("Twenty volunteers with chronic neuropathic pain received ketamine.", "patients"),
        ("Eight cocaine-dependent volunteers with active dependence had infusions. Eight patients left.", "patients"),
        ("Thirty patients and 30 healthy volunteers were compared.", "patients"),
        ("Thirty patients with migraine were compared with healthy controls.", "patients"),
        ("Sixty healthy adults underwent surgical extraction of a molar.", "patients"),
        ("Pain was measured.", None),
    ],
)  # fmt: skip
def test_the_people_studied_are_told_apart(text, who):
    """Healthy must be said of those who were studied, and illness makes patients."""
    assert population(text) == who


# trap 27
@pytest.mark.parametrize(
    ("title", "mesh"),
    [
        ("Ketamine in rats with nerve injury", ()),
        ("A randomized trial of ketamine in healthy cats", ()),
        ("Ketamine", (MeshHeading("Animals"),)),
    ],
)
def test_animals_are_no_people(title, mesh):
    """Animals are read from the title or the subject headings."""
    text = "Forty adult animals were randomised."
    assert population(text, title, mesh=mesh) == "animal"


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Ketamine for pain: a systematic review", "Sixty patients were studied."),
        ("Ketamine for pain: a narrative review", "Patients in pain get ketamine."),
        ("Ketamine blocks a channel", "Currents were measured in transfected HEK293 cells in vitro."),
    ],
)  # fmt: skip
def test_papers_without_people_of_their_own_have_none(title, text):
    """A review's patients are other studies', and cells are nobody."""
    assert population(text, title) == "none"


def test_metadata_are_marked_as_such():
    """A subject heading alone gives an inferred value without a quote."""
    one = Record(
        title="Ketamine and memory", pmid="1", mesh=(MeshHeading("Healthy Volunteers"),)
    )
    (found,) = read_population(View.of(one), shipped_question())
    assert (found.value, found.status, found.confidence, found.quote) == (
        "healthy_volunteers", "inferred", "low", "",
    )  # fmt: skip
    tag = (PublicationType("Review", "D016454"),)
    assert population("Pain hurts.", "Pain", publication_types=tag) == "none"

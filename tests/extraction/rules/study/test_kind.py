"""Which papers hold numbers that are no results of patients; invented sentences."""

from __future__ import annotations

import pytest

from ketaevidence.extraction.rules.study.kind import (
    found_kind,
    is_kind,
    kinds,
    reports_patients,
)
from ketaevidence.extraction.text import View
from ketaevidence.records.model import Record
from ketaevidence.records.parts import MeshHeading, PublicationType, Section


def view(title, text="", types=(), mesh=()):
    """Lay out an invented record."""
    return View.of(
        Record(
            title=title,
            pmid="1",
            sections=(Section(text),),
            publication_types=tuple(PublicationType(name) for name in types),
            mesh=tuple(MeshHeading(name) for name in mesh),
        )
    )


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Fablocaine for pain", "Sixty patients were enrolled. A meta-analysis has shown relief."),
        ("Fablocaine for pain", "According to a recent systematic review, it helps. Patients were randomized."),
        ("Fablocaine for pain", "Forty patients received fablocaine. The literature is reviewed."),
        ("Fablocaine for pain: a case report and review of the literature", "A 41-year-old man had relief."),
        ("Relief of pain: a review of 40 patients", "Forty patients were treated."),
        ("Adherence to guidelines on pain", "Forty patients were asked."),
        ("Fablocaine in children", "Forty children were treated. In rats it was of use."),
        ("Cat allergy in children", "Forty children were treated."),
        ("Fablocaine for pain", "Forty patients were treated with a new protocol."),
        ("Fablocaine for pain", "Pain was lower (P = 0.04). Further studies will evaluate the dose."),
    ],
)  # fmt: skip
def test_a_study_of_patients_is_none_of_these(title, text):
    """Words that a trial says in passing do not make it a review or an animal study."""
    assert reports_patients(view(title, text))


@pytest.mark.parametrize(
    ("kind", "title", "text"),
    [
        ("synthesis", "Fablocaine: a review", "Sixty patients were enrolled."),
        (
            "synthesis",
            "Fablocaine",
            "We searched MEDLINE. Sixty patients were enrolled.",
        ),
        (
            "synthesis",
            "Fablocaine",
            "This review covers a randomized controlled trial.",
        ),
        ("synthesis", "Fablocaine", "A literature search found 14 trials."),
        ("protocol", "Fablocaine: study protocol", "Sixty patients were enrolled."),
        ("protocol", "Fablocaine", "Patients will be randomised. Sixty were enrolled."),
        ("animal", "Fablocaine in rats", "Sixty patients were enrolled."),
        ("animal", "Fablocaine", "Wistar rats were used, as in patients with pain."),
    ],
)
def test_reviews_protocols_and_animals_are_known(kind, title, text):
    """Whatever numbers of patients stand in them."""
    assert is_kind(view(title, text), kind)
    assert not reports_patients(view(title, text))


@pytest.mark.parametrize(
    ("types", "mesh", "expected"),
    [
        (["Review"], [], ["synthesis"]),
        (["Review", "Case Reports"], [], []),
        (["Clinical Trial Protocol"], [], ["protocol"]),
        (["Journal Article"], ["Animals"], ["animal"]),
        (["Journal Article"], ["Animals", "Humans"], []),
        (["Journal Article"], ["Humans"], []),
    ],
)
def test_pubmeds_types_and_headings_count(types, mesh, expected):
    """What PubMed says of a record is believed where the text does not speak."""
    found = kinds(view("Fablocaine", "Results were good.", types, mesh))
    assert [kind.name for kind in found] == expected


def test_a_kind_comes_with_the_words_that_say_so():
    """The words are in the text; where only metadata speak, there are none."""
    text = view("Fablocaine: a systematic review")
    found = found_kind(text, "synthesis")
    assert found is not None
    assert found.place is not None
    assert text.text[found.place.start : found.place.end] == "systematic review"
    tagged = found_kind(view("Fablocaine", types=["Review"]), "synthesis")
    assert tagged is not None
    assert tagged.place is None


def test_an_essay_is_not_as_sure_as_a_review():
    """A text that only explains is taken for a review, and says that it is not sure."""
    essay = "Pain is common. Its treatment is difficult. Drugs may fail, and care is needed."
    found = found_kind(view("Wrist pain", essay), "synthesis")
    assert found is not None
    assert not found.is_sure

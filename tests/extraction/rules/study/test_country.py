"""Where a study was done: stated by the text, or else its first author's address."""

from __future__ import annotations

import pytest

from ketaevidence.extraction.rules.study.addresses import country_of
from ketaevidence.extraction.rules.study.country import read_country
from ketaevidence.extraction.text import View
from ketaevidence.question.load import shipped_question
from ketaevidence.records.model import Record
from ketaevidence.records.parts import Author, Section


def found(text, title="X", *, label="METHODS", authors=()):
    """Give the candidates of a text, and check their quotes."""
    one = Record(
        title=title, pmid="1", sections=(Section(text, label),), authors=authors
    )
    read = list(read_country(View.of(one), shipped_question()))
    assert all(one.text[c.start : c.end] == c.quote for c in read)
    return read


def countries(text, title="X", label="METHODS"):
    """Give the countries that a text states."""
    return [item.value for item in found(text, title, label=label)]


@pytest.mark.parametrize(
    ("text", "country"),
    [
        # trap 79
        ("Patients were recruited at two hospitals in Norway.", ["Norway"]),
        ("This trial was done in the north of Italy and in Spain.", ["Italy", "Spain"]),
        ("A tertiary hospital in Hobart, Australia took part.", ["Australia"]),
        ("Eleven general hospitals in the United States enrolled patients.", ["United States"]),
        ("Practices across the UK took part.", ["United Kingdom"]),
        ("A clinic in the northeastern United States took part.", ["United States"]),
        ("The Regional Ethics Committee of Denmark approved the study.", ["Denmark"]),
        ("Patients of a university hospital in Melbourne took part.", ["Australia"]),
    ],
)  # fmt: skip
def test_the_place_of_the_study_is_read(text, country):
    """A country behind a word of place is where the study was done."""
    assert countries(text) == country


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("This Dutch multicentre trial enrolled patients.", ["Netherlands"]),
        ("Ninety Turkish patients took part.", ["Turkey"]),
        ("Forty Japanese women with pain were studied.", ["Japan"]),
    ],
)
def test_a_peoples_name_before_a_study_is_its_country(text, country):
    """An adjective gives the country with less confidence."""
    (item,) = found(text)
    assert ([item.value], item.confidence) == (country, "medium")


@pytest.mark.parametrize(
    "text",
    [
        # trap 79
        "Pain was rated on the Dutch version of the pain inventory in all patients.",
        "The scale was validated in Norway.",
        "The trial is in the Australian New Zealand Clinical Trials Registry.",
        "American Society of Anesthesiologists class I patients took part.",
        "An ultrasound device (Soundmaker Inc., Helsinki, Finland) was used.",
        "Data were read with SPSS (Chicago, IL, USA).",
        "Twenty New Zealand white rabbits were used.",
        "Swedish massage or Chinese medicine was given.",
        "The drug is approved in Germany.",
        "American Indian adults took part.",
    ],
)
def test_other_nationalities_are_no_place(text):
    """Scales, registries, societies, makers, breeds and methods are not the place."""
    assert countries(text) == []


def test_how_common_a_disease_is_elsewhere_is_background():
    """A country in the background is not yet the study's."""
    text = "Back pain is frequent in Germany."
    assert countries(text, label="BACKGROUND") == []


ADDRESSES = [
    ("Department of Anesthesiology, Leiden University Medical Center, Leiden, The Netherlands.", "Netherlands"),
    ("Mayo Clinic, Rochester, MN 55905.", "United States"),
    ("Emory University, Atlanta, Georgia.", "United States"),
    ("State University, Tbilisi, Georgia.", "Georgia"),
    ("Peking University, Beijing 100191, P.R. China. Electronic address: a.b@c.cn.", "China"),
    ("Charité, 10117 Berlin, Germany. someone@charite.example", "Germany"),
    ("Royal Infirmary, Edinburgh, Scotland, UK", "United Kingdom"),
    ("Seoul National University Hospital, Seoul, Korea", "South Korea"),
    ("School of Medicine; St Olav's Hospital, Trondheim, Norway", "Norway"),
    ("Hospital Clínic, Barcelona, España", "Spain"),
    ("University of Kentucky", "United States"),
    ("Pain Clinic, London.", "United Kingdom"),
    ("Department of Psychology.", None),
    ("", None),
]  # fmt: skip


@pytest.mark.parametrize(("address", "country"), ADDRESSES)
def test_an_address_ends_with_its_country(address, country):
    """Countries, states and well-known cities are read at the end of an address."""
    assert country_of(address) == country


def test_the_first_authors_country_is_inferred_where_the_text_is_silent():
    """An address is metadata: no quote, medium confidence, others as alternatives."""
    authors = (
        Author("One", affiliations=("Clinic, Oslo, Norway",)),
        Author("Two", affiliations=("Clinic, Lund, Sweden",)),
    )
    (item,) = found("Sixty patients were enrolled.", authors=authors)
    assert (item.value, item.status, item.confidence) == (
        "Norway",
        "inferred",
        "medium",
    )
    assert (item.quote, item.section, item.alternatives) == (
        "",
        "metadata",
        ("Sweden",),
    )
    (item,) = found("Sixty patients in Peru were enrolled.", authors=authors)
    assert (item.value, item.status) == ("Peru", "stated")


@pytest.mark.parametrize("address", ["1" * 100_000, ";" * 100_000, "A, " * 50_000])
def test_a_hostile_address_is_read_to_its_end(address):
    """An address made to trouble a pattern gives no country."""
    assert country_of(address) is None

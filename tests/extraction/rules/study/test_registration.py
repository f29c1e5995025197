"""Registration numbers in every printing, each in its registry's own writing."""

from __future__ import annotations

import pytest

from ketaevidence.extraction.rules.study.registration import (
    canonical,
    read_registration,
)
from ketaevidence.extraction.text import View
from ketaevidence.question.load import shipped_question
from ketaevidence.records.model import Record
from ketaevidence.records.parts import Registration, Section


def read(text, title="Fablocaine for pain", registrations=()):
    """Give the registrations of an invented record, and check their quotes."""
    record = Record(
        title=title,
        pmid="1",
        sections=(Section(text),),
        registrations=registrations,
    )
    found = list(read_registration(View.of(record), shipped_question()))
    assert all(record.text[c.start : c.end] == c.quote for c in found)
    return found


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("ClinicalTrials.gov: NCT01020304.", "NCT01020304"),
        ("NCT 01020304", "NCT01020304"),
        ("ClinicalTrials.govNCT01020304", "NCT01020304"),
        ("ISRCTN 10203040", "ISRCTN10203040"),
        ("Registered (ISRCTN Registry 10203040).", "ISRCTN10203040"),
        ("EudraCT: 2010-001020-30", "2010-001020-30"),
        ("ACTRN12610000010203", "ACTRN12610000010203"),
        ("ChiCTR-TRC-10001020", "ChiCTR-TRC-10001020"),
        ("ChiCTR 2000010203", "ChiCTR2000010203"),
        ("UMIN-CTR ID: 000010203", "UMIN000010203"),
        ("JPRN-UMIN000010203", "UMIN000010203"),
        ("CTRI/2010/010/010203", "CTRI/2010/010/010203"),
        ("NTR 1020", "NTR1020"),
        ("DRKS00010203", "DRKS00010203"),
        ("jRCTs010203040", "jRCTs010203040"),
        ("IRCT20100102030405N1", "IRCT20100102030405N1"),
        ("PACTR201001020304050", "PACTR201001020304050"),
        # trap 78
        ("Controlled Trial Number Registry: 10203040.", "10203040"),
        ("Registration number N0102030405.", "N0102030405"),
        ("Australian New Zealand Clinical Trials Registry, 12610000010203. Registered in May.", "ACTRN12610000010203"),
    ],
)  # fmt: skip
def test_a_registration_is_read_in_its_registrys_writing(text, number):
    """With and without its letters, however it is printed."""
    assert [item.value for item in read(text)] == [number]


def test_a_number_in_the_title_counts():
    """Many journals print the number in brackets behind the title."""
    # trap 78
    found = read("Pain fell.", "Fablocaine for pain [ISRCTN10203040]")
    assert [(item.value, item.section) for item in found] == [
        ("ISRCTN10203040", "title")
    ]


def test_a_reviews_registration_is_a_warning():
    """A number of PROSPERO is a review's."""
    # trap 78
    (found,) = read("PROSPERO CRD42010010203.")
    assert found.value == "CRD42010010203"
    assert "review" in found.warnings[0]


@pytest.mark.parametrize(
    "text",
    [
        "Patients were registered from 2010-11 to 2012-05.",
        "We registered 51020 patients.",
        "The register held 10203 cases.",
        "The Cochrane Controlled Trials Register (1898-2010) was searched.",
        "The price was 2010-001020 in all.",
        "A stent of 10203040 units.",
    ],
)
def test_other_numbers_are_no_registrations(text):
    """Years, counts and prices near such words are left alone."""
    assert read(text) == []


def test_pubmeds_data_banks_complete_the_text():
    """What the text has is not said twice, and a data set is no registration."""
    banks = (
        Registration("ClinicalTrials.gov", "NCT01020304"),
        Registration("ISRCTN", "ISRCTN10203040"),
        Registration("GENBANK", "AB010203"),
    )
    found = read("NCT01020304 and again NCT01020304.", registrations=banks)
    assert [(item.value, item.section) for item in found] == [
        ("NCT01020304", "abstract 1"),
        ("ISRCTN10203040", "metadata"),
    ]


def test_an_unknown_number_stays_as_it_is_printed():
    """Nothing is put in front of a number whose registry nobody named."""
    assert canonical(" 10203040 ") == "10203040"

"""Which drug a study is about, in which form, and what part ketamine plays."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ketaevidence.extraction.rules.treatment.drug import read_drug
from ketaevidence.extraction.rules.treatment.ketamine_role import (
    read_drug_form,
    read_ketamine_role,
)
from ketaevidence.extraction.text import View
from ketaevidence.question.load import shipped_question
from ketaevidence.question.model import Vocabulary
from ketaevidence.records.model import Record
from ketaevidence.records.parts import MeshHeading, Section

ASKED = shipped_question()


def read(reader, title, *sections, question=ASKED, **more):
    """Give the values that a reader reads, and check their quotes."""
    one = Record(title=title, pmid="1", sections=tuple(map(Section, sections)), **more)
    found = list(reader(View.of(one), question))
    assert all(one.text[c.start : c.end] == c.quote for c in found)
    return [c.value for c in found]


@pytest.mark.parametrize(
    ("title", "text", "drugs"),
    [
        ("Effect of gabapentin on pain", "", ["gabapentin"]),
        ("Celecoxib versus naproxen for pain", "", ["celecoxib", "naproxen"]),
        ("Morphine-sparing effect of parecoxib", "", ["parecoxib"]),
        ("Ketorolac and morphine consumption", "", ["ketorolac"]),
        ("Lidocaine against propofol injection pain", "", ["lidocaine"]),
        ("Ropivacaine versus ropivacaine plus dexamethasone", "", ["dexamethasone", "ropivacaine"]),
        ("Propofol alone or with fentanyl for sedation", "", ["fentanyl", "propofol"]),
        ("Pain after surgery", "They received tramadol 50 mg or placebo. The tramadol group had less pain.", ["tramadol"]),
        ("Pain after surgery", "Blocks were made with 20 ml of 0.3% ropivacaine.", ["ropivacaine"]),
        ("Opioids for pain", "", ["opioids"]),
        ("A new pill", "They received unheardolib 5 mg. The unheardolib group did well.", ["unheardolib"]),
        # no drug is studied
        ("Exercise for pain", "Rescue morphine was counted, and morphine consumption fell.", []),
        ("A walk in the park", "The rats were anesthetized with ketamine 80 mg/kg.", []),
        ("Serotonin in pain", "Serotonin levels were high.", []),
        ("Assay for ketamine in plasma", "", []),
        ("Pain", "", []),
    ],
)  # fmt: skip
def test_the_drug_is_what_the_study_tries(title, text, drugs):
    """The title outranks the text, and what was used up or kept asleep with is not it."""
    assert read(read_drug, title, text) == drugs


def test_a_question_may_ask_for_a_drug_that_no_table_has():
    """The question's own drug is read by its own terms."""
    asked = replace(ASKED, drug=Vocabulary(("mandrake root",), ("Mandragora",)))
    title = "Mandrake root for pain: a trial"
    assert read(read_drug, title, question=asked) == ["mandrake root"]
    assert read(read_ketamine_role, title, question=asked) == ["intervention"]
    assert read(read_drug_form, title, question=asked) == []


@pytest.mark.parametrize(
    ("title", "text", "role"),
    [
        ("Ketamine for pain", "", ["intervention"]),
        ("Pain", "They received ketamine 5 mg or placebo. The ketamine group did well.", ["intervention"]),
        # trap 29: comparator, one of several, premedication
        ("Morphine versus ketamine for pain", "", ["comparator"]),
        ("Lidocaine, ketamine and remifentanil for pain", "", ["intervention"]),
        ("Atropine with ketamine sedation", "", ["adjunct"]),
        ("Exercise in rats", "The rats were anesthetized with ketamine.", ["adjunct"]),
        ("Clonidine for pain", "All patients received ketamine 5 mg.", ["adjunct"]),
        ("Olanzapine and ketamine-induced memory loss", "Ketamine-induced loss fell.", ["adjunct"]),
        # trap 30: named only
        ("Magnesium for pain", "Antagonists such as ketamine are known.", ["mentioned"]),
        ("Ketamine for pain: a systematic review", "", ["reviewed"]),
        ("Drugs for pain: a systematic review", "Ketamine was found.", ["mentioned"]),
        ("Exercise for pain", "They walked.", []),
    ],
)  # fmt: skip
def test_the_role_of_ketamine_is_what_the_text_makes_of_it(title, text, role):
    """Given, compared, along with another, reviewed or only named."""
    assert read(read_ketamine_role, title, text) == role


def test_a_subject_heading_alone_says_that_ketamine_is_mentioned():
    """MeSH without a word in the text is metadata, and gives no more than a mention."""
    one = Record(title="Pain", pmid="1", mesh=(MeshHeading("Ketamine"),))  # trap 30
    (found,) = read_ketamine_role(View.of(one), ASKED)
    assert (found.value, found.quote, found.section) == ("mentioned", "", "metadata")


@pytest.mark.parametrize(
    ("title", "text", "form"),
    [
        ("S(+)-ketamine for pain", "", ["S"]),
        ("Esketamine for pain", "", ["S"]),
        ("Arketamine for pain", "", ["R"]),
        ("Racemic ketamine for pain", "", ["racemic"]),
        ("Ketamine for pain", "", ["unspecified"]),
        # trap 51: levels of both forms are measured where their mixture was given
        ("Ketamine for pain", "Plasma levels of (S)-ketamine and (R)-ketamine rose.", ["racemic"]),
        ("Ketamine for pain", "Plasma levels of (S)- and (R)-ketamine rose.", ["racemic"]),
        ("Ketamine for pain", "Concentrations of R(-)- and S(+)-ketamine fell.", ["racemic"]),
        ("Pain", "Patients received (S)- and (R)-ketamine in random order.", []),
        ("Racemic ketamine for pain", "Levels of S-ketamine rose.", ["racemic"]),
        ("S-ketamine or R-ketamine for pain", "Both were given.", []),
        ("Magnesium for pain", "Drugs such as S-ketamine are known.", []),
        ("S-ketamine: a systematic review", "", []),
        ("Exercise for pain", "", []),
    ],
)  # fmt: skip
def test_the_form_is_that_of_the_ketamine_given(title, text, form):
    """The form is read of what was administered, not of what was measured or named."""
    assert read(read_drug_form, title, text) == form


@pytest.mark.parametrize("reader", [read_drug, read_drug_form, read_ketamine_role])
@pytest.mark.parametrize(
    "text", ["", "🙂", "ketamine " * 5000, "S(+)-" * 5000, "\u202e"]
)
def test_odd_texts_are_read(reader, text):
    """No text raises, and quotes stay exact."""
    read(reader, "Ketamine", text)

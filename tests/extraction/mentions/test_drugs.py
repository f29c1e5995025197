"""Which drugs a text names, under which name, and where."""

from __future__ import annotations

import pytest

from ketaevidence.extraction.mentions.drugs import drugs, usual_name
from ketaevidence.extraction.text import View
from ketaevidence.records.model import Record
from ketaevidence.records.parts import Section


def mentions(text, title="X"):
    """Give the drugs of a text and the text's own words for them."""
    view = View.of(Record(title=title, pmid="1", sections=(Section(text),)))
    return [(drug, view.text[drug.start : drug.end]) for drug in view.once(drugs)]


def names(text):
    """Give the usual names of the drugs of a text, in order."""
    return [drug.name for drug, _ in mentions(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Acetaminophen or paracetamol was given.", ["paracetamol", "paracetamol"]),
        ("Lignocaine with adrenaline.", ["lidocaine", "epinephrine"]),
        ("Meperidine and PETHIDINE.", ["pethidine", "pethidine"]),
        ("Dimethyl sulfoxide, DMSO or N-acetylcysteine.", ["dimethyl sulfoxide", "dimethyl sulfoxide", "acetylcysteine"]),
        ("A botulinum toxin type A injection.", ["botulinum toxin"]),
        ("Nitrous oxide in oxygen.", ["nitrous oxide", "oxygen"]),
        ("MK-801 and memantine.", ["dizocilpine", "memantine"]),
        ("Ringer's lactate or 0.9% saline.", ["ringer", "saline"]),
        ("Propofol-ketamine mixture.", ["propofol", "ketamine"]),
        ("Morphine-sparing, ketamine-induced.", ["morphine", "ketamine"]),
    ],
)  # fmt: skip
def test_a_drug_has_one_name_whatever_it_is_called(text, expected):
    """Synonyms, spellings and brands of the table give the usual name."""
    assert names(text) == expected


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("Fictocaine", "local anaesthetic"),
        ("fictoprofen", "nsaid"),
        ("Fictotriptan", "headache"),
        ("fictogabalin", "gabapentinoid"),
        ("fictofentanil", "opioid"),
        ("Fictonacept", "immune"),
        ("fictotacept", "immune"),
        ("fictovarmab", "immune"),
        ("fictogepant", "headache"),
    ],
)
def test_an_unlisted_drug_is_known_by_its_ending(word, kind):
    """The WHO's endings find drugs that the table does not have."""
    ((drug, printed),) = mentions(f"Patients received {word} twice.")
    assert (drug.name, drug.kind, printed) == (word.lower(), kind, word)


@pytest.mark.parametrize(
    "text",
    [
        "They intercept histidine.",
        "No caine, a coxib.",
        "The precept and the concept.",
        "",
        "🙂\u202e\u202d",
    ],
)
def test_words_that_only_end_like_drugs_are_none(text):
    """Short words and words of the body are no drugs, and no text is too odd."""
    assert names(text) == []


@pytest.mark.parametrize(
    ("printed", "form"),
    [
        ("S(+)-ketamine", "S"), ("(S)-ketamine", "S"), ("S-ketamine", "S"),
        ("S (+)-ketamine", "S"), ("esketamine", "S"), ("(R)-ketamine", "R"),
        ("R(-)-ketamine", "R"), ("arketamine", "R"), ("racemic ketamine", "racemic"),
        ("(R,S)-ketamine", "racemic"), ("RS-ketamine", "racemic"), ("ketamine", None),
    ],
)  # fmt: skip
def test_the_form_of_ketamine_is_part_of_its_name(printed, form):
    """S, R and racemic ketamine are ketamine, each with its form."""  # trap 51
    ((drug, words),) = mentions(f"They received {printed} for a week.")
    assert (drug.name, drug.form, words) == ("ketamine", form, printed)


@pytest.mark.parametrize("text", ["These ketamine users", "CRPS and ketamine"])
def test_the_last_letter_of_a_word_is_no_form(text):
    """An S that ends another word says nothing of the form."""
    ((drug, words),) = mentions(text)
    assert (drug.form, words) == (None, "ketamine")


def test_a_short_form_that_the_text_defines_is_the_drug():
    """A short form in brackets stands for the drug in that text, and only there."""
    found = mentions("Gabapentin (GBP) was compared; GBP helped, gbp is money.")
    assert [words for _, words in found] == ["Gabapentin", "GBP", "GBP"]
    assert {drug.name for drug, _ in found} == {"gabapentin"}
    assert names("GBP 40 was paid.") == []
    assert names("Ibuprofen (IV) was given; IV lines.") == ["ibuprofen"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [("placebo", "placebo"), ("normal saline", "placebo"), ("opioids", "class"),
     ("serotonin", "endogenous"), ("clonidine", "alpha-2 agonist")],
)  # fmt: skip
def test_what_is_no_drug_proper_is_marked(text, kind):
    """Placebos, classes and the body's own substances can be told from drugs."""
    assert [drug.kind for drug, _ in mentions(text)] == [kind]


@pytest.mark.parametrize(
    ("words", "name"),
    [("Acetaminophen", "paracetamol"), ("morphine sulfate", "morphine"),
     ("Unheardol", "unheardol"), ("leuprolide acetate", "leuprolide"), ("", "")],
)  # fmt: skip
def test_a_name_alone_gives_the_usual_one(words, name):
    """Labels and texts can be compared by usual names; unknown words stay."""
    assert usual_name(words) == name

"""Who was blinded, and at how many centres a study was done; invented sentences."""

from __future__ import annotations

import pytest

from ketaevidence.extraction.rules.study.blinding import read_blinding_and_centres
from ketaevidence.extraction.text import View
from ketaevidence.question.load import shipped_question
from ketaevidence.records.model import Record
from ketaevidence.records.parts import Section


def read(field, text, title="Fablocaine for pain"):
    """Give the values of one field, and check their quotes."""
    record = Record(title=title, pmid="1", sections=(Section(text),))
    found = list(read_blinding_and_centres(View.of(record), shipped_question()))
    assert all(record.text[c.start : c.end] == c.quote for c in found)
    return [c.value for c in found if c.field == field]


@pytest.mark.parametrize(
    ("text", "blinding"),
    [
        ("A double-blind trial was done.", ["double"]),
        ("A double blinded trial was done.", ["double"]),
        ("A double-masked trial was done.", ["double"]),
        ("A triple-blind trial was done.", ["triple"]),
        ("A single-blinded trial was done.", ["single"]),
        ("An observer-blinded trial was done.", ["single"]),
        ("An open-label trial was done.", ["open"]),
        ("A nonblinded trial was done.", ["open"]),
        ("An open, randomised trial with blinded assessors was done.", ["open"]),
        ("Patients and assessors were blinded to the treatment.", ["double"]),
        ("Patients and carers were blinded.", ["double"]),
        ("Blinded assessors scored pain. Patients and assessors were unaware of the treatment.", ["double"]),
        ("Participants and their care-givers were masked.", ["double"]),
        ("Children, parents and ward staff were blinded.", ["double"]),
        ("Doctors and patients were blinded to the treatment.", ["double"]),
        ("Observers were unaware of the group assignment.", ["single"]),
        ("Observers were blinded to the groups and patients blinded to the drug.", ["double"]),
        ("In two replicate double-blind trials, 80 patients were treated.", ["double"]),
        ("A previous double-blind trial had shown relief.", []),
        ("Double-blind trials are lacking.", []),
        ("Blind patients were asked.", []),
        ("Nurses were unaware of the law.", []),
        ("A blinded trial was done.", []),
    ],
)  # fmt: skip
def test_blinding_is_what_the_text_calls_it(text, blinding):
    """Other studies' blinding is not this one's, and nothing is guessed."""
    assert read("blinding", text) == blinding


@pytest.mark.parametrize(
    ("text", "centres"),
    [
        ("A single-centre trial was done.", ["single"]),
        ("A multicenter trial was done.", ["multi"]),
        ("Patients of seven hospitals took part.", [7]),
        ("In this multicentre trial, patients of 12 pain clinics took part.", [12]),
        ("It was done at twenty-one study sites.", [21]),
        ("Patients were seen at a university hospital.", ["single"]),
        ("It was given at two injection sites.", []),
        ("Pain was scored at 11 tender point sites.", []),
        ("Patients were asked.", []),
    ],
)
def test_centres_are_counted_where_the_text_counts_them(text, centres):
    """A number is more than "multicentre", and sites of a body are no centres."""
    assert read("centres", text) == centres


def test_a_review_has_neither():
    """What a review says of its trials is not its own."""
    title = "Fablocaine: a systematic review"
    text = "Nine double-blind multicentre trials were included."
    assert read("blinding", text, title) == []
    assert read("centres", text, title) == []

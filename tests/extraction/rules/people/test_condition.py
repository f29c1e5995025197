"""What patients have, the type of CRPS and its criteria, in invented sentences."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ketaevidence.extraction.rules.people.condition import (
    read_condition,
    read_crps_type,
)
from ketaevidence.extraction.rules.people.diagnostic_criteria import (
    read_diagnostic_criteria,
)
from ketaevidence.extraction.text import View
from ketaevidence.question.load import shipped_question
from ketaevidence.question.model import Vocabulary
from ketaevidence.records.model import Record
from ketaevidence.records.parts import MeshHeading, Section


def found(reader, text, title="An invented study", question=None, **more):
    """Give the candidates of one reader."""
    record = Record(title=title, pmid="1", sections=(Section(text),), **more)
    return list(reader(View.of(record), question or shipped_question()))


@pytest.mark.parametrize(
    ("title", "text", "condition"),
    [
        ("Ketamine for fibromyalgia", "", "fibromyalgia"),
        ("Epidural morphine for post-herpetic neuralgia", "", "postherpetic neuralgia"),
        ("X", "Forty patients with chronic low back pain were enrolled.", "chronic low back pain"),
        ("Ketamine in chronic pain", "Thirty patients with phantom pain were enrolled.", "chronic pain"),
        ("X", "Thirty patients with neuropathic pain after zoster, that is postherpetic neuralgia, were treated.", "postherpetic neuralgia"),
        ("X", "Migraineurs were treated; patients with migraine took tablets.", "migraine"),
        ("Ketamine in CRPS", "Patients had chronic pain.", "CRPS"),
        ("Ketamine and chronic pain", "Thirty CRPS-1 patients were treated.", "CRPS"),
        ("Ketamine in algodystrophy", "", "CRPS"),
        ("Dipyrone for pain after elective inguinal hernia repair", "", "postoperative pain after inguinal hernia repair"),
        ("X", "Women undergoing abdominal hysterectomy were asked for pain.", "postoperative pain after abdominal hysterectomy"),
        ("Ondansetron against vomiting after strabismus surgery", "Pain was mild.", "strabismus surgery"),
        ("X", "Twenty patients with Wibble disease were treated.", "Wibble disease"),
    ],
)  # fmt: skip
def test_the_patients_condition_is_read(title, text, condition):
    """Titles come first, narrow names before wide ones, operations with their pain."""
    first, *_ = found(read_condition, text, title)
    assert first.value == condition


def test_a_condition_to_prevent_is_named_with_a_warning():
    """An outcome and a mere mention are not what the patients have."""  # trap 37
    title = "Vitamin C to prevent complex regional pain syndrome in wrist fractures"
    first, second = found(read_condition, "", title)
    assert first.value == "fracture of the wrist"
    assert (second.value, second.confidence) == ("CRPS", "low")
    assert "not as what the patients have" in second.warnings[0]
    (kind,) = found(read_crps_type, "", title)
    assert kind.value == "unspecified"
    assert kind.warnings


def test_surgery_alone_is_no_condition():
    """That there was surgery says nothing of what patients have."""  # trap 37
    items = found(read_condition, "Ketamine was given after surgery to prevent CRPS.")
    assert [item.value for item in items] == ["CRPS"]
    assert items[0].warnings


@pytest.mark.parametrize(
    "name",
    ["complex regional pain syndrome", "Complex-regional pain syndromes", "CRPS"],
)
def test_the_quote_holds_the_whole_name(name):
    """A vocabulary may list the beginning of a name; the quote has all of it."""
    text = f"Twenty patients with {name} were treated."
    assert found(read_condition, text)[0].quote == name


def test_what_only_an_introduction_names_is_no_condition():
    """Background is about other patients."""  # trap 37
    sections = (
        Section("Drugs are tried in CRPS and elsewhere.", label="BACKGROUND"),
        Section("Patients with sciatica were treated.", label="METHODS"),
    )
    record = Record(title="X", pmid="1", sections=sections)
    items = list(read_condition(View.of(record), shipped_question()))
    assert [(i.value, bool(i.warnings)) for i in items] == [
        ("sciatica", False),
        ("CRPS", True),
    ]


def test_a_condition_only_in_pubmeds_headings_is_inferred():
    """Metadata give a condition without a quote."""  # trap 37
    mesh = (MeshHeading("Complex Regional Pain Syndromes"),)
    (item,) = found(read_condition, "Liver values rose.", mesh=mesh)
    assert (item.value, item.status, item.quote) == ("CRPS", "inferred", "")
    assert item.warnings


def test_another_question_names_its_own_condition():
    """The review's condition is that of its vocabulary."""
    own = Vocabulary(terms=("glossodynia", "burning tongue"), mesh=())
    question = replace(shipped_question(), condition=own)
    (item,) = found(
        read_condition, "Patients with burning tongue were treated.", question=question
    )
    assert item.value == "glossodynia"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        # trap 34: how the syndrome and its type are printed
        ("Sixty CRPS-1 patients took part.", "I"),
        ("Sixty patients with CRPSI took part.", "I"),
        ("Sixty patients with CRPS-I took part.", "I"),
        ("Sixty patients with CRPS type 2 took part.", "II"),
        ("Sixty patients with type II complex regional pain syndrome took part.", "II"),
        ("Sixty patients with complex regional pain syndrome (CRPS) type I took part.", "I"),
        ("Sixty patients with reflex sympathetically dystrophy took part.", "unspecified"),
        ("Sixty patients with causalgia took part.", "unspecified"),
        ("Sixty patients with Sudeck's atrophy took part.", "unspecified"),
        ("Sixty patients with algoneurodystrophy took part.", "unspecified"),
        ("Sixty patients with shoulder-hand syndrome took part.", "unspecified"),
        ("Sixty patients with CRPS took part.", "unspecified"),
        # trap 35: other ones and twos
        ("Sixty patients with CRPS, ASA I or II, took part.", "unspecified"),
        ("Patients with CRPS in group I and group II took part.", "unspecified"),
        ("Two of 2 patients with CRPS 2 years later took part.", "unspecified"),
        ("Patients with CRPS took part. Level of evidence: II.", "unspecified"),
        # trap 36: both
        ("Patients with CRPS type I and type II took part.", "both"),
        ("Patients with CRPS I/II took part.", "both"),
    ],
)  # fmt: skip
def test_the_type_of_crps_is_read(text, kind):
    """I, II or both where it stands by the name; else unspecified."""
    (item,) = found(read_crps_type, text)
    assert (item.value, item.warnings) == (kind, ())


@pytest.mark.parametrize(
    "text",
    [
        "CRPs rose in patients with fever.",
        "The RSD was 2%.",
        "Patients with pain came.",
    ],
)
def test_c_reactive_proteins_and_deviations_are_no_crps(text):
    """Without the syndrome there is no type."""
    assert found(read_crps_type, text) == []


def test_an_old_name_tells_its_type_as_an_alternative():
    """Reflex sympathetic dystrophy was type I; today's patients may have either."""
    (item,) = found(read_crps_type, "Patients with reflex sympathetic dystrophy came.")
    assert (item.value, item.alternatives) == ("unspecified", ("I",))


def test_a_scale_of_the_syndrome_is_not_its_type():
    """A score for CRPS is no type of it, and not pain."""  # trap 38
    (item,) = found(read_crps_type, "The CRPS score was 6.1.")
    assert item.value == "unspecified"
    assert item.warnings


@pytest.mark.parametrize(
    ("text", "criteria"),
    [
        ("CRPS was diagnosed by the Budapest criteria.", ["Budapest"]),
        ("All met the modified IASP criteria.", ["modified IASP"]),
        ("All met the new IASP criteria.", ["IASP"]),
        ("Diagnosis was according to Veldman.", ["Veldman"]),
        ("The criteria of Bruehl and Harden were used; diagnosis was clear.", ["Harden-Bruehl"]),
        ("They met American College of Rheumatology criteria.", ["ACR"]),
        ("Migraine was defined by the International Headache Society.", ["IHS"]),
        ("The study was done in Budapest. Criteria for entry were strict and many, and the list of them was long.", []),
        ("Pain fell.", []),
    ],
)  # fmt: skip
def test_criteria_are_read_where_they_were_used(text, criteria):
    """A name of criteria counts beside diagnosis, not beside a city."""
    items = found(read_diagnostic_criteria, text)
    assert [item.value for item in items] == criteria


def test_the_new_criteria_of_the_iasp_may_be_budapest():
    """What the IASP calls its new criteria are those of Budapest."""
    (item,) = found(read_diagnostic_criteria, "They met the new IASP criteria.")
    assert item.alternatives == ("Budapest",)

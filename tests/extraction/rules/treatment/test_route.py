"""By which routes the study's drug is given, in invented sentences."""

from __future__ import annotations

import pytest

from ketaevidence.extraction.rules.treatment.route import read_route
from ketaevidence.extraction.text import View
from ketaevidence.question.load import shipped_question
from ketaevidence.records.model import Record
from ketaevidence.records.parts import Section


def found(text, title="Ketamine in an invented illness"):
    """Give the candidates of an invented record."""
    record = Record(title=title, pmid="1", sections=(Section(text),))
    return list(read_route(View.of(record), shipped_question()))


def routes(text, title="Ketamine in an invented illness"):
    """Give the routes of an invented record."""
    return [item.value for item in found(text, title)]


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("Intravenous ketamine was given.", ["intravenous"]),
        ("Intravenous low-dose S(+)-ketamine was given.", ["intravenous"]),
        ("An IV infusion of ketamine was given.", ["intravenous"]),
        ("Patients got ketamine 0.4 mg/kg i.v. and later slept.", ["intravenous"]),
        ("Ketamine (0.4 mg kg-1, IV) was given.", ["intravenous"]),
        ("Ketamine or saline was given orally.", ["oral"]),
        ("Ketamine was given by the intranasal route.", ["intranasal"]),
        ("Three intramuscular injections (8 hourly) of ketamine or saline were given.", ["intramuscular"]),
        ("A 7% ketamine cream was used.", ["topical"]),
        ("Patients used a cream containing ketamine.", ["topical"]),
        ("An oral rinse of ketamine was used.", ["topical"]),  # trap 50
        ("Subarachnoid ketamine was given.", ["intrathecal"]),  # trap 50
        ("Ketamine was given per os.", ["oral"]),  # trap 50
        ("Oral and i.v. ketamine were compared.", ["oral", "intravenous"]),
        ("Topical ketamine and, later, epidural ketamine were tried.", ["topical", "epidural"]),
        ("Children got caudal bupivacaine, and others got caudal ketamine.", ["caudal"]),
        ("Intravenous morphine, ketamine, or saline was given.", ["intravenous"]),
        ("Ketamine was added to bupivacaine in femoral nerve block.", ["perineural"]),
        ("The wound infiltration was done with bupivacaine; ketamine was added to the infiltration with bupivacaine.", ["infiltration"]),
        ("The study drug was given intravenously.", ["intravenous"]),
        ("Inhaled ketamine was tried.", ["inhaled"]),
        ("Rectal ketamine was tried.", ["rectal"]),
        ("Intra-articular ketamine was tried.", ["intraarticular"]),
    ],
)  # fmt: skip
def test_a_route_is_bound_to_the_drug_it_describes(text, given):
    """Adjectives, adverbs, short forms, preparations and techniques each find it."""
    assert routes(text) == given


@pytest.mark.parametrize(
    "text",
    [
        "Ketamine was infused for 4 days.",  # trap 50: "infusion" is no route
        "Oral amitriptyline was stopped and ketamine was started.",  # trap 49
        "Patients got ketamine and IV-PCA with fentanyl.",  # trap 49
        "Ketamine helped after oral surgery.",
        "Patients with oral mucositis got ketamine.",
        "Rescue was intravenous ketamine.",
        "Ketamine in stage IV disease was studied.",
        "Group IV got ketamine.",
        "Ketamine was studied under spinal anaesthesia.",
        "Ketamine was bought. It was intravenous access that failed.",
        "A subcutaneously implanted pump held ketamine.",
    ],
)
def test_another_drugs_route_is_left_alone(text):
    """A route of another drug, of earlier treatment or of no drug is not ketamine's."""
    assert routes(text) == []


@pytest.mark.parametrize(
    ("title", "text", "given"),
    [
        ("Intravenous tenoxicam compared with rectal diclofenac", "", ["intravenous"]),
        ("Sufentanil sublingual tablets after surgery", "Sublingual sufentanil tablets were given.", ["sublingual"]),
        ("Femoral nerve block after an operation", "The block was done with ropivacaine.", ["perineural"]),
        ("Epidural steroids in sciatica", "Patients were injected.", ["epidural"]),
        ("A review of intravenous ketamine: a systematic review", "", []),
        ("Intravenous ketamine in rats", "Rats were studied.", []),
    ],
)  # fmt: skip
def test_a_title_tells_which_drug_and_technique(title, text, given):
    """The first drug is the study's; reviews and animals have no route."""
    assert routes(text, title) == given


def test_the_quote_shows_route_and_drug_and_the_arm_is_the_drug():
    """A reader sees what binds the route."""
    (item,) = found("Patients got intravenous low-dose ketamine.")
    assert item.quote == "intravenous low-dose ketamine"
    assert (item.arm, item.confidence) == ("ketamine", "high")


def test_what_others_did_is_left_alone():
    """The introduction's and other authors' routes are not this study's."""
    sections = (
        Section("Intravenous ketamine is used widely.", label="BACKGROUND"),
        Section("Patients got intranasal ketamine.", label="METHODS"),
    )
    record = Record(title="Ketamine", pmid="1", sections=sections)
    items = list(read_route(View.of(record), shipped_question()))
    assert [item.value for item in items] == ["intranasal"]
    assert routes("Smith et al. gave intravenous ketamine.") == []


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("Group A had ketamine 30 mg oral and group B had placebo.", ["oral"]),
        ("Ketamine 40 mg oral, tramadol 90 mg oral.", ["oral"]),
        ("They had 0.3% ketamine (40 mg) intra-articular (IA).", ["intraarticular"]),
        ("Ketamine for intravenous patient-controlled analgesia was tried.", ["intravenous"]),
        ("Ketamine nasal spray was tried.", ["intranasal"]),
        ("A 4% ketamine spray was tried.", ["topical"]),
        ("Ketamine was given by PCINA.", ["intranasal"]),
        ("Buccal ketamine was tried.", ["buccal"]),
        ("Rectal ketamine gel was tried.", ["rectal"]),
        ("Sublingual ketamine orally disintegrating tablets were tried.", ["sublingual"]),
        ("Ketamine 9 mg was given by periodontal ligament injection.", ["infiltration"]),
        ("An injection of ketamine without a vasoconstrictor into each trigger point was made.", ["infiltration"]),
        ("Ketamine or placebo (saline) was injected in the neck muscles.", ["intramuscular"]),
        ("They got ketamine tablets into the posterior fornix 3 h prior to the operation.", ["vaginal"]),
        ("They got ketamine (3 mg; group A, n = 12) or ketamine (6 mg; group B, n = 14) intravenously.", ["intravenous"]),
        ("Intravenous treatment was safe.", ["intravenous"]),
    ],
)  # fmt: skip
def test_forms_places_and_words_behind_a_dose_are_routes(text, given):
    """A route may stand behind the dose, or be told by its place or preparation."""
    assert routes(text) == given


@pytest.mark.parametrize(
    ("title", "text", "given"),
    [
        # the arms of a title without a drug each have their route
        ("Pain after a small operation", "Patients received rofecoxib 40 mg PO, a field block with bupivacaine 0.3%, and ketamine 0.3 mg/kg IV.", ["oral", "infiltration", "intravenous"]),
        # the comparator's route is not the drug's
        ("Oral methadone versus intramuscular pethidine", "", ["oral"]),
        # a drug that stands beside the first one counts where the first has no route
        ("Ramosetron after surgery: comparison with ondansetron", "They got ondansetron (3 mg; group A) or ramosetron (0.2 mg; group B) intravenously.", ["intravenous"]),
        # what another drug is tried in is not what the study gives
        ("Is atropine of use in ketamine sedation?", "All had intramuscular ketamine. They got atropine or placebo.", []),
        # anaesthesia for the operation
        ("Headache after spinal anaesthesia with two needles", "Lidocaine was used.", []),
        ("Capsaicin patch after hernia repair", "A capsaicin 7% patch was worn.", ["topical"]),
        ("Fentanyl patch in cancer", "A fentanyl patch was worn.", ["transdermal"]),
        ("Patient-controlled intranasal analgesia", "The device gives fentanyl.", ["intranasal"]),
        ("Stimulation and fentanyl in shoulder pain", "They had transcutaneous electrical stimulation with fentanyl.", []),
        ("Moxibustion in diarrhoea", "Pain during a 60 ml rectal balloon distension was scored before treatment.", []),
    ],
)  # fmt: skip
def test_the_study_s_drugs_are_those_of_title_or_arms(title, text, given):
    """Which drugs' routes are read follows from the title, else from the arms."""
    assert routes(text, title) == given


def test_an_introduction_tells_the_route_where_nothing_else_does():
    """An introduction's "is an oral inhibitor" is the drug's own route; a cited one is not."""
    sections = (
        Section("Tofacitinib is an oral inhibitor.", label="BACKGROUND"),
        Section("Patients got tofacitinib 4 mg twice daily.", label="METHODS"),
    )
    record = Record(title="Tofacitinib in arthritis", pmid="1", sections=sections)
    items = list(read_route(View.of(record), shipped_question()))
    assert [(item.value, item.confidence) for item in items] == [("oral", "low")]
    cited = (
        Section("Intravenous ketamine calmed volunteers [3].", label="BACKGROUND"),
    )
    record = Record(title="Ketamine in illness", pmid="1", sections=cited)
    assert list(read_route(View.of(record), shipped_question())) == []

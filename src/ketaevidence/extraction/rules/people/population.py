"""Who was studied: patients, healthy volunteers, animals, or nobody of its own.

"Healthy" must be said of the people studied: healthy controls of patients are no
volunteers' study, and "volunteers with chronic pain" are patients.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ketaevidence.extraction.mentions.people import people
from ketaevidence.extraction.mentions.word_set import word_set
from ketaevidence.extraction.model import Candidate
from ketaevidence.extraction.rules.found import candidate, from_metadata
from ketaevidence.extraction.rules.study.kind import Kind, kinds
from ketaevidence.extraction.text import View
from ketaevidence.question.model import Question

_NORMAL = r"(?:healthy|normal|pain-free|able-bodied|drug-naive\shealthy|asymptomatic|unaffected)"
_HEALTHY = re.compile(
    rf"\b{_NORMAL},?\s(?:(?!and\b|or\b|controls?\b|patients?\b)[\w-]+,?\s){{0,4}}?(?:volunteers?|subjects?|participants?|adults|men|women|males|females|individuals|humans?|people|persons|students|smokers|humans)\b"
    r"|\b(?:human|paid|normal|male|female|young|adult|naive|student|experienced)\svolunteers\b|\bhealthy\s(?:male|female|young|human)s?\b"
    r"|\bvolunteers?\b|\bexperimental(?:ly)?[\s-](?:induced\s|evoked\s|human\s)?pain\b",
    re.IGNORECASE,
)
_GATE_HEALTHY = word_set(
    "healthy normal volunteer volunteers experimental experimentally asymptomatic",
)
#: Healthy people who are compared with patients, or an illness that volunteers have.
_CONTROLS = re.compile(
    r"\bstudies\s(?:[\w-]+\s){0,6}(?:in|of|with)\s$|\b(?:controls?|compared\s(?:with|to)|versus|vs|and|or|than|matched|age-\s?and|relative\sto|like|from|in\scontrast\sto)\s(?:(?!in\b|of\b|on\b|to\b)\w+[\s-]){0,3}$|-(?:dependent|addicted|abusing|using)\s(?:\w+\s)?$",
    re.IGNORECASE,
)
_ILL_AFTER = re.compile(
    r"\s(?:[\w-]+\s){0,2}?(?:with|suffering|undergoing|scheduled|having|who\s(?:had|suffer\w*)|after|at\srisk|presenting|affected)\s(?!and\swithout)(?P<what>(?:[\w-]+\s?){1,4})|,?\s(?:and|or)\s(?:\w+\s){0,4}?patients\b|\sas\scontrols?\b|\scontrols?\b|\s(?:who\s)?underwent\s(?:[\w-]+\s){0,3}?(?:surg\w+|extraction|operation|\w+ectomy|\w+plasty)",
    re.IGNORECASE,
)
#: What volunteers may well have: "with normal weight", "with no history".
_NOT_ILL = re.compile(
    r"^(?:no|normal|a\snormal|regular|out|low|high|average|different|electr\w+|experimental|the|both|intravenous|placebo|ketamine|capsaicin|heat|mean|and)\b",
    re.IGNORECASE,
)
#: Words that only patients have said of them.
_SICK = word_set(
    "patient patients outpatient outpatients inpatient inpatients parturient",
    "parturients sufferers survivors undergoing underwent surgery surgical",
    "postoperative dysmenorrhea dysmenorrhoea migraineurs year-old years-old",
)
#: Names of operations end so.
_OPERATIONS = ("ectomy", "otomy", "plasty", "emulsification", "stomy")
#: These people are patients if something ails them.
_ANYBODY = word_set(
    "women men children adults subjects participants individuals people persons",
    "person adolescents infants volunteers girls boys neonates newborns case cases",
)
#: The last run of letters of each of these words: without one, nobody may be a patient.
_MAY_BE_PATIENTS = frozenset(word.rpartition("-")[2] for word in (*_SICK, *_ANYBODY))
_AILS = re.compile(
    r"\s(?:[\w,-]+\s){0,6}?(?:with|suffering|undergoing|scheduled|having|in\slabou?r|receiving|after|requiring|who\s(?:had|underwent)|diagnosed\swith)\b"
    r"|\s(?:reports?|series|of)\b",
    re.IGNORECASE,
)
#: Without these, a study with volunteers has no patients.
_PATIENT_WORDS = frozenset(
    ("patient", "patients", "outpatients", "inpatients", "surgery", "undergoing")
)
_IN_VITRO = re.compile(
    r"\b(?:in\svitro|ex\svivo|cell\slines?|cultured|cell\scultures?|HEK\s?-?293|oocytes|patch[\s-]clamp|docking|transfected|isolated\s(?:cells|neurons|tissue|rings|strips))\b"
)
#: "Volunteers" alone may be ill; these words say that they are not.
_SAID_HEALTHY = re.compile(rf"{_NORMAL}|human|paid", re.IGNORECASE)
_VOLUNTEERS_HEADING = "Healthy Volunteers"


def read_population(view: View, _: Question) -> Iterator[Candidate]:
    """Read who was studied; "none" for a paper that studied nobody itself."""
    names = {kind.name: kind for kind in view.once(kinds)}
    if "animal" in names:
        yield _of_kind(view, "animal", names["animal"])
    elif "synthesis" in names:
        yield _of_kind(view, "none", names["synthesis"])
    else:
        yield from _of_people(view)


def _of_kind(view: View, value: str, kind: Kind) -> Candidate:
    place = kind.place
    rule = f"population.{kind.name}"
    if place is not None and place.end > place.start:
        return candidate(view, "population", value, place.start, place.end, rule)
    headings = [h.name for h in view.record.mesh if h.name in {"Animals", "Humans"}]
    types = [t.name for t in view.record.publication_types]
    said = ", ".join(headings if value == "animal" else types)
    return from_metadata(view, "population", value, said, rule, confidence="medium")


def _of_people(view: View) -> Iterator[Candidate]:
    volunteers = _volunteers(view)
    if volunteers is not None:
        start, end = volunteers
        yield candidate(
            view,
            "population",
            "healthy_volunteers",
            start,
            end,
            "population.volunteers",
        )
        return
    in_vitro = _IN_VITRO.search(view.folded)
    if in_vitro and not view.once(people) and not view.once(kinds):
        # Patients may be spoken of, but cells were studied.
        start, end = in_vitro.span()
        yield candidate(
            view,
            "population",
            "none",
            start,
            end,
            "population.in_vitro",
            confidence="medium",
        )
        return
    patients = _patients(view)
    if patients is not None:
        start, end = patients
        yield candidate(
            view, "population", "patients", start, end, "population.patients"
        )
    elif any(heading.name == _VOLUNTEERS_HEADING for heading in view.record.mesh):
        yield from_metadata(
            view,
            "population",
            "healthy_volunteers",
            _VOLUNTEERS_HEADING,
            "population.mesh",
            confidence="low",
        )


def _patients(view: View) -> tuple[int, int] | None:
    """Give the first words that show that the people studied were patients."""
    operates = any(ending in view.lower for ending in _OPERATIONS)
    if not (operates or view.names_any(_MAY_BE_PATIENTS)):
        return None
    places = range(len(view.words)) if operates else view.places_of(_SICK | _ANYBODY)
    for place in places:
        lower, start, end = view.words[place]
        if lower in _ANYBODY:
            found = _AILS.match(view.folded, end)
            if found:
                return start, found.end()
        elif lower in _SICK or (operates and lower.endswith(_OPERATIONS)):
            return start, end
    return None


def _volunteers(view: View) -> tuple[int, int] | None:
    """Give the words that say that the people studied were healthy."""
    if not view.names_any(_GATE_HEALTHY):
        return None
    text = view.folded
    title = len(view.record.title)
    for match in _HEALTHY.finditer(text):
        before = text[max(0, match.start() - 40) : match.start()]
        part = view.part_at(match.start())
        if _CONTROLS.search(before) or part in {"background", "conclusions", "funding"}:
            continue
        ill = _ILL_AFTER.match(text, match.end())
        if ill and not (ill["what"] and _NOT_ILL.match(ill["what"])):
            if ill["what"]:
                return None
            continue
        if not _SAID_HEALTHY.search(match[0]) and not view.vocabulary.isdisjoint(
            _PATIENT_WORDS
        ):
            continue
        if (
            match.start() < title
            or view.vocabulary.isdisjoint(_PATIENT_WORDS)
            or _counts_them(view, match.start())
        ):
            return match.start(), match.end()
    return None


def _counts_them(view: View, position: int) -> bool:
    """Say whether a number of people stands right before: "twelve healthy men"."""
    before = view.folded[max(0, position - 30) : position].rstrip().lower()
    return bool(
        re.search(
            r"(?:\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty(?:-\w+)?))(?:\s(?:right-handed|male|female|young|adult))?,?$",
            before,
        )
    )

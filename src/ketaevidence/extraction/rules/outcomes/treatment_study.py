"""Whether the events that a record counts may be harms of a treatment.

A cohort of people with a disease counts fever and deaths as a trial counts nausea and
rash. Where nothing says that the paper is on a treatment, nothing is called a harm.
"""

from __future__ import annotations

import re

from ketaevidence.extraction.mentions.drugs import drugs
from ketaevidence.extraction.rules.outcomes.adverse_words import word_table
from ketaevidence.extraction.rules.outcomes.outcome_terms import is_on_pain
from ketaevidence.extraction.rules.study.stated_design import stated_design
from ketaevidence.extraction.text import View

#: Designs in which a treatment is given to be studied.
_TRIALS = frozenset({"rct_parallel", "rct_crossover", "rct_other", "n_of_1", "controlled_randomization_unstated", "nonrandomized_controlled"})  # fmt: skip
#: By this rule of the design the text says "phase II" or "uncontrolled" in so many words.
_PROSPECTIVE = "single_arm_prospective"
#: Surveys, cohorts, diagnostic and prognostic studies.
_OTHER = "other"
#: Words of a title that name a treatment, or harms.
_TREATMENTS = word_table(
    "treatment treatments treated treating therapy therapies therapeutic therapeutics management surgery surgical operation operative operations resection resections repair reconstruction replacement implantation implant implants transplantation transplant "
    "injection injections infusion infusions block blocks blockade anesthesia anaesthesia anesthetic analgesia analgesic sedation stimulation ablation lithotripsy bypass stenting stent endoscopic laparoscopic robotic radiotherapy chemotherapy radiation chemoradiotherapy irradiation immunotherapy "
    "vaccine vaccination supplementation administration intravenous intrathecal epidural oral topical transdermal intranasal dose doses catheter catheters embolization embolisation excision drainage prophylaxis prophylactic intervention interventions device acupuncture laser "
    "regimen efficacy safety tolerability adverse complications toxicity effects ketamine placebo discontinuation"
)
_ENDS_LIKE_AN_OPERATION = re.compile(
    r"\w(?:ectomy|ectomies|otomy|ostomy|plasty|plasties|scopy|centesis|rrhaphy|therapy|lysis|desis)\b",
    re.IGNORECASE,
)
#: Titles on what is, and not on what was done.
_ON_A_DISEASE = re.compile(
    r"\b(?:prevalence|incidence|epidemiolog\w+|burden|risk\sfactors?|risk\sof|predict\w*|prognos\w+|(?:clinical\s|patient\s)?characteristics|features|manifestations?|presentation|associat\w+|correlat\w+|knowledge|attitudes?|awareness|perceptions?|biomarkers?|expression|polymorphisms?|mutations?|genes?|genetic|diagnos\w+|detection|screening|COVID-?\s?\d*|SARS\w*|pandemic|lockdown|registry|mortality|trends?|cross-sectional|markers?|scores?|validation|economic|costs?|diseases?\sin)\b",
    re.IGNORECASE,
)
#: Titles on harms themselves.
_ON_HARMS = re.compile(
    r"\b(?:safety|adverse|side[\s-]effects?|tolerability|toxicity|pharmacovigilance)\b",
    re.IGNORECASE,
)


def gives_a_treatment(view: View) -> bool:
    """Say whether a record studies a treatment by design: a trial, a phase II study."""
    design = view.once(stated_design)
    if design is None:
        return False
    if design.value in _TRIALS:
        return design.confidence != "low"
    return design.value == _PROSPECTIVE and design.confidence == "high"


def may_tell_of_harms(view: View) -> bool:
    """Say whether what a record counts may be harms of a treatment.

    Ask through ``view.once``. A text without a title is given the benefit of the doubt.
    """
    title = view.title
    design = view.once(stated_design)
    value = design.value if design else None
    is_trial = gives_a_treatment(view)
    if not title.strip() or _ON_HARMS.search(title):
        return True
    if is_trial and value in _TRIALS:
        return True
    if _ON_A_DISEASE.search(title):
        return False
    if is_trial or (value != _OTHER and view.once(is_on_pain)):
        return True
    return _names_a_treatment(view)


#: A sentence that calls what it counts harms of a treatment.
_SAYS_HARM = re.compile(
    r"\b(?:adverse\s(?:drug\s)?(?:events?|effects?|reactions?)|side[\s-]effects?|TEAEs|treatment-(?:related|emergent)|drug-related|procedure-related|(?:risks?|rates?|incidences?)\sof\s(?:(?:individual|specific|overall|major|minor|severe|all)\s)?complications|complication\srates?|(?:post|peri|intra)-?operative\s(?:\w+\s){0,2}?(?:complications?|morbidity|deaths?|mortality))\b",
    re.IGNORECASE,
)


#: Without any of these, in lower case, a sentence calls nothing a harm.
_HARM_HINTS = ("adverse", "side", "teaes", "related", "emergent", "operative", "complication")  # fmt: skip


def says_harm(words: str) -> bool:
    """Say whether a sentence itself calls what it counts harms of a treatment."""
    lower = words.lower()
    return any(hint in lower for hint in _HARM_HINTS) and bool(_SAYS_HARM.search(words))


#: Without one of these words a text is not on people: it is on cells, fish or wheat.
_PEOPLE = word_table(
    "patient patients people persons subjects participants volunteers children child women woman men man adults adolescents infants neonates newborns parturients individuals boys girls case cases males females"
)


def _names_a_treatment(view: View) -> bool:
    title = view.title
    if _ENDS_LIKE_AN_OPERATION.search(title):
        return True
    if not view.names_any(_PEOPLE):
        return False
    words = set(re.findall(r"[a-z]+", title.lower()))
    if not words.isdisjoint(_TREATMENTS):
        return True
    return any(drug.end <= len(title) for drug in view.once(drugs))

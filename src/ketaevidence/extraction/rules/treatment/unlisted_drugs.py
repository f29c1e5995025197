"""Drugs that the table does not have, known by the amount that stands with them.

"Patients received unheardolib 5 mg": the word right before a mass, or behind a mass
and "of", is taken for a drug if it looks like a drug's name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ketaevidence.extraction.mentions.drugs import Drug
from ketaevidence.extraction.rules.treatment.amounts import Row
from ketaevidence.extraction.rules.treatment.dose_words import (
    AFTER,
    FORMS,
    ROUTES,
    table,
)

UNLISTED = "unlisted"
#: Amounts of which one may conclude that what they are of is a drug.
_DRUG_UNITS = frozenset(
    {"mg", "ug", "mg/kg", "ug/kg", "mg/day", "ug/day", "mg/kg/day", "mg/m2", "IU",
     "mg/h", "mg/kg/h", "ug/kg/min", "ug/kg/h", "ug/h", "IU/day"}
)  # fmt: skip
_BEFORE = re.compile(
    r"(?P<name>[A-Za-z][\w+-]{2,40})(?P<more>(?:\s[a-z-]{2,20}){0,2})\s?(?:[(\[]|,\s)?\s?$"
)
_WORD = re.compile(r"\s?([A-Za-z0-9][\w.+-]*)")
#: How names of drugs end, and few other words that stand with a mass.
_SHAPE = re.compile(
    r"[a-z-]{3,}(?:[^t]in|ine|ide|ate|one|ole|ol|ast|id|at|il|an|am|ib|ab|cept|ir|en|"
    r"ium|ac|ix|im|ane|ene|yl|ram|oin|xon)$"
)
#: "ABT-594", "311C90", "LDX", "OROS-MPH": codes and short forms.
_CODE = re.compile(r"[A-Z]{2,6}-?\d{2,8}[A-Z]?|\d{3}C\d{2}|[A-Z]{3,5}(?:-[A-Z]{2,5})?")
_NO_CODES = frozenset(
    {"PCA", "PCEA", "ASA", "BID", "TID", "QID", "AND", "VAS", "NRS", "MRI", "PRN", "IVRA",
     "PACU", "ICU", "CSE", "TAP", "BMI", "SPCA", "THE", "FOR", "WITH", "PONV", "PLUS", "RCT",
     "SLE", "CRPS", "LMA", "TIVA", "LIA", "MAC", "GFR", "SNP", "EEG", "ECG", "ALP", "MDI", "DPI",
     "VERSUS", "DOSE", "GROUP", "OR", "III", "VIII"}
)  # fmt: skip
_NO_DRUGS = table(
    "abdomen ablation acetate acid action acute addition administration again aid",
    "albumin allergen alone american amyloid anaesthesia antigen appropriate",
    "april arm asian avoid base baseline been begin beside between bilirubin",
    "bolus bone brain calcium can carbon caution certain chain children",
    "cholesterol chronic clean climate collagen combination combine combined",
    "combining common concentration condition conditions contain continuous",
    "control control- could cream creatinine daily decide decline detail",
    "determine did diet dozen duration eleven estimate estrogen european even",
    "evening exam fail fat ferritin fetus fibrin fifteen fluid focus format",
    "formulation formulations function gain gestation given globulin glucose gram",
    "great had haemoglobin has hemoglobin hormone hospital human hybrid hydrogen",
    "immediate immunoglobulin inactivated incision individual infusion injection",
    "insulin interferon intermediate interval intravenous ion iron italian item",
    "keratin leptin lesion lesions level lipid lipoprotein load magnesium main",
    "man mean median medication medicine men mexican mid migraine moderate mucin",
    "nation nervous nitrogen none obtain often omen on one open operation opioid",
    "option origin outside ovarian oxygen pain palmitate pan pathogen patient",
    "people period person phosphate placebo plan plasmid plus portion position",
    "potassium premedication previous problem program prolactin protein protocol",
    "provide pump pumps radius rapid rat rate ration reason reduction regimen",
    "region remain repair repeat routine sat scan season self-administered",
    "serious session seven sham should side silicon skin sodium solid solution",
    "someone span specimen status steroid stimulus strain subarachnoid",
    "subcutaneous sulfate system taken team ten than that their them then",
    "thirteen threshold thrombin thus thyroid titration tone total traditional",
    "train treat treatment troponin until upon urine various version versus",
    "versus- virus vitamin was were what when while wide within woman women would",
    "zone",
)


def unlisted(words: str, rows: Sequence[Row], known: Sequence[Drug]) -> Iterator[Drug]:
    """Give the words of a sentence that must be drugs, from the amounts beside them."""
    for row in rows:
        if row.amounts[0].unit not in _DRUG_UNITS:
            continue
        yield from _right_before(words, row, known)
        yield from _right_behind(words, row, known)


def _right_before(words: str, row: Row, known: Sequence[Drug]) -> Iterator[Drug]:
    low = max(0, row.start - 90)
    match = _BEFORE.search(words[low : row.start])
    if match is None:
        return
    # The salt, form or route may stand between: "unheardol sodium 5 mg".
    more = match["more"].split()
    name, start = match["name"], low + match.start("name")
    while more and not (FORMS | ROUTES).issuperset(w.lower() for w in more):
        name = more.pop(0)
        start = words.index(name, start + 1)
    drug = Drug(name.lower(), start, start + len(name), UNLISTED)
    if _GROUP.search(words[max(0, start - 12) : start]):
        return
    if looks_like_a_drug(name) and not _overlaps(drug, known):
        yield drug


#: "In groups KET and PLA (5 mg)": the short form is a group's.
_GROUP = re.compile(r"\b(?:groups?|arms?|study)\s$", re.IGNORECASE)


def _right_behind(words: str, row: Row, known: Sequence[Drug]) -> Iterator[Drug]:
    place = row.end
    for _ in range(_MOST_BETWEEN):
        match = _WORD.match(words, place)
        if match is None:
            return
        name = match[1].rstrip(".")
        if name.lower() in AFTER:
            place = match.end()
            continue
        drug = Drug(name.lower(), match.start(1), match.start(1) + len(name), UNLISTED)
        if looks_like_a_drug(name) and not _overlaps(drug, known):
            yield drug
        return


#: No more words stand between an amount and the drug behind it.
_MOST_BETWEEN = 4


def looks_like_a_drug(name: str) -> bool:
    """Say whether a word that the table does not have is built like a drug's name."""
    lower = name.lower()
    if lower in _NO_DRUGS or name in _NO_CODES or lower in FORMS or lower in ROUTES:
        return False
    if _CODE.fullmatch(name):
        return True
    return len(name) > 5 and bool(_SHAPE.fullmatch(lower))


def _overlaps(drug: Drug, known: Sequence[Drug]) -> bool:
    return any(drug.start < other.end and other.start < drug.end for other in known)

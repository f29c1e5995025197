"""The number under which a trial or review is registered."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from ketaevidence.extraction.model import Candidate
from ketaevidence.extraction.rules.found import candidate, from_metadata
from ketaevidence.extraction.rules.study.signs import before, words
from ketaevidence.extraction.text import View
from ketaevidence.question.model import Question


class Registry(NamedTuple):
    """How one registry's numbers are printed, and how they are written."""

    name: str
    #: Letters that every number of it has, in lower case; "" where it has none.
    letters: str
    printed: re.Pattern[str]
    write: Callable[[re.Match[str]], str]


def _plain(prefix: str) -> Callable[[re.Match[str]], str]:
    """Write a prefix and the digits."""
    return lambda match: prefix + re.sub(r"\D", "", match["id"])


def _as_printed(match: re.Match[str]) -> str:
    return re.sub(r"\s", "", match["id"]).upper()


def _registry(
    name: str, letters: str, printed: str, write: Callable[[re.Match[str]], str]
) -> Registry:
    return Registry(name, letters, re.compile(printed, re.IGNORECASE), write)


#: What may stand between a registry's letters and its digits.
_GAP = r"[\s:#.()-]{0,3}(?:(?:no|nr|number|id|identifier)\b[\s:#.]{0,3})?"

REGISTRIES = (
    _registry("ClinicalTrials.gov", "nct", rf"NCT{_GAP}(?P<id>\d{{8}})(?!\d)", _plain("NCT")),
    _registry("ISRCTN", "isrctn", rf"\bISRCTN(?:\s(?:registry|register))?{_GAP}(?P<id>\d{{8}})(?!\d)", _plain("ISRCTN")),
    _registry("ANZCTR", "actrn", rf"\bACTRN{_GAP}(?P<id>\d{{14}})[Pp]?(?!\d)", _plain("ACTRN")),
    _registry("PROSPERO", "crd", rf"\bCRD{_GAP}(?P<id>42\s?\d{{9,10}})(?!\d)", _plain("CRD")),
    _registry("EU Clinical Trials", "", r"(?<![\d-])(?P<id>20[0-3]\d-\s?[05]\d{5}-\s?\d{2}(?:-00)?)(?![\d-])", _as_printed),
    _registry("ChiCTR", "chictr", r"\b(?P<id>ChiCTR[\s-]{0,2}(?:(?:[A-Z]{2,4}[\s-]?){0,2})\d{8,10})(?!\d)", lambda m: re.sub(r"(?i)^chictr-?(?=\d)", "ChiCTR", re.sub(r"(?i)^chictr", "ChiCTR", re.sub(r"\s", "", m["id"])))),
    _registry("UMIN", "umin", rf"\b(?:JPRN-)?UMIN(?:[\s-]?CTR)?(?:[\s-]?ID)?{_GAP}(?P<id>\d{{9}})(?!\d)", _plain("UMIN")),
    _registry("UMIN", "umin", r"\bUMIN(?:-?\s?CTR)?(?:\s?-?ID)?\s?:?\s?(?:C)(?P<id>\d{9})(?!\d)", _plain("UMIN")),
    _registry("CTRI", "ctri", r"\b(?P<id>CTRI\s?[/-]\s?\d{4}\s?[/-]\s?\d{2,3}\s?[/-]\s?\d{6})(?!\d)", lambda m: re.sub(r"\s", "", m["id"]).upper().replace("-", "/")),
    _registry("NTR", "ntr", rf"(?<![A-Za-z])NTR{_GAP}(?P<id>\d{{3,5}})(?!\d)", _plain("NTR")),
    _registry("DRKS", "drks", rf"\bDRKS{_GAP}(?P<id>\d{{8}})(?!\d)", _plain("DRKS")),
    _registry("jRCT", "jrct", r"\b(?:JPRN-)?(?P<id>jRCTs?\d{9,10})(?!\d)", lambda m: "jRCT" + m["id"][4:].lower()),
    _registry("JapicCTI", "japiccti", rf"\bJapicCTI{_GAP}(?P<id>\d{{6}})(?!\d)", _plain("JapicCTI-")),
    _registry("JMACCT", "jma", r"\b(?P<id>JMA-IIA\d{5})(?!\d)", _as_printed),
    _registry("IRCT", "irct", r"\bIRCT[\s:#-]{0,2}(?P<id>(?:ID:?\s?)?\d{5,16}\s?N\s?\d{1,3})(?!\d)", lambda m: "IRCT" + re.sub(r"(?i)id|[\s:]", "", m["id"]).upper()),
    _registry("IRCT", "irct", r"\bIRCT[\s:#-]{0,2}(?P<id>\d{10,16})(?![\dN])", _plain("IRCT")),
    _registry("PACTR", "pactr", rf"\bPACTR{_GAP}(?P<id>\d{{12,17}})(?!\d)", _plain("PACTR")),
    _registry("TCTR", "tctr", rf"\bTCTR{_GAP}(?P<id>\d{{11}})(?!\d)", _plain("TCTR")),
    _registry("CRIS", "kct", rf"\bKCT{_GAP}(?P<id>\d{{7}})(?!\d)", _plain("KCT")),
    _registry("ReBec", "rbr", r"\b(?P<id>RBR-?\s?[0-9a-z]{6,8})\b", lambda m: "RBR-" + re.sub(r"(?i)^rbr-?\s?", "", m["id"]).lower()),
    _registry("RPCEC", "rpcec", rf"\bRPCEC{_GAP}(?P<id>\d{{8}})(?!\d)", _plain("RPCEC")),
    _registry("SLCTR", "slctr", r"\b(?P<id>SLCTR/\d{4}/\d{3})(?!\d)", _as_printed),
    _registry("LBCTR", "lbctr", r"\b(?P<id>LBCTR\d{10})(?!\d)", _as_printed),
    _registry("UTN", "u1111", r"\b(?P<id>U1111-\d{4}-\d{4})(?!\d)", _as_printed),
    _registry("NRR", "n0", r"(?<![\w-])(?P<id>N0\d{9})(?!\d)", _as_printed),
)  # fmt: skip
#: A registry's name in words, and the letters that its bare numbers get.
_NAMES = (
    (re.compile(r"\bISRCTN\b|\bcontrolled-?trials?\.com|current controlled trials", re.IGNORECASE), "ISRCTN", 8),
    (re.compile(r"\bANZCTR\b|\bACTRN\b|australian (?:and|&|-) ?new zealand clinical trials?|australian new zealand clinical trials?|australian clinical trials? regist", re.IGNORECASE), "ACTRN", 14),
    (re.compile(r"clinicaltrials?\.gov", re.IGNORECASE), "NCT", 8),
    (re.compile(r"\bUMIN\b|university hospital medical information network", re.IGNORECASE), "UMIN", 9),
    (re.compile(r"\bDRKS\b|german clinical trials? regist", re.IGNORECASE), "DRKS", 8),
    (re.compile(r"\bPROSPERO\b", re.IGNORECASE), "CRD", 11),
    (re.compile(r"pan[ -]african clinical trials?", re.IGNORECASE), "PACTR", 15),
    (re.compile(r"netherlands (?:national )?trial|dutch trial|nederlands trial|trialregister\.nl", re.IGNORECASE), "NTR", 4),
)  # fmt: skip
#: A bare number behind the word for a registry.
_BARE = re.compile(
    r"\b(?:regist(?:ry|er|ration|ered)|clinicaltrials?\.gov|controlled-trials?\.com|PROSPERO|ISRCTN|ANZCTR|trial\s(?:number|id|identifier))\b[^.\n\d]{0,60}?(?:[:#;,(]|\b(?:number|no|nr|id|identifier|code)\b\.?)\s?\(?(?P<id>\d{5,15})(?![\d/%-]|\.\d|\s?(?:patients|participants|subjects|women|men|children|adults|people|cases|trials|studies|years?|mg|ml)\b)",
    re.IGNORECASE,
)
_REGISTRY_WORDS = words(
    "registry register registration registered clinicaltrials clinicaltrial prospero isrctn anzctr identifier"
)
#: Runs of letters that a text with a registry's number has, glued ones among them.
_LETTERS = words(
    "nct govnct isrctn actrn crd chictr umin ctri ntr drks jrct jrcts japiccti jma iia irct pactr tctr kct rbr rpcec slctr lbctr eudract euctr eu utn"
)
#: PubMed's names of data banks that hold no trials.
_NO_TRIALS = words(
    "GENBANK GEO RefSeq figshare Dryad PDB SWISSPROT UniProtKB OMIM GDB PIR BioProject SRA dbGaP dbSNP dbVar PubChem-Substance PubChem-Compound PubChem-BioAssay UniParc UniMES UniRef GENATLAS SRAdb"
)
_OF_REVIEW = "the registration of a review's protocol"


def read_registration(view: View, question: Question) -> Iterator[Candidate]:
    """Read each registration once, in canonical writing; the text's before PubMed's."""
    del question
    seen: set[str] = set()
    for value, start, end, rule in sorted(_stated(view), key=lambda found: found[1]):
        if value in seen:
            continue
        seen.add(value)
        yield candidate(
            view,
            "registration",
            value,
            start,
            end,
            rule,
            confidence="high" if rule == "registration.number" else "medium",
            warnings=_warnings(value),
        )
    for entry in view.record.registrations:
        value = canonical(entry.accession)
        if entry.registry in _NO_TRIALS or value in seen:
            continue
        seen.add(value)
        said = f"{entry.registry}: {entry.accession}"
        yield from_metadata(
            view,
            "registration",
            value,
            said,
            "registration.data_bank",
            warnings=_warnings(value),
        )


def canonical(printed: str) -> str:
    """Write a registration number as its registry does; as printed if none knows it."""
    for registry in REGISTRIES:
        match = registry.printed.search(printed)
        if match:
            return registry.write(match)
    return printed.strip()


def _warnings(value: str) -> tuple[str, ...]:
    return (_OF_REVIEW,) if value.startswith("CRD") else ()


def _stated(view: View) -> Iterator[tuple[str, int, int, str]]:
    """Find numbers with a registry's letters, then bare ones behind a registry's name."""
    text, lower = view.folded, view.lower
    taken: list[tuple[int, int]] = []
    may_be_european = view.names_any(_REGISTRY_WORDS) or "eudract" in lower
    if may_be_european or view.names_any(_LETTERS) or "N0" in text:
        for registry in REGISTRIES:
            if registry.letters and registry.letters not in lower:
                continue
            for match in registry.printed.finditer(text):
                taken.append(match.span())
                yield registry.write(match), *match.span(), "registration.number"
    if not view.names_any(_REGISTRY_WORDS):
        return
    for match in _BARE.finditer(text):
        start, end = match.span("id")
        if any(first < end and start < last for first, last in taken):
            continue
        named = f"{before(text, match.start())}{match[0]}"
        value = _named(named, match["id"])
        yield value, match.start(), match.end(), "registration.bare"


def _named(words: str, number: str) -> str:
    """Put a registry's letters before a bare number, where its name says which."""
    for name, letters, digits in _NAMES:
        if name.search(words) and len(number) == digits:
            return letters + number
    return number

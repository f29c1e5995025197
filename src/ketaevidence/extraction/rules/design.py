"""How the study was done, as its own words say."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ketaevidence.extraction.model import Candidate
from ketaevidence.extraction.rules.found import candidate
from ketaevidence.extraction.rules.kind import is_kind
from ketaevidence.extraction.text import View
from ketaevidence.question.matching import first_match
from ketaevidence.question.model import Question
from ketaevidence.records.model import RANDOMIZED_CONTROLLED_TRIAL

_RANDOM = r"(?:randomi[sz]ed|randomly|randomi[sz]ation|random\s+order)"

#: (design, where to look, words), in the order of trust. A title says what a paper
#: is; an abstract also speaks of other people's designs, so that there only a trial
#: in the singular counts, or patients who were randomised.
_RULES: tuple[tuple[str, str, str], ...] = (
    ("protocol", "title", r"\b(?:study|trial|review|research)\s+protocol\b|\bprotocol\s+(?:for|of)\s+(?:an?|the)\b|[:\-\u2013]\s*(?:an?\s+|the\s+)?protocol\b"),
    ("meta_analysis", "title", r"\bmeta-?\s?analys[ie]s\b"),
    ("systematic_review", "title", r"\bsystematic(?:ally)?\s+review(?:ed)?\b"),
    ("narrative_review", "title", r"\b(?:narrative|comprehensive|scoping|critical)\s+review\b|(?<!and )\bliterature\s+review\b|:\s+an?\s+review\b|^(?:an?\s+)?(?:\w+\s+){0,2}review\s+of\b(?!.{0,200}\b(?:patients|deaths|cases|charts|records|experience)\b)"),
    ("case_report", "title", r"\b(?:a\s+)?case\s+report\b|\breport\s+of\s+(?:a|one)\s+case\b"),
    ("case_series", "title", r"\bcase\s+series\b|\breport\s+of\s+(?:\d{1,2}|two|three|four|five)\s+cases\b"),
    ("animal", "title", r"\b(?:in|of)\s+(?:[\w-]+\s+){0,4}(?:rats?|mice|mouse|dogs?|cats?|sheep|rabbits?|pigs?|horses?|monkeys?|baboons?|calves|ponies)\b(?!\s+(?:allerg|bite|scratch|owner))"),
    ("rct_parallel", "title", r"\brandomi[sz]ed\b(?![^.:]{0,60}\b(?:trials|studies|cohorts)\b)"),
    ("rct_parallel", "any", r"\brandomi[sz]ed(?:-[a-z]{1,20})?(?:[\s,]{1,3}[\w-]{1,30}){0,7}?[\s,-]{1,3}(?:trial|study|comparison|experiment|design|fashion|manner|conditions)\b|\b(?:were|was)\s+(?:\w+ly\s+)?randomi[sz]ed\b(?!,?\s+(?:trials|studies|controlled))|\b(?:were|was)\s+(?:\w+ly\s+)?(?:assigned|allocated|divided)\s+(?:at\s+random|randomly)\b|\b(?:were|was)\s+(?:then\s+|also\s+)?(?:\w+ly\s+and\s+)?randomly\s+(?:and\s+\w+ly\s+)?(?:assigned|allocated|divided|selected\s+to\s+receive|given|distributed|treated)\b|\bpatients\s+randomi[sz]ed\s+to\b"),
    ("retrospective_cohort", "title", r"\bretrospective(?:ly)?\b"),
    ("case_report", "any", r"\bwe\s+(?:report|describe|present)\s+(?:a|the)\s+case\b|\ba\s+\d{1,2}[\s-]year[\s-]old\s+(?:\w+\s+){0,2}(?:woman|man|girl|boy|female|male|patient)\b"),
    ("retrospective_cohort", "any", r"\bretrospective(?:,?\s+[\w-]+){0,3},?\s+(?:review|study|analysis|survey|audit)\b|\bretrospectively\s+(?:read|reviewed|analy[sz]ed|studied|evaluated|collected|examined|assessed|identified|investigated)\b|\b(?:reviewed|analy[sz]ed|studied|evaluated|examined|assessed)\s+retrospectively\b"),
    ("single_arm_prospective", "any", r"\b(?:open[\s-]label|prospective|observational)(?!\s+(?:phase\s+of|extension))(?:,?\s+[\w-]+){0,4},?\s+(?:trial|study|evaluation|cohort|series)\b|\bprospectively\b"),
)  # fmt: skip
_COMPILED = tuple((d, w, re.compile(p, re.IGNORECASE)) for d, w, p in _RULES)

_ANY_RANDOM = re.compile(
    rf"\b(?:{_RANDOM}|non-?randomi[sz]ed|at\s+random)\b", re.IGNORECASE
)
_CROSSOVER = re.compile(r"\bcross(?:ed)?[\s-]?over\b", re.IGNORECASE)
#: Ways to cross over without the word. They do not prove it, so nothing is said.
_PERHAPS_CROSSOVER = re.compile(
    r"\bwash-?\s?out\b|\brandom\s+order\b|\brandomi[sz]ed\s+(?:order|sequence)\b|"
    r"\b(?:separate|different|consecutive)\s+(?:occasions|days|sessions|visits)\b|"
    r"\b(?:two|three|four|both|all)[\s-](?:way|periods?|treatments?\s+(?:sequence|periods?))\b|"
    r"\b(?:own|within[\s-]subject)\s+controls?\b|\bsplit[\s-](?:mouth|face|body)\b|\blatin\s+square\b|"
    r"\beach\s+(?:subject|patient|volunteer|participant)\s+(?:\w+\s+)?(?:received|took|treated)\b",
    re.IGNORECASE,
)
#: What a single arm cannot have.
_COMPARISON = re.compile(
    r"\b(?:placebo|controls?|control(?:led)?|compar\w+|versus|vs|groups?|double[\s-]blind|"
    r"arms?|survey|questionnaire|cross-?sectional|prevalence|incidence|epidemiolog\w+|"
    r"retrospective\w*|case-?control|predict\w*|diagnos\w+|healthy|volunteers|either)\b",
    re.IGNORECASE,
)
#: What a single arm must have: people and something done to them.
_TREATMENT = re.compile(
    r"\b(?:treat\w+|therap\w+|infus\w+|inject\w+|efficacy|administ\w+|received|given)\b",
    re.IGNORECASE,
)
_CASE_CONTROL = re.compile(r"case-?control", re.IGNORECASE)
_AGED = re.compile(r"\b\d{1,2}[\s-]year[\s-]old\b", re.IGNORECASE)

#: Words before a design that deny it, or give it to other studies.
_NOT_THIS_STUDY = re.compile(
    r"\b(?:no|not|non|few|lack\s+of|lacking|need\s+for|further|future|previous(?:ly)?|"
    r"prior|earlier|recent(?:ly)?|other|another|published|includ(?:ed|ing)\s+(?:if|only)|"
    r"larger?|eligible|warranted|recommend\w*|should|until|awaiting?|et\s+al|"
    r"unlike|since|several|many|most|numerous|\d+|two|three|four|five|six|"
    r"parent|original|part\s+of\s+an?|data\s+from|enrolled\s+in|after|rather\s+than)\b"
    r"[^.;]{0,60}$",
    re.IGNORECASE,
)
#: As above, for a rule that found patients who were randomised: "we studied 40
#: patients, who were randomised" is this study, whatever number stands before.
_DENIED = re.compile(
    r"\b(?:not|never|previous(?:ly)?|earlier|should|could|et\s+al|if|already)\b[^.;]{0,40}$",
    re.IGNORECASE,
)
#: Words after a design that ask for it, or say what it has shown elsewhere.
_WISHED = re.compile(
    r"[^.;]{0,60}?\b(?:needed|required|warranted|necessary|should|(?:has|have)\s+"
    r"(?:\w+\s+)?(?:shown|demonstrated|been)|lacking|indicated|recommended|planned|"
    r"in\s+progress|under\s?way|justified|et\s+al|would)\b",
    re.IGNORECASE,
)
_REVIEWS = frozenset({"meta_analysis", "systematic_review", "narrative_review"})


def read_design(view: View, question: Question) -> Iterator[Candidate]:
    """Read the one design that the text states first in the order of trust."""
    is_synthesis = is_kind(view, "synthesis")
    is_protocol = is_kind(view, "protocol")
    for stated, where, words in _COMPILED:
        # A review's abstract speaks of its trials, a protocol's of what will be done.
        if is_synthesis and where == "any":
            return
        if is_synthesis and stated not in _REVIEWS | {"protocol"}:
            continue
        if is_protocol and stated != "protocol":
            continue
        scope = len(view.record.title) if where == "title" else len(view.text)
        for match in words.finditer(view.text, 0, scope):
            if where == "any" and _is_elsewhere(view.text, match):
                continue
            design = _settled(view, stated, question)
            if design is not None:
                yield candidate(
                    view,
                    "design",
                    design,
                    match.start(),
                    match.end(),
                    f"design.{design}.{where}",
                    warnings=_contradiction(view, design),
                )
            return


def _is_elsewhere(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - 80) : match.start()]
    if re.match(r"were|was|patients", match[0], re.IGNORECASE):
        return bool(_DENIED.search(before))
    after = text[match.end() : match.end() + 100]
    return bool(_NOT_THIS_STUDY.search(before) or _WISHED.match(after))


def _settled(view: View, design: str, question: Question) -> str | None:
    """Hold a design against the rest of the text; ``None`` where they disagree."""
    text = view.text
    if design == "rct_parallel":
        return None if is_kind(view, "animal") else _parallel_or_crossover(text)
    if design == "case_report":
        is_several = len({m[0] for m in _AGED.finditer(text)}) > 1
        return None if is_several else design
    if design == "retrospective_cohort":
        blocked = _ANY_RANDOM.search(text) or _CASE_CONTROL.search(text)
        return None if blocked or is_kind(view, "animal") else design
    if design == "single_arm_prospective":
        return design if _is_single_arm(view, question) else None
    return design


def _parallel_or_crossover(text: str) -> str | None:
    if _CROSSOVER.search(text):
        return "rct_crossover"
    return None if _PERHAPS_CROSSOVER.search(text) else "rct_parallel"


def _is_single_arm(view: View, question: Question) -> bool:
    text = view.text
    others = (_ANY_RANDOM, _COMPARISON, _CROSSOVER)
    if any(words.search(text) for words in others) or is_kind(view, "animal"):
        return False
    return bool(_TREATMENT.search(text) or first_match(question.drug, text))


def _contradiction(view: View, design: str) -> tuple[str, ...]:
    tagged = view.record.is_of_type(RANDOMIZED_CONTROLLED_TRIAL)
    if tagged and not design.startswith("rct"):
        return ("PubMed's publication type says randomized controlled trial",)
    return ()

"""How many people took part. Infusions, charts and studies are not people."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ketaevidence.extraction.model import Candidate
from ketaevidence.extraction.numbers import SPACED_WHOLE, WHOLE, WORDED, read_count
from ketaevidence.extraction.rules.found import candidate
from ketaevidence.extraction.rules.kind import reports_patients
from ketaevidence.extraction.text import View
from ketaevidence.question.model import Question

_PEOPLE = r"(?:patients|subjects|participants|volunteers|individuals|children|adults|women|men|outpatients|inpatients|parturients|people|infants|adolescents)"
#: What may stand between the number and the people: describing words, no unit.
_BETWEEN = r"(?:(?!(?:of|per|and|to|or|years?|months?|weeks?|days?|hours?|minutes?|visits?|mg|percent|studies|trials|additional|more|other|further|remaining|control|placebo)\b)[A-Za-z][\w\-()/]{0,30},?\s){0,5}"
_COUNT = rf"(?P<n>{WHOLE}|{WORDED})"
_FIRST_COUNT = rf"(?P<n>{SPACED_WHOLE}|{WORDED})"
#: The verbs that say that these are the people of the study. "Received" and "had"
#: say it of an arm or of a part as well.
_JOINED = (
    r"(?<!who )(?<!that )(?<!which )(?:(?:were|was|have\s+been)\s+(?:\w+\s+){0,2}?"
    r"(?:enrolled|enroled|included|recruited|studied|randomi[sz]ed|randomly|allocated|assigned|"
    r"divided|entered|investigated|selected|evaluated|examined)|participated|took\s+part|"
    r"entered\s+(?:the|this)\s+(?:study|trial)|received\s+either)\b"
)
_WITHIN = r"(?:[^.;]|\.(?=\d)){0,200}?"
#: The rest of a sentence that only names its people ("Sixty patients with pain.").
_VERBLESS = (
    r"(?:(?!\b(?:had|has|have|was|were|did|felt|became|got|chose|fell|rose|gave|took)\b)"
    r"(?!\b(?!(?:aged|scheduled|diagnosed|hospitali[sz]ed|randomi[sz]ed|admitted|related|confirmed|"
    r"treated|advanced|referred|selected|received|mixed|controlled|blinded)\b)\w{1,30}ed\b)[^.;]){0,200}"
)
_PATTERNS = (
    (
        "sample.sentence_start",
        rf"^(?:Methods?:\s|Results?:\s|Participants?:\s|Patients?:\s)?(?:A\s+total\s+of\s+|In\s+all,\s+|In\s+total,\s+)?{_FIRST_COUNT}\s{_BETWEEN}{_PEOPLE}\b(?={_WITHIN}\b{_JOINED})",
    ),
    (
        "sample.people_only",
        rf"^(?:Participants?:\s|Patients?:\s|Subjects?:\s)?(?:A\s+total\s+of\s+)?{_FIRST_COUNT}\s{_BETWEEN}{_PEOPLE}\b(?=\s+(?:with|undergoing|scheduled|aged|suffering|having)\b|\s*\.?$){_VERBLESS}\.?$",
    ),
    (
        "sample.verb",
        rf"(?<![\w.,/-])(?<!\d ){_COUNT}\s{_BETWEEN}{_PEOPLE}\b{_WITHIN}\b{_JOINED}",
    ),
    (
        "sample.took_part",
        rf"\b(?:took\s+part|enrolled|recruited|studied|randomi[sz]ed|we\s+included|randomly\s+(?:assigned|allocated))\s{_FIRST_COUNT}\s{_BETWEEN}{_PEOPLE}\b",
    ),
    (
        "sample.study_in",
        rf"\b(?:study|trial|design|manner|fashion)\b(?:[^.;,\d]|,(?=\s[a-z])){{0,60}}?\b(?:of|in|with|involving|comprising|included|enrolled)\s{_FIRST_COUNT}\s{_BETWEEN}{_PEOPLE}\b",
    ),
)
#: Perhaps an arm: it gives no number by itself, but it can contradict one.
_TREATED = re.compile(
    rf"^{_COUNT}\s{_BETWEEN}{_PEOPLE}\s+were\s+treated\b", re.IGNORECASE
)
_COMPILED = tuple((name, re.compile(p, re.IGNORECASE)) for name, p in _PATTERNS)

#: A sentence about planning, screening, or a part of the patients.
_OTHER_COUNT = re.compile(
    r"\b(?:will|to\s+be|required|needed|calculated|estimated|power|planned|"
    r"screened|eligible|each\s+group|per\s+group|groups?\s+of|excluded|withdrew|withdrawn|dropped|dropout|"
    r"of\s+(?:the|these|whom|them|those)|completed|remaining|another|additional|other|"
    r"subgroup|sub-?set|sub-?study|only|failed|pilot|phase\s+(?:two|2|ii\s)|"
    r"second\s+(?:study|phase|part)|first\s+(?:study|phase|part)|part\s+(?:1|2|I|II)|(?:study|experiment|trial)\s+(?:1|2|I|II|A|B)|"
    r"previous(?:ly)?|survey\w*|questionnaires?|interview\w*|respon\w+|improved|reported|experienced|developed|"
    r"died|discontinued|controls|control\s+(?:group|subjects|patients)|comparator|analys[ie]s|analy[sz]ed)\b",
    re.IGNORECASE,
)
#: A second set of people beside the first: "22 had A, and 21 had B".
_SECOND = re.compile(
    rf"(?:\b(?:and|while|whereas|versus|vs\.?|or|plus|with|to)\s|[;,:]\s)(?:the\s|an?\s)?(?:\w+\s)?"
    rf"(?:{WHOLE}|{WORDED})\s(?:(?:age[\s-]?matched|sex[\s-]?matched|normal|healthy|matched|control|\w+)\s){{0,3}}?"
    r"(?:patients|subjects|participants|volunteers|individuals|children|adults|"
    r"received|had|were|was|did|served|controls|to|in|on|underwent|who|"
    r"got|took|assigned|randomi[sz]ed|treated|women|men|boys|girls|males|females)\b",
    re.IGNORECASE,
)
_BEFORE_IS_A_PART = re.compile(
    r"\b(?:group|groups|arm|cohort|stage|phase|week|day|table|grade|type|class|of\s+the|"
    r"over|after|within|than|least|most|about|approximately|nearly|almost|every|minimum)"
    r"(?:\s\w{1,2},?)?[\s,:(]*$",
    re.IGNORECASE,
)
_ANY_PEOPLE = re.compile(
    rf"(?<![\w.,/-]){_COUNT}\s{_BETWEEN}{_PEOPLE}\b|\bn\s?=\s?(?P<m>{WHOLE})",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(r"\([^()]{0,200}\)|\[[^\[\]]{0,200}\]")
#: Fewer are a case report or series; one counts them by hand.
_FEWEST = 3


def read_n_total(view: View, _: Question) -> Iterator[Candidate]:
    """Read the number of people, if the text gives exactly one such number.

    It must also be the greatest number of people in the text outside sentences on
    planning: a smaller one is a part of the patients.
    """
    if not reports_patients(view):
        return
    found, largest = [], 0
    for sentence in view.sentences:
        largest = max(largest, _greatest(sentence.words))
        if _OTHER_COUNT.search(_bare(sentence.words)):
            continue
        read = _read(sentence.words)
        if read:
            n, start, end, name = read
            found.append((n, sentence.start + start, sentence.start + end, name))
    if len({n for n, *_ in found}) != 1:
        return
    n, start, end, name = max(found, key=lambda one: (bool(one[3]), -one[1]))
    if name and n >= max(largest, _FEWEST):
        yield candidate(view, "n_total", n, start, end, name)


def _bare(words: str) -> str:
    """Blank what stands in brackets, so that places stay the same."""
    return _IN_BRACKETS.sub(lambda match: " " * len(match[0]), words)


def _read(words: str) -> tuple[int, int, int, str] | None:
    bare = re.sub(r"\s", " ", _bare(words))
    for name, pattern in _COMPILED:
        match = pattern.search(bare)
        n = read_count(match["n"]) if match else None
        if match is None or n is None:
            continue
        around = bare[: match.start("n")] + "#" + bare[match.end("n") :]
        if _SECOND.search(around) or _BEFORE_IS_A_PART.search(
            words[max(0, match.start("n") - 30) : match.start("n")]
        ):
            return None
        return n, match.start(), match.end(), name
    return _perhaps_an_arm(bare)


def _perhaps_an_arm(words: str) -> tuple[int, int, int, str] | None:
    match = _TREATED.search(words)
    n = read_count(match["n"]) if match else None
    return (n, 0, 0, "") if n else None


def _greatest(words: str) -> int:
    if re.search(
        r"\b(?:will|required|needed|power|screened|planned|eligible)\b", words
    ):
        return 0
    counts = (
        read_count(match["n"] or match["m"]) or 0
        for match in _ANY_PEOPLE.finditer(words)
    )
    return max(counts, default=0)

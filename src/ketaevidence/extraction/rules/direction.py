"""In whose favour the pain outcome was, as the text itself says it.

Each clause about pain is judged by its words: less pain or better relief, more pain, or
no difference; and for which arm. Conclusions come before results, comparisons before
what changed within a group. Where nothing compares pain, there is no answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from ketaevidence.extraction.model import Candidate
from ketaevidence.extraction.rules.adverse_words import word_table
from ketaevidence.extraction.rules.found import candidate
from ketaevidence.extraction.rules.kind import is_kind
from ketaevidence.extraction.text import View
from ketaevidence.question.model import Question

FAVOURS_INTERVENTION = "favours_intervention"
FAVOURS_COMPARATOR = "favours_comparator"
NO_DIFFERENCE = "no_difference"
MIXED = "mixed"

#: "gain": less pain with the intervention; "change": less pain than before; "loss":
#: less pain with the comparator; "none": no difference; "alike": less than before in all.
Verdict = Literal["gain", "change", "alike", "loss", "none"]


class _Judged(NamedTuple):
    """A clause about pain, judged; places are those of the text."""

    start: int
    end: int
    verdict: Verdict
    is_conclusion: bool


_PAIN_WORDS = frozenset(
    ("pain", "analgesia", "analgesic", "vas", "nrs", "headache", "migraine", "allodynia", "hyperalgesia", "painful", "neuralgia", "dysmenorrhea", "dysmenorrhoea", "womac", "pains", "antinociceptive")
)  # fmt: skip
_PAIN = r"(?:pain(?:ful)?|analgesi[ac]|VAS|NRS|VNRS|headaches?|migraines?|allodynia|hyperalgesia|neuralgia|dysmenorrh\w+|WOMAC|discomfort|relief)"
_HAS_PAIN = re.compile(rf"\b{_PAIN}\b(?!\s+clinic)", re.IGNORECASE)
#: What is not how strong pain is: a clause that is only about these is not judged.
_NOT_INTENSITY = re.compile(
    r"\b(?:analgesics?|analgesia|opioids?|morphine|rescue|fentanyl|pethidine)\s+(?:\w+\s+)?(?:requirements?|consumption|use|usage|doses?|needs?|demands?|medications?)\b|\banalgesics\b|\bpain\s+(?:medication|killer|clinic|(?:perception\s+)?threshold|catastroph\w+|acceptance|self-efficacy|management\s+(?:index|program\w*))s?\b|\b(?:injection[\s-]site|abdominal)\s+pain(?=,|\s+(?:and|being))|\b(?:painful|pain)\s+(?:procedures?|diabetic|conditions?|disorders?|syndromes?|patients)\b",
    re.IGNORECASE,
)
_NO_DIFFERENCE = re.compile(
    r"\bno\s+(?:\w+\s+){0,3}?(?:differences?|benefits?|advantages?|effects?|improvements?|superiority|reduction|added|additional)\b|\bnor\b|\b(?:did|does|do|was|were|is|are|could|has|have)(?:\s+not|n't)\s+(?:\w+\s+){0,3}?(?:differ\w*|differen\w+|reduc\w+|decreas\w+|improv\w+|affect\w*|influenc\w+|alter\w*|change\w*|effective|superior|better|provide|significant\w*|result|relieve|produce|associated)\b|"
    r"\bnot\s+(?:\w+ly\s+)?(?:different|differ|superior|significant|effective|better|more\s+effective|with\s+(?:earlier|lower))\b|\b(?:similar\w*|comparable|equivalent|equally|equal|as\s+(?:effective|good|efficacious)\s+as|non-?inferior|no\s+(?:more|better|less|greater))\b|\bfail(?:ed|s)?\s+to\b|\bineffective\b|\bwithout\s+(?:\w+\s+){0,2}(?:effect|pain\s+relief|difference)\b|\black\s+of\s+(?:efficacy|effect|benefit)\b|\binsufficient\b",
    re.IGNORECASE,
)
_LESS = r"(?:lower|lowest|less|lesser|fewer|reduc\w+|decreas\w+|diminish\w*|reliev\w+|alleviat\w+|attenuat\w+|improv\w+|inhibit\w+|prevent\w*|abolish\w*|disappear\w*|minimi[sz]\w+|eliminat\w+|ameliorat\w+|suppress\w*|fell|declin\w+|resolved)"
_MORE = (
    r"(?:higher|highest|greater|more|increas\w+|worse\w*|stronger|aggravat\w+|elevated)"
)
_BETTER = r"(?:better|best|superior\w*|more\s+(?:effective|efficacious|potent|pronounced)|greater|greatest|higher|improved|enhanced|faster|longer|prolonged|additional)"
_GOOD = r"(?:effective\w*|efficacious|efficacy|good|excellent|adequate|satisfactory|beneficial|benefits?|successful\w*|dramatic|significant|potential\s+value|useful|substantial|sustain\w+|large)"
_RELIEF = r"(?:analgesi[ac]\w*|antinocicept\w+|pain[\s-]+(?:relie\w+|control\w*|reduction|suppression|decrease|improvement|intensity\s+difference)|relief|SPID\d*|TOTPAR\d*)"
_BE = r"\b(?:was|were|is|are|be|been|remained|became|being|had)\b"
#: (verdict, pattern), tried in order: relief before pain, since more relief is less pain.
_PATTERNS: tuple[tuple[Verdict, str], ...] = (
        ("gain", rf"\b{_BETTER}\b[^;]{{0,60}}?\b{_RELIEF}\b|\b{_RELIEF}\b[^;]{{0,90}}?\b{_BETTER}\b|\b{_BETTER}\b[^;]{{0,90}}?\b(?:in|for|at)\s+(?:\w+\s+){{0,2}}?(?:reduc\w+|reliev\w+|decreas\w+|prevent\w+|alleviat\w+|control\w+|manag\w+|treat\w+)\s+(?:[\w-]+\s+){{0,4}}?{_PAIN}\b"),
        ("gain", rf"\b{_BETTER}\s+(?:\w+\s+)?(?:reduction|decrease|improvement)s?\b[^;]{{0,50}}?\b{_PAIN}\b|\b{_PAIN}\b[^;]{{0,50}}?\b(?:improvement|reduction|decrease)s?\s+(?:\w+\s+){{0,3}}?{_BETTER}\b|\b(?:improvement|reduction|decrease)s?\b[^;]{{0,60}}?\b{_PAIN}\b[^;]{{0,110}}?\b{_BETTER}\b"),
        ("loss", rf"\b(?:less|lower|poorer|inferior|worse)\s+(?:\w+\s+)?{_RELIEF}\b|\b{_RELIEF}\b[^;]{{0,40}}?\b(?:less|lower|poorer|inferior|worse)\b"),
        ("gain", rf"\b(?:lower|lowest|less|lesser|fewer|reduced|decreased|milder)\b[^;]{{0,50}}?\b{_PAIN}\b|\b{_PAIN}\b[^;]{{0,100}}?{_BE}[^;]{{0,40}}?\b(?:lower|lowest|less|lesser|milder|reduced|decreased)\b"),
        ("loss", rf"\b{_MORE}\b(?:\s+\w+){{0,3}}?\s+{_PAIN}\b(?![\s-]+(?:relief|reduction|control|free|improve))|\b{_PAIN}\b[^;]{{0,100}}?{_BE}[^;]{{0,40}}?\b(?:higher|highest|greater|worse|more\s+(?:severe|intense))\b|\bincreas\w+\s+(?:\w+\s+){{0,3}}?{_PAIN}\b"),
        ("change", rf"\b{_LESS}\b[^;]{{0,80}}?\b{_PAIN}\b|\b{_PAIN}\b[^;]{{0,110}}?\b{_LESS}\b|\b{_GOOD}\b[^;]{{0,80}}?\b(?:{_RELIEF}|{_PAIN})\b|\b(?:{_RELIEF}|{_PAIN})\b[^;]{{0,60}}?\b{_GOOD}\b|\bprovid\w+\b[^;]{{0,40}}?\b{_RELIEF}\b"),
)  # fmt: skip
_SIGNS = tuple(
    (verdict, re.compile(pattern, re.IGNORECASE)) for verdict, pattern in _PATTERNS
)
#: "Greater than 50% pain relief" defines a responder; it compares nothing.
_DEFINITION = re.compile(r"\b(?:greater|more|less|at\s+least)\s+(?:than\s+)?\d+\s?%")
#: "The placebo group showed no effect" is for the other.
_PLACEBO_HAD_NONE = re.compile(
    r"\b(?:placebo|control|saline|sham)\b[^,;]{0,40}?\b(?:no|not)\b", re.IGNORECASE
)
_BETWEEN = re.compile(r"\b(?:between|than|compared|from)\b", re.IGNORECASE)
#: Words that part the arms of a comparison.
_THAN = re.compile(
    r"\b(?:than|compared\s+(?:with|to)|in\s+comparison\s+(?:with|to)|when\s+compared|comparing\s+with|versus|vs\.?|over|relative\s+to|as\s+opposed\s+to|superior\s+to|with\s+respect\s+to)\b",
    re.IGNORECASE,
)
_COMPARATOR = re.compile(
    r"\b(?:placebo|controls?|saline|sham|conventional|standard|usual(?:\s+care)?|untreated|vehicle|no[\s-]treatment|(?:no|non)[\s-]\w+\s+(?:group|arm)|without|waiting[\s-]list)\b",
    re.IGNORECASE,
)
#: Whether a clause compares arms at all.
_COMPARES = re.compile(
    r"\b(?:groups?|arms?|than|compar\w+|versus|vs|superior\w*|placebo|controls?|both|between)\b",
    re.IGNORECASE,
)
_BOTH = re.compile(r"\b(?:both|all|each|either|the\s+two|three)\s+(?:\w+\s+){0,2}?(?:groups?|arms?|treatments?|drugs?|techniques?|methods?|strategies|interventions?|regimens?|doses?|procedures?|programmes?)\b|\bregardless\s+of\b", re.IGNORECASE)  # fmt: skip
#: What was before treatment, and pain as an unwanted event.
_ASIDE = re.compile(
    r"\b(?:adverse|AEs?|side[\s-]effects|complications?)\b[^;]{0,60}?\bpain\b|\b(?:before|prior\s+to)\s+(?:the\s+)?(?:\w+\s+)?(?:treatment|procedure|intervention|administration|surgery|operation|injection)\b|\bat\s+baseline\b|\bpre-?operative\b|\bdemographic\w*",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r";\s|,\sand\s(?=(?:was|were|had|did|no|the|there)\b)|,?\sand\s(?=(?:the\s)?placebo\b)|,\s(?:but|whereas|while|although|though|yet)\b|\b(?:however|whereas|although|but)\b,?\s|\bwhile\b"
)
_AIM = re.compile(
    r"\b(?:to\s+(?:compare|evaluate|assess|investigate|determine|examine|study|test|analy[sz]e|establish)|aims?\s+(?:of|was|is)|purpose|objective|hypothesi[sz]\w*|we\s+(?:compared|investigated|evaluated|assessed|studied|tested)|was\s+(?:designed|undertaken)|(?:was|were)\s+(?:measured|assessed|recorded|evaluated|rated|scored|monitored)|randomi[sz]ed\s+to|primary\s+(?:outcome|endpoint)\s+(?:was|is|measure)|further\s+(?:studies|research|trials)|should\s+be|needed|required\s+to|previous\s+stud|would)\b",
    re.IGNORECASE,
)
_CONCLUDES = re.compile(
    r"\b(?:conclu\w+|in\s+summary|these\s+(?:results|findings|data)|our\s+(?:results|findings|data|study)|this\s+(?:study|trial)\s+(?:\w+\s+)?(?:show|demonstrat|suggest|confirm)\w*|appears?\s+to|thus|therefore)\b",
    re.IGNORECASE,
)
_SYNTHESIS = re.compile(r"\bmeta-?\s?analy|\bsystematic\b", re.IGNORECASE)
#: Where a title names the two that it compares.
_TITLE_PARTS = re.compile(
    r"\b(?:versus|vs\.?|compared\s+(?:with|to)|in\s+comparison\s+(?:with|to)|and|or|with)\b",
    re.IGNORECASE,
)
_TITLE_WORD = re.compile(r"[A-Za-z][A-Za-z-]{3,}")
_COMMON = word_table(
    "comparison comparing comparative effect effects efficacy study trial randomized randomised controlled clinical patients treatment pain analgesia analgesic postoperative acute chronic surgery double blind double-blind placebo between intravenous oral using during after following with versus from that this their than compared evaluation different group groups safety"
)
_NAMED = 4
#: An unlabelled abstract's last sentences are its conclusions.
_LAST = 3


def read_direction(view: View, _: Question) -> Iterator[Candidate]:
    """Say in whose favour pain was, if clauses on pain say so."""
    if not view.names_any(_PAIN_WORDS) or not _is_on_pain(view):
        return
    if is_kind(view, "protocol") or is_kind(view, "animal"):
        return
    if is_kind(view, "synthesis") and not _SYNTHESIS.search(view.title):
        return
    judged = tuple(_judged(view))
    answer = _weigh(judged)
    if answer is None:
        return
    value, clause, is_sure = answer
    others = sorted({one.verdict for one in judged} - {clause.verdict})
    yield candidate(
        view,
        "direction",
        value,
        clause.start,
        clause.end,
        f"direction.{clause.verdict}",
        status="derived",
        confidence="medium" if is_sure else "low",
        alternatives=tuple(_NAMES[verdict] for verdict in others),
    )


def _is_on_pain(view: View) -> bool:
    """Say whether pain is an outcome of a study, and not named in passing."""
    named = _HAS_PAIN.search(view.title)
    return bool(named) or len(_HAS_PAIN.findall(view.folded)) > 1


_NAMES: dict[Verdict, str] = {
    "gain": FAVOURS_INTERVENTION,
    "change": FAVOURS_INTERVENTION,
    "loss": FAVOURS_COMPARATOR,
    "alike": NO_DIFFERENCE,
    "none": NO_DIFFERENCE,
}
#: What tells of a change within groups: it decides only where nothing compares them.
_WITHIN = frozenset({"change", "alike"})


def _weigh(judged: Sequence[_Judged]) -> tuple[str, _Judged, bool] | None:
    """Draw one answer from the clauses: what concludes and compares weighs most."""
    concluded = [one for one in judged if one.is_conclusion]
    told = [one for one in judged if not one.is_conclusion]
    is_better = any(one.verdict == "change" for one in concluded)
    for clauses in (concluded, told):
        compared = [one for one in clauses if one.verdict not in _WITHIN]
        verdicts = {one.verdict for one in compared}
        if len(verdicts) == 1:
            return _NAMES[compared[0].verdict], compared[0], True
        if len(verdicts) > 1 and is_better and "gain" in verdicts:
            gains = [one for one in compared if one.verdict == "gain"]
            return FAVOURS_INTERVENTION, gains[0], False
        if len(verdicts) > 1:
            return _weigh_mixed(compared, told if clauses is concluded else ())
    for clauses in (concluded, told):
        for verdict in (
            ("alike", "change") if clauses is concluded else ("change", "alike")
        ):
            within = [one for one in clauses if one.verdict == verdict]
            if within:
                return _NAMES[within[0].verdict], within[0], False
    return None


def _weigh_mixed(
    compared: Sequence[_Judged], told: Sequence[_Judged]
) -> tuple[str, _Judged, bool]:
    """Decide between clauses that disagree: by the results, else they are mixed."""
    verdicts = {one.verdict for one in told if one.verdict not in _WITHIN}
    if len(verdicts) == 1:
        (verdict,) = verdicts
        same = [one for one in compared if one.verdict == verdict]
        if same:
            return _NAMES[verdict], same[0], False
    return MIXED, compared[0], False


def _judged(view: View) -> Iterator[_Judged]:
    """Judge each clause about pain in the results, conclusions and title."""
    sides = _sides(view)
    told = [s for s in view.sentences if s.part in _TELLING]
    last = {s.start for s in told[-_LAST:] if s.part == "abstract"}
    for sentence in told:
        if not _HAS_PAIN.search(sentence.words) or _AIM.search(sentence.words):
            continue
        concludes = bool(_CONCLUDES.search(sentence.words))
        is_conclusion = (
            sentence.part == "conclusions"
            or sentence.start in last
            or (sentence.part == "abstract" and concludes)
        )
        words = _BRACKETS.sub(lambda match: " " * len(match[0]), sentence.words)
        for start, end in _clauses(words):
            verdict = _verdict(words[start:end], sides)
            if (
                verdict == "change"
                and not is_conclusion
                and _MAY.search(words[start:end])
            ):
                continue
            if verdict:
                at = sentence.start
                yield _Judged(at + start, at + end, verdict, is_conclusion)


_TELLING = frozenset({"results", "conclusions", "abstract"})


#: What stands in brackets tells numbers, not which way they point.
_BRACKETS = re.compile(r"\([^()]{0,300}\)|\[[^\[\]]{0,300}\]")
_MAY = re.compile(r"\b(?:can|may|might|could)\b")
_CONCEDES = re.compile(
    r"\s*(?:\w+:\s)?(?:While|Although|Though|Despite|Even\sthough)\b"
)


def _clauses(words: str) -> Iterator[tuple[int, int]]:
    start = 0
    if concession := _CONCEDES.match(words):
        comma = words.find(", ", concession.end())
        if comma > 0:
            yield concession.end(), comma
            start = comma + 2
    for match in _CLAUSE.finditer(words, start):
        if match.start() > start:
            yield start, match.start()
        start = match.end()
    if start < len(words):
        yield start, len(words.rstrip())


def _verdict(
    clause: str, sides: tuple[frozenset[str], frozenset[str]]
) -> Verdict | None:
    """Judge one clause; ``None`` where it does not tell how strong pain was."""
    bare = _DEFINITION.sub(" ", _NOT_INTENSITY.sub(" ", clause))
    if not _HAS_PAIN.search(bare) or _ASIDE.search(bare):
        return None
    if _NO_DIFFERENCE.search(bare):
        is_of_one = _PLACEBO_HAD_NONE.search(bare) and not _BETWEEN.search(bare)
        return None if is_of_one else "none"
    verdict = next((name for name, sign in _SIGNS if sign.search(bare)), None)
    if verdict is None or verdict == "none":
        return None
    if _BOTH.search(bare):
        return None if verdict == "loss" else "alike"
    if verdict == "change" or not _COMPARES.search(bare):
        return None if verdict == "loss" else "change"
    return _turned(verdict, _favoured(bare, sides))


def _turned(verdict: Verdict, side: str | None) -> Verdict | None:
    """Turn what a clause says of its first arm into what it says of the intervention."""
    if side == "comparator":
        return "loss" if verdict == "gain" else "gain"
    if side is None and verdict == "loss":
        # More pain with an arm that is not known to be either says nothing.
        return None
    return verdict


def _favoured(clause: str, sides: tuple[frozenset[str], frozenset[str]]) -> str | None:
    """Say which side a clause speaks of before "than": intervention or comparator."""
    parts = _THAN.split(clause, maxsplit=1)
    # "Comparing A with B showed that B ...": what follows "that" is told.
    left = re.split(r"\bthat\b", parts[0])[-1]
    right = parts[1] if len(parts) > 1 else ""
    if _COMPARATOR.search(left) and not _COMPARATOR.search(right):
        return "comparator"
    if _COMPARATOR.search(right):
        return "intervention"
    first, second = sides
    words = {word.lower() for word in _TITLE_WORD.findall(left)}
    if words & first and not words & second:
        return "intervention"
    if words & second and not words & first:
        return "comparator"
    return None


def _sides(view: View) -> tuple[frozenset[str], frozenset[str]]:
    """Give the words of the two that a title compares; the first is the intervention."""
    parts = _TITLE_PARTS.split(view.title)
    if len(parts) < 2:
        return frozenset(), frozenset()
    # Only the words next to "versus" name the two; the rest is what both are for.
    near = (
        _TITLE_WORD.findall(parts[0])[-_NAMED:],
        _TITLE_WORD.findall(parts[1])[:_NAMED],
    )
    first, second = ({word.lower() for word in words} - _COMMON for words in near)
    return frozenset(first - second), frozenset(second - first)

"""The outcomes that a sentence names: unwanted events, relief of pain, and others.

Others matter because they take the counts beside them: "nausea was rare; 30% needed
morphine" has no count of nausea.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Literal, NamedTuple

from ketaevidence.extraction.mentions.counts import word_starts
from ketaevidence.extraction.rules.outcomes.adverse_words import (
    BEFORE,
    HARMS,
    HYPHENED,
    PAIRS,
    SECONDS,
    word_table,
)
from ketaevidence.extraction.rules.outcomes.relief_words import (
    ANSWERS,
    DENIED,
    DENIED_AFTER,
    GOES_ON,
    HINTS,
    MAY_BE_RELIEF,
    NAMES_PAIN,
    NO_RELIEF,
    NOT_OF_PAIN,
    ON_PAIN,
    PAIN_HINTS,
    PAIN_NAMES,
    PAIN_TOPIC,
    RELIEFS,
    SURVEYS,
    TO,
    TO_DO,
)
from ketaevidence.extraction.rules.outcomes.title_harms import (
    is_on_injection_pain,
    is_the_disease,
    own_names,
)
from ketaevidence.extraction.text import Sentence, View, Word

#: A "weak" outcome tells which people are meant: "patients receiving ketamine".
Kind = Literal["harm", "relief", "other", "weak"]


class Term(NamedTuple):
    """An outcome named in a sentence; places count from the sentence's start."""

    start: int
    end: int
    kind: Kind
    name: str
    #: The events that are named together: "nausea and vomiting".
    parts: tuple[str, ...] = ()


#: Outcomes that are neither harm nor relief: they take the counts beside them.
_OTHERS = word_table(
    "required requiring require requires needed needing need completed completing enrolled female male females males satisfied "
    "satisfaction preferred prefer preference preferring willing smokers prescribed compliance adherence compliant returned accuracy sensitivity specificity "
    "diagnosed diagnosis diagnoses disorder disorders history relapse relapsed recurrence recurred recurrences survival survived positive negative resistant bioavailability saturation consumption "
    "excluded eligible screened refused declined lost evaluable analyzed analysed tolerated tolerability employed married cesarean caesarean "
    "questionnaire questionnaires respondents answered agreed believed thought felt knew power confidence eradication eradicated pregnancy pregnant conversion reoperation readmission readmitted admitted hospitalized "
    "disability unemployed working correctly correct knowledge ordered documented prescriptions physicians hospitals nurses missing dropouts drop-outs withdrew withdrawn withdrawal withdrawals discontinued discontinuation discontinuations "
    "willingness variance costs cost savings sleep mobility ambulation ambulated intubation intubated extubation stones stone"
)  # fmt: skip
#: Words that tell which people are meant, or what they were given.
_WEAK = word_table(
    "received receiving took taking used using given assigned randomized randomised allocated underwent undergoing requested"
)
#: After an event these say what it led to, and the count is still the event's.
_LED_TO = re.compile(
    r",?\s(?:requiring|required|leading|resulting|led|causing|needing|necessitating|that|which|prompting|severe\s+enough|serious\s+enough)\b"
)
_LOW_PRESSURE = r"(?:drops?|falls?|decreases?)\s(?:in|of)\s(?:the\s)?(?:mean\s)?(?:arterial\s|systolic\s)?(?:blood\s)?pressure"
_BECAUSE = re.compile(
    r"\b(?:discontinu\w*|withdr[ae]w\w*|stopp\w*|dropped\s+out|drop-?outs?|left\s+the\s+(?:study|trial)|terminat\w+|explant\w*|removed|interrupted)\b(?:[\s,]+[\w-]+){0,6}?\s(?:due\s+to|because\s+of|owing\s+to|for|secondary\s+to|on\s+account\s+of|as\s+a\s+result\s+of|by\s+reason\s+of)\s(?:[\w-]+\s){0,4}?(?P<why>(?:adverse|unwanted|untoward|undesirable|toxic)(?:\s(?:drug\s)?(?:events?|effects?|reactions?|experiences?|outcomes?)\b)?|side[\s-]effects?|AEs?\b|toxicit\w+|intoleran\w+|nausea|vomiting|sedation|diarrh\w+|dizziness|somnolence|rash|hypotension|bradycardia|"
    rf"{_LOW_PRESSURE}"
    r"|poor\s+tolerab\w+)",
    re.IGNORECASE,
)
_ENZYMES = r"(?:(?:liver|hepatic)(?:[\s-](?:enzymes?|transaminases?|function\stests?))?|(?:amino)?transaminases?|(?:alanine\s|aspartate\s)?aminotransferases?|ALT|AST)"
#: Events that take more than two words.
_LONG = re.compile(
    rf"\b{_LOW_PRESSURE}\b"
    # Enzymes of the liver are measured in all: only that they rose is a harm.
    rf"|\b(?:elevat\w+|raised|increased?|abnormal)\s(?:in\s|of\s)?(?:the\s)?(?:serum\s)?{_ENZYMES}\b|\b{_ENZYMES}(?:\s(?:elevations?|increases?|abnormalit\w+|rose|increased)\b|\s(?:was|were|became)\s(?:\w+\s)?(?:raised|elevated|increased|abnormal)\b)",
    re.IGNORECASE,
)
_ON_INJECTION = re.compile(
    r"\b(?:(?:mild|moderate|severe)(?:\s(?:to|or)\s(?:moderate|severe))?\s)?(?:(?:propofol|rocuronium)[\s-])?(?:injection|infusion)[\s-](?:site[\s-])?pain\b|\b(?:(?:mild|moderate|severe)(?:\s(?:to|or)\s(?:moderate|severe))?\s)?pain\s(?:(?:on|during|upon|at|from|due\sto|caused\sby)\s(?:the\s)?(?:(?:intravenous|i\.?v\.?|subsequent|propofol|rocuronium)\s)?injection|(?:at\s)?(?:at|in|around)\s(?:the\s)?injection\ssite)(?:\sof\s(?:propofol|rocuronium))?\b",
    re.IGNORECASE,
)
_LED_TO_STOP = re.compile(
    r"\b(?:leading|led)\sto\s(?:(?:study|drug|treatment|permanent|early|therapy|premature)\s){0,2}(?:discontinuations?|withdrawals?)(?:\s(?:of|from)\s(?:the\s)?(?:study\s)?(?:treatment|study|therapy|drug|medication))?",
    re.IGNORECASE,
)
_SEDATION = re.compile(
    r"\b(?:excessive|heavy|deep|profound|marked|mild|moderate|severe|unwanted|undue)\s(?:to\s\w+\s)?sedation\b|\b(?:pre-?operative\s|post-?operative\s)?sedation(?=\s[(\[]\d{1,3}(?:\.\d+)?\s?%)",
    re.IGNORECASE,
)


#: The lack of an effect is neither harm nor relief.
_LACK = re.compile(
    r"\b(?:lack\s+of\s+(?:\w+\s)?(?:effect\w*|efficacy|response|benefit|relief)|inefficacy|ineffective\w*|failure\s+rates?|(?:treatment\s+|implant\s+)?failures?)\b",
    re.IGNORECASE,
)
#: (a sentence must have one of these, phrase)
_PHRASES = (
    (("due to", "because", "owing", "secondary", "result", "account", "reason", " for "), _BECAUSE),
    (("pressure", "liver", "hepatic", "transamin", "aminotransf", "alt", "ast"), _LONG),
    (("injection", "infusion"), _ON_INJECTION),
    (("leading to", "led to"), _LED_TO_STOP),
    (("sedation",), _SEDATION),
    (("lack", "ineff", "failure"), _LACK),
)  # fmt: skip


#: A text without any of these names no harm that is a single word or a phrase.
_ALONE = HARMS | HYPHENED | word_table("sedation pressure liver hepatic transaminase transaminases aminotransferase aminotransferases alt ast injection intolerance intolerant intolerability poor unwanted effect effects")  # fmt: skip
#: With one of these a harm may begin.
_BEGINS = _ALONE | PAIRS.keys()


def may_name_harm(view: View) -> bool:
    """Say whether a text may name an unwanted event: a cheap test of its words."""
    if view.names_any(_ALONE) or is_on_injection_pain(view):
        return True
    return view.names_any(_FIRSTS) and view.names_any(SECONDS)


_FIRSTS = frozenset(PAIRS)


def may_name_relief(view: View) -> bool:
    """Say whether a text may tell of relief of pain: a cheap test of its words."""
    return view.names_any(PAIN_NAMES) and view.names_any(MAY_BE_RELIEF)


def sentences_to_read(view: View, sentences: Iterable[Sentence]) -> Iterator[Sentence]:
    """Give the sentences that may name a harm or a relief."""
    own = view.once(own_names)
    begins = _BEGINS | {name.lower() for name in own} if own else _BEGINS
    harms = [view.words[place].start for place in view.places_of(begins)]
    tells_relief = may_name_relief(view)
    letters = view.once(_relief_letters) if tells_relief else frozenset()
    for sentence in sentences:
        at = bisect_left(harms, sentence.start)
        if at < len(harms) and harms[at] < sentence.end:
            yield sentence
        elif tells_relief:
            lower = sentence.words.lower()
            if any(hint in lower for hint in HINTS) or any(
                word in sentence.words for word in letters
            ):
                yield sentence


def is_on_pain(view: View) -> bool:
    """Say whether a text is about pain: in its title, or again and again."""
    if not any(word in view.lower for word in PAIN_HINTS):
        return False
    if PAIN_TOPIC.search(view.title):
        return True
    again = islice(PAIN_TOPIC.finditer(view.folded), _OFTEN)
    return len(list(again)) == _OFTEN


#: What a text names so many times, it is about.
_OFTEN = 3


def terms_in(view: View, sentence: Sentence, *, on_pain: bool) -> list[Term]:
    """Give the outcomes that a sentence names, in order, without overlap."""
    found: list[Term] = []
    if view.names_any(PAIN_NAMES):
        found += _reliefs(sentence.words, on_pain=on_pain)
        letters = view.once(_relief_letters)
        if letters:
            found += [
                Term(match.start(), match.end(), "relief", match[0])
                for match in _CAPITALS.finditer(sentence.words)
                if match[0] in letters
            ]
    if found and is_on_injection_pain(view):
        # "Had moderate pain" is the harm itself here.
        found = [term for term in found if term.kind == "relief"]
    if found and view.names_any(SURVEYS):
        found = [
            term._replace(kind="other") if ANSWERS.fullmatch(term.name) else term
            for term in found
        ]
    found += _words_of(view, sentence)
    found.sort(key=lambda term: (term.start, -term.end))
    kept: list[Term] = []
    for term in found:
        if kept and term.start < kept[-1].end:
            continue
        if kept and _goes_on_denied(sentence.words, kept[-1], term):
            kept.append(term._replace(kind="other"))
            continue
        if kept and _is_led_to(sentence.words, kept[-1], term):
            continue
        if kept and _are_joined(sentence.words, kept[-1], term):
            kept[-1] = _together(sentence.words, kept[-1], term)
            continue
        kept.append(term)
    return kept


#: "Pain-free (PF)", "sustained pain relief (SPR)": letters for relief from there on.
_EXPLAINED = re.compile(
    r"\b(?:(?:pain|headache)[\s-](?:free(?:dom)?|relief|response)|responders?)(?:\s(?:rates?|status|response))?\s\((?P<letters>[A-Z]{2,4})s?\)",
    re.IGNORECASE,
)
_CAPITALS = re.compile(r"(?<![\w-])[A-Z]{2,4}(?![\w-])")


def _relief_letters(view: View) -> frozenset[str]:
    """Give the abbreviations that the text makes of words for relief."""
    if "(" not in view.folded:
        return frozenset()
    found = (match["letters"] for match in _EXPLAINED.finditer(view.folded))
    return frozenset(letters for letters in found if letters.isupper())


#: Between two of a list: ": "nausea (69% vs 53%), vomiting".
_NEXT_ITEM = re.compile(r"\s?\([^()]{1,60}\),?\s(?:and\s)?")


def _goes_on_denied(words: str, first: Term, second: Term) -> bool:
    """Say whether a list that began with "relieving nausea" goes on."""
    is_denied = first.kind == "other" and first.name not in _OTHERS
    between = words[first.end : second.start]
    return is_denied and second.kind == "harm" and bool(_NEXT_ITEM.fullmatch(between))


def _is_led_to(words: str, first: Term, second: Term) -> bool:
    """Say whether an outcome only tells of a harm: "nausea requiring treatment"."""
    between = words[first.end : second.start]
    return (
        first.kind == "harm"
        and len(between) < 60
        and (second.kind == "other" or _LED_TO_STOP.fullmatch(second.name) is not None)
        and bool(_LED_TO.match(between + second.name))
    )


def _are_joined(words: str, first: Term, second: Term) -> bool:
    """Say whether two harms are named together: "nausea and vomiting"."""
    between = words[first.end : second.start]
    return (
        first.kind == second.kind == "harm"
        and re.fullmatch(r",?\s?(?:and/or|and|or|/|&)\s?(?:of\s)?|,\s?", between)
        is not None
    )


def _together(words: str, first: Term, second: Term) -> Term:
    parts = (first.parts or (first.name,)) + (second.name,)
    return Term(first.start, second.end, "harm", words[first.start : second.end], parts)


def _reliefs(words: str, *, on_pain: bool) -> Iterator[Term]:
    """Give the reliefs that a sentence names; a denied one is another outcome."""
    lower = words.lower()
    if not any(hint in lower for hint in HINTS):
        return
    for needs, pattern in RELIEFS:
        if needs == ON_PAIN and not on_pain:
            continue
        for match in pattern.finditer(words):
            is_none = needs == NO_RELIEF or _is_no_relief(words, match)
            kind: Kind = "other" if is_none else "relief"
            defined = GOES_ON.match(words, match.end())
            end = defined.end() if defined else match.end()
            if _WHO.search(words, max(0, match.start() - 24), match.start()):
                kind = "weak" if "respond" in match[0] else kind
            yield Term(match.start(), end, kind, words[match.start() : end].strip())


#: "Patients who had responded": they are told of, not counted.
_WHO = re.compile(r"\bwho\s(?:had\s|have\s|initially\s|first\s){0,2}$")


def _is_no_relief(words: str, match: re.Match[str]) -> bool:
    """Say whether relief is denied, only meant to happen, or not of pain."""
    before = words[max(0, match.start() - 60) : match.start()]
    after = words[match.end() : match.end() + 40]
    near = before[-40:] + match[0] + after[:30]
    return bool(
        DENIED.search(before)
        or DENIED_AFTER.match(after)
        or (TO.search(before) and TO_DO.match(match[0]))
        or (not NAMES_PAIN.search(match[0] + after[:30]) and NOT_OF_PAIN.search(near))
    )


def harms_in(view: View, sentence: Sentence) -> list[Term]:
    """Give the unwanted events that a sentence names, also where it denies them."""
    return [
        term
        for term in _words_of(view, sentence)
        if term.kind != "weak" and term.name not in _OTHERS
    ]


def _words_of(view: View, sentence: Sentence) -> list[Term]:
    """Give the harms and the other outcomes of a sentence, word by word."""
    words = view.words
    starts = view.once(word_starts)
    low = bisect_left(starts, sentence.start)
    high = bisect_left(starts, sentence.end)
    found = list(_phrases(view, sentence))
    own = view.once(own_names)
    at = low
    while at < high:
        word = words[at].lower
        size = _harm_size(words, at, high)
        if own and not size:
            size = int(word in own or view.folded[slice(*words[at][1:])] in own)
        if size:
            found.append(_harm(view, sentence, words, (low, at, size)))
            at += size
            continue
        if word in _OTHERS or word in _WEAK:
            start = words[at].start - sentence.start
            kind: Kind = "other" if word in _OTHERS else "weak"
            found.append(Term(start, words[at].end - sentence.start, kind, word))
        at += 1
    return found


def _phrases(view: View, sentence: Sentence) -> Iterator[Term]:
    """Give the unwanted events that take a phrase; few sentences may hold one."""
    lower = sentence.words.lower()
    for hints, phrase in _PHRASES:
        if not any(hint in lower for hint in hints):
            continue
        if phrase is _SEDATION and "sedat" in view.title.lower():
            continue
        kind: Kind = "other" if phrase is _LACK else "harm"
        for match in phrase.finditer(sentence.words):
            yield Term(match.start(), match.end(), kind, match[0])


def _harm_size(words: Sequence[Word], at: int, high: int) -> int:
    """Say how many words from here name an unwanted event; 0 if none."""
    word = words[at].lower
    follows = words[at + 1].lower if at + 1 < high else ""
    if word in PAIRS and follows in PAIRS[word]:
        return 2
    return int(word in HARMS or word in HYPHENED)


def _harm(
    view: View, sentence: Sentence, words: Sequence[Word], place: tuple[int, int, int]
) -> Term:
    low, at, size = place
    first = at
    while first > low and words[first - 1].lower in BEFORE and words[first].start - words[first - 1].end == 1:  # fmt: skip
        first -= 1
    start, end = words[first].start - sentence.start, words[at + size - 1].end - sentence.start  # fmt: skip
    name = view.folded[words[first].start : words[at + size - 1].end]
    kind: Kind = "harm"
    before = sentence.words[max(0, start - 40) : start]
    after = sentence.words[end : end + 30]
    if (
        _NOT_SUFFERED.search(before)
        or _NOT_SUFFERED_AFTER.match(after)
        or _IS_SYMPTOM.search(sentence.words[max(0, start - 200) : start])
    ):
        kind = "other"
    if is_the_disease(view, words[at].lower) or _UNTIL.search(before):
        kind = "weak"
    return Term(start, end, kind, name)


#: "Relief until death": a time, not an outcome.
_UNTIL = re.compile(r"\b(?:until|till|before|time\s+of|time\s+to)\s$")
#: Events that nobody had, or that were there before.
_NOT_SUFFERED = re.compile(
    r"\b(?:without|free\s+of|free\s+from|absence\s+of|no|history\s+of|risk\s+of|risk\s+factors?\s+for|prophyla\w+\s+(?:of|for|against)|prevent\w*|prevention\s+of|treat\w*|treatment\s+of|control\s+of|relief\s+of|reliev\w+|reduction\s+(?:in|of)|(?:majority|most|severity|intensity|duration|onset|types?)\s+of(?:\s+the|\s+these|\s+all)?|most|remission\s+of|resolution\s+of|recovery\s+from|improvement\s+in|for|against|anti|with\s+previous|refractory|intractable|pre-?treatment|baseline|pre-?existing|neither|(?:did|does|do)\s+not\s+(?:experience|have|develop|report|suffer(?:\s+from)?)|investigation\s+of|evaluation\s+of|present(?:ed|ing)\s+with|diagnosis\s+of|suspected|indications?\s+(?:was|were|for))\s(?:\w+\s)?$",
    re.IGNORECASE,
)
#: Symptoms that people came with.
_IS_SYMPTOM = re.compile(
    r"\b(?:symptoms?|signs?|manifestations?|complaints?|features|presentations?|comorbidit\w+|risk\s+factors?|indications?(?:\sfor\s\w+)?|diagnoses|reasons?|a?etiolog(?:y|ies)(?:\sof\s\w+)?)\s(?:were|was|included|include|are|is)\s[^;]*$",
    re.IGNORECASE,
)
_NOT_SUFFERED_AFTER = re.compile(
    r"[\s-](?:(?:syndromes?|scores?|scales?|free|threshold|reflex|ratings?|relief|prophylaxis|response|severity|index|indices|profile)\b|(?:at|before)\s(?:baseline|entry|enrol|treatment|randomi))",
    re.IGNORECASE,
)

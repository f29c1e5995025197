"""Who paid for a study, and what its authors declare of their interests."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ketaevidence.extraction.mentions.word_set import word_set
from ketaevidence.extraction.model import Candidate
from ketaevidence.extraction.rules.found import candidate, from_metadata
from ketaevidence.extraction.text import Sentence, View
from ketaevidence.question.model import Question

_GATE = word_set(
    "funded funding fund sponsored sponsor sponsors sponsorship supported support",
    "grant grants financed financial financially granted",
)
#: Who or what may be paid for: "this trial was supported by".
_PAID = r"(?:study|trial|work|research|project|investigation|authors?|protocol|review|article|publication|program(?:me)?|development|survey|we|analysis|collection|manuscript)"
#: Who pays: these words tell a sponsor from "supported by the evidence".
_PAYER = (
    r"(?:grants?|funds?|funding|foundations?|fellowships?|scholarships?|awards?|contracts?|wellcome|inc|ltd|gmbh|corp|corporation|limited|llc|ag|plc|sa|"
    r"pharma|pharmaceuticals?|laborator(?:y|ies)|laboratoires?|pfizer|merck|novartis|bayer|sanofi|lilly|astrazeneca|glaxo\w*|roche|janssen|medtronic|"
    r"grünenthal|grunenthal|mundipharma|allergan|abbott|abbvie|boehringer|amgen|takeda|johnson|government|ministry|department\sof|"
    r"national\s(?:institutes?|science|natural|health|research|key|council)|institutes?\sof|research\scouncil|medical\sresearch|council\sof|"
    r"health\scouncil|society|association|academy|universit\w+|commission|european\sunion|charity|manufacturer|sponsors?|deanship|vice\s?chancell\w+|"
    r"deputy|research\s(?:affairs|cent(?:er|re)|committee|board|office))"
)
_RULES: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "funding.none",
        re.compile(
            r"\b(?:funding|financial\ssupport|sponsor(?:ship)?|grants?|source\sof\sfunding)\s?:?\s?(?:none|nil|not\sfunded|no\s(?:external\s|specific\s)?funding|no\sfunds)\b"
            r"|\bno\s(?:\w+\s){0,2}(?:funding|financial\ssupport|sponsor(?:ship)?)\s(?:was\s|were\s|has\sbeen\s)?(?:received|obtained|provided|used|for\sthis)\b"
            r"|\b(?:did\snot\sreceive|received\sno|without)\s(?:any\s)?(?:\w+\s){0,2}(?:funding|financial\ssupport|grant)\b"
            r"|\b(?:was|is|were)\s(?:not\sfunded|unfunded|self-?funded)\b|\bfunding\sinformation:\s?none\b",
            re.IGNORECASE,
        ),
    ),
    (
        "funding.by",
        re.compile(
            rf"(?:^\W*|\b{_PAID}\b[^.;:]{{0,60}}?\s|[;:]\s|\()(?:\w+ly\s|in\spart\s|jointly\s){{0,2}}"
            r"(?P<verb>funded|sponsored|financed|supported|financially\ssupported|granted)\s(?:in\spart\s|partly\s|partially\s|solely\s|entirely\s|financially\s)?(?:by|through|with|from)\s(?P<who>[^.;()]{3,160}(?:\.(?=[A-Za-z0-9])[^.;()]{0,80})*)",
            re.IGNORECASE,
        ),
    ),
    (
        "funding.label",
        re.compile(
            r"(?:^|[.;]\s?)(?:primary\s|source\sof\s|study\s|trial\s)?(?:funding|sponsors?|financial\ssupport|support|funding\ssources?|sources?\sof\sfunding|funders?|primary\sfunding\ssource|primary\sfunding)\s?:\s?(?P<who>[^.;]{3,160})",
            re.IGNORECASE,
        ),
    ),
    (
        "funding.grant",
        re.compile(
            r"\b(?:grants?|funding|financial\ssupport|fellowship)\s(?:number\s\S+\s|\([^()]{0,40}\)\s)?(?:was\s|were\s)?(?:provided\s|received\s|awarded\s|obtained\s|given\s)?(?:by|from)\s(?P<who>[^.;()]{3,160})",
            re.IGNORECASE,
        ),
    ),
)
_IS_PAYER = re.compile(rf"\b{_PAYER}\b", re.IGNORECASE)
#: An acronym or a name in capitals may pay too: "funded by NIHR".
_NAME = re.compile(r"\b(?:[A-Z]{3,}|(?:[A-Z][a-z]+\s){1,3}(?:[A-Z]\w+))\b")
_IS_NONE = re.compile(
    r"\W*(?:(?:this|the)\s\w+\s(?:was|is)\s)?(?:(?:none|nil|not\sfunded|unfunded)\b|no\s(?:\w+\s){0,2}(?:funding|support|funds|sponsor\w*|grants?)\b[^.;]{0,60})\W*",
    re.IGNORECASE,
)
_OWN_MONEY = re.compile(
    rf"\b(?:this|the|our|present|we|authors?)\b[^.;]{{0,40}}\b{_PAID}\b|\b(?:we|authors)\s(?:\w+\s)?received\b",
    re.IGNORECASE,
)
#: "Supported by evidence", "funded by patients": no sponsor.
_NO_PAYER = re.compile(
    r"^(?:(?:the|a|an|these|our|this|recent|strong|current|several|some|many|previous|clinical|experimental)\s){0,3}"
    r"(?:evidence|data|results?|findings?|literature|studies|trials|observations?|fact|facts|experience|analys[ei]s|research\b(?!\s(?:council|foundation|grant|fund))|"
    r"pillows?|nurs\w+|famil\w+|patients|bandage|brace|table|hypothes[ie]s|theor\w+|model|guidelines|consensus|meta-analys[ei]s|review|use|arm|physicians?)\b",
    re.IGNORECASE,
)
_LONGEST = 120


def read_funding(view: View, _: Question) -> Iterator[Candidate]:
    """Read who paid, from the text; from PubMed's grants where the text is silent."""
    has_section = any(part == "funding" for *_, part in view.sections)
    may_say = has_section or view.names_any(_GATE)
    stated = list(_stated(view)) if may_say else []
    yield from stated
    if not stated:
        yield from _grants(view)


def _stated(view: View) -> Iterator[Candidate]:
    for sentence in view.sentences:
        found = _in_sentence(view, sentence)
        if found:
            yield found
            return


def _in_sentence(view: View, sentence: Sentence) -> Candidate | None:
    is_section = sentence.part == "funding"
    if (
        is_section
        and _IS_NONE.fullmatch(_UNLABELLED.sub("", sentence.words))
        and not _INTEREST.search(sentence.words)
    ):
        return candidate(
            view, "funding", "none", sentence.start, sentence.end, "funding.none"
        )
    for rule, pattern in _RULES:
        for match in pattern.finditer(sentence.words):
            start, end = sentence.start + match.start(), sentence.start + match.end()
            if rule == "funding.none":
                return candidate(view, "funding", "none", start, end, rule)
            who = match["who"].strip(" ,")
            if not _is_sponsor(rule, match, who, sentence):
                continue
            first = match.start() + len(match[0]) - len(match[0].lstrip(" .;:("))
            return candidate(
                view,
                "funding",
                _short(who),
                sentence.start + first,
                sentence.start + match.end("who"),
                rule,
                confidence="high"
                if is_section
                or match.groupdict().get("verb") in {"funded", "sponsored"}
                else "medium",
            )
    if (
        is_section
        and _IS_PAYER.search(sentence.words)
        and not _INTEREST.search(sentence.words)
    ):
        who = _UNLABELLED.sub("", sentence.words)
        return candidate(
            view,
            "funding",
            _short(who),
            sentence.start,
            sentence.end,
            "funding.section",
        )
    return None


_UNLABELLED = re.compile(r"^\W*(?:[A-Z][\w ]{2,30}:\s)?")


def _is_sponsor(rule: str, match: re.Match[str], who: str, sentence: Sentence) -> bool:
    """Say whether the words name someone who pays for this study."""
    if sentence.part == "funding":
        return not _NO_PAYER.match(who)
    if rule == "funding.label":
        return sentence.part in {"abstract", "conclusions", "registration"} and bool(
            _IS_PAYER.search(who)
        )
    # "Funded by X." as a sentence of its own needs no subject.
    is_alone = not match.start() and rule == "funding.by"
    if _NO_PAYER.match(who) or not (
        is_alone or _OWN_MONEY.search(sentence.words[: match.end()])
    ):
        return False
    if match.groupdict().get("verb", "").lower() in {"funded", "sponsored", "financed"}:
        return bool(_IS_PAYER.search(who) or _NAME.search(who))
    return bool(_IS_PAYER.search(who))


def _short(words: str) -> str:
    """Cut a sponsor's name to a readable length, at a word's end."""
    plain = " ".join(words.split()).rstrip(" .")
    return (
        plain if len(plain) <= _LONGEST else plain[:_LONGEST].rsplit(" ", 1)[0] + " ..."
    )


def _grants(view: View) -> Iterator[Candidate]:
    names = dict.fromkeys(
        grant.agency or grant.acronym
        for grant in view.record.grants
        if grant.agency or grant.acronym
    )
    if names:
        said = "; ".join(str(name) for name in names)
        yield from_metadata(
            view, "funding", _short(said), said, "funding.grants", confidence="medium"
        )


# --- conflicts of interest ----------------------------------------------------------

_INTEREST = re.compile(
    r"\b(?:conflicts?\sof\sinterests?|competing\s(?:financial\s)?interests?|declarations?\sof\s(?:competing\s)?interests?|financial\sdisclosures?|disclosures?)\b",
    re.IGNORECASE,
)
_INTEREST_GATE = frozenset(
    ("conflict", "conflicts", "competing", "disclosure", "disclosures", "interests")
)
_NONE = re.compile(
    r"\b(?:no|none|nil|nothing|not\s(?:have|declare|report)\s(?:any|a)|do\snot\shave|without|absence\sof\sany|not?\s(?:any\s)?(?:potential\s|known\s)?(?:conflicts?|competing))\b",
    re.IGNORECASE,
)
#: Money, posts or shares: something is declared, whatever else the words deny.
_SOME = re.compile(
    r"\b(?:received|receives|employees?|employed|consult\w+|honorari\w+|speakers?|advisory|stock\w*|shareholders?|equity|patents?|royalt\w+|fees|"
    r"paid|grants?\sfrom|owns?|founder|board\smember|reports\s(?:grants|personal|receiving)|discloses?\s(?:that|grants)|served\s(?:as|on))\b",
    re.IGNORECASE,
)
_DENIES = re.compile(
    r"\b(?:no|not|nor|none|without|any)\s(?:\w+\s){0,4}(?:received|employ\w+|consult\w+|honorari\w+|stock\w*|shareholders?|equity|patents?|royalt\w+|fees|paid|grants?\sfrom|supported\sby)\b(?:[\s,]+(?:or\s|and\s|any\s)?(?:grants?\sfrom|received|employ\w+|consult\w+|honorari\w+|stock\w*|shareholders?|equity|patents?|royalt\w+|fees|paid)){0,6}|in\sthe\sabsence\sof",
    re.IGNORECASE,
)


def read_conflict_of_interest(view: View, _: Question) -> Iterator[Candidate]:
    """Read "none_declared" or "declared" from PubMed's statement or the abstract's."""
    said = view.record.conflict_of_interest
    if said and said.strip():
        yield from_metadata(
            view,
            "conflict_of_interest",
            _judged(said),
            said,
            "conflict_of_interest.statement",
            status="stated",
        )
        return
    if not view.names_any(_INTEREST_GATE):
        return
    for sentence in view.sentences:
        match = _INTEREST.search(sentence.words)
        if match and _declares(sentence):
            yield candidate(
                view,
                "conflict_of_interest",
                _judged(sentence.words),
                sentence.start,
                sentence.end,
                "conflict_of_interest.text",
            )
            return


def _judged(words: str) -> str:
    if _SOME.search(_DENIES.sub(" ", words)):
        return "declared"
    return "none_declared" if _NONE.search(words) else "declared"


def _declares(sentence: Sentence) -> bool:
    """Say whether a sentence declares interests rather than speaks of them."""
    if sentence.part == "funding":
        return True
    return bool(
        re.search(
            r"\b(?:declar\w+|disclos\w+|authors?|none|no\s(?:potential\s)?conflicts?|statement)\b",
            sentence.words,
            re.IGNORECASE,
        )
        and re.search(
            r"\b(?:authors?|none|declare[sd]?|no\s(?:potential\s)?(?:conflicts?|competing))\b",
            sentence.words,
            re.IGNORECASE,
        )
    )

"""Doses that stand directly with the name of the review's drug.

No list of other drugs can be complete, so none is kept: an amount belongs to the drug
only where nothing that could be another drug stands between or right beside them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ketaevidence.extraction.model import Candidate
from ketaevidence.extraction.rules.amounts import AMOUNTS, Amount, read_amounts
from ketaevidence.extraction.rules.found import candidate
from ketaevidence.extraction.text import Sentence, View
from ketaevidence.question.matching import pattern
from ketaevidence.question.model import Question

_AMOUNTS = re.compile(AMOUNTS)
_ROUTE = r"(?:intravenous(?:ly)?|i\.?\s?v\.?|oral(?:ly)?|p\.?o\.?|subcutaneous(?:ly)?|s\.?c\.?|intramuscular(?:ly)?|i\.?\s?m\.?|intranasal(?:ly)?|epidural(?:ly)?|intrathecal(?:ly)?|rectal(?:ly)?|topical(?:ly)?|sublingual(?:ly)?|intraarticular|intra-articular|caudal|transdermal)"
_FORM = r"(?:hydrochloride|hcl|sodium|succinate|sulfate|sulphate|tromethamine|benzoate|citrate|phosphate|potassium|salt|tablets?|capsules?|spray|nasal|injections?|infusions?|bolus(?:es)?|cream|gel|solution|suppositor\w+|sr|cr|ir|xr|er|racemic|preservative-free|low-dose|single|continuous)"
#: "5 mg [of intravenous racemic] ketamine".
_TO_DRUG = re.compile(
    rf"\s(?P<of>of\s)?(?:(?:{_ROUTE}|{_FORM})\s){{0,3}}", re.IGNORECASE
)
#: "ketamine [hydrochloride infusion at a dose of] 5 mg".
_FROM_DRUG = re.compile(
    rf"(?:\s(?:{_FORM}|{_ROUTE})){{0,3}}"
    r"(?:\s(?:in\s|at\s)?(?:an?\s|the\s)?(?:single\s|daily\s|total\s|fixed\s|mean\s|median\s|constant\s|starting\s|initial\s|bolus\s|infusion\s|loading\s|low\s)*(?:doses?|dosages?|rates?)"
    r"(?:\s(?:at\sthe\send\sof\sthe\sinfusion|during\sthe\sinfusion))?(?:\s(?:of|was|were|is|from))?"
    rf"|\s(?:was|were)\s(?:given|administered|infused|injected|titrated)(?:\s{_ROUTE})?(?:\s(?:at|from|as))?"
    r"|\s(?:was|were)|,?\s(?:slowly\s|gradually\s)?titrated(?:\sfrom)?|\sfrom|\sat|,)?"
    r"\s?[(\[]?\s?(?:(?<=[(\[])(?:infusion\s|bolus\s)?(?:dose|rate)s?(?:\sof)?\s)?",
    re.IGNORECASE,
)
#: Words that may stand right before an amount that belongs to the drug behind it.
_MAY_PRECEDE = frozenset(
    re.findall(
        r"\S+",
        "received receive receiving either or and with of plus to given versus vs "
        "than by a an the single bolus dose doses administered infused infusion "
        "taking took using at in was were is each additional first then followed "
        "intravenous iv oral subcutaneous intramuscular i.v. only containing adding "
        "after for daily increasing giving gave between inject injected ",
    )
)
#: Words that may follow an amount that belongs to the drug before it.
_MAY_FOLLOW = frozenset(
    re.findall(
        r"\S+",
        "and or vs versus was were is are in by for at on over per daily twice once "
        "thrice three four every bid tid qid qd b.i.d t.i.d q.d iv im po sc i.v i.m "
        "s.c p.o intravenously orally subcutaneously intramuscularly intravenous "
        "oral epidurally intrathecally as with to given administered then followed "
        "infusion bolus before after during until when group groups plus alone than "
        "if compared had has have provided produced reduced significantly showed "
        "did does may can also but while whereas which that appears resulted caused "
        "intranasally intranasal rectally tablets tablet sublingually sc each from "
        "combined given. respectively within increased decreased are tds od nocte "
        "relieved improved because through under up max maximum day n p more is ",
    )
)
_WORD_AFTER = re.compile(r"\s?(?P<word>[A-Za-z][\w.-]*)?")
_LAST_WORD = re.compile(r"(?P<word>[A-Za-z][\w.-]{0,40})\s$")
#: Beside these the drug is one half of a mixture, and the amount may be the other's.
_JOINS = "-/+&"
#: What an amount is where it is not what patients were given.
_NOT_GIVEN = re.compile(
    r"\b(?:consum\w+|requir\w+|spar\w+|concentration\w*|plasma|serum|equivalen\w+|suicid\w+|overdos\w+|ingest\w+|saved|usage|used)\b",
    re.IGNORECASE,
)
_NEAR = 60


def read_dose(view: View, question: Question) -> Iterator[Candidate]:
    """Read doses that stand directly before or after the drug's name."""
    drug = pattern(question.drug)
    for sentence in view.sentences:
        names = list(drug.finditer(sentence.words))
        if not names:
            continue
        for match in _AMOUNTS.finditer(sentence.words):
            words = sentence.words
            rule = _binding(words, match, _nearest(names, match))
            amounts = read_amounts(match[0]) if rule else ()
            if len(amounts) > 1 and "respectively" in words[match.end() :]:
                continue
            for amount in amounts:
                yield _dose(view, sentence, match, amount, rule)


def _nearest(
    names: list[re.Match[str]], amount: re.Match[str]
) -> tuple[re.Match[str] | None, re.Match[str] | None]:
    """Give the name last before and the name first after an amount."""
    low, high = 0, len(names)
    while low < high:
        middle = (low + high) // 2
        if names[middle].end() <= amount.start():
            low = middle + 1
        else:
            high = middle
    before = names[low - 1] if low else None
    after = names[low] if low < len(names) else None
    return before, after


def _binding(
    words: str,
    amount: re.Match[str],
    names: tuple[re.Match[str] | None, re.Match[str] | None],
) -> str:
    """Name the rule that binds an amount to the drug; empty if none does."""
    before, after = names
    around = words[max(0, amount.start() - _NEAR) : amount.end() + _NEAR]
    if _NOT_GIVEN.search(around):
        return ""
    if after is not None and _stands_before(words, amount, after):
        return "treatment.dose.before_drug"
    if before is not None and _stands_after(words, amount, before):
        return "treatment.dose.after_drug"
    return ""


def _stands_before(words: str, amount: re.Match[str], name: re.Match[str]) -> bool:
    link = _TO_DRUG.fullmatch(words, amount.end(), name.start())
    if link is None or words[name.end() : name.end() + 1] in (*_JOINS,):
        return False
    lead = words[max(0, amount.start() - 45) : amount.start()]
    if link["of"] or not lead.strip() or lead.rstrip()[-1] in ",;:":
        # A row after a comma could begin with another number's end.
        return bool(link["of"]) or amount[0].count(",") == 0
    last = _LAST_WORD.search(lead)
    if lead.rstrip()[-1] == "(":
        return True
    return bool(last) and last["word"].lower() in _MAY_PRECEDE if last else False


def _stands_after(words: str, amount: re.Match[str], name: re.Match[str]) -> bool:
    if words[max(0, name.start() - 1) : name.start()] in (*_JOINS,):
        return False
    if not _FROM_DRUG.fullmatch(words, name.end(), amount.start()):
        return False
    follower = _WORD_AFTER.match(words, amount.end())
    word = follower["word"] if follower else None
    if word is None:
        return not re.match(r"\s?[+/&]", words[amount.end() :][:3])
    return word.lower().rstrip(".") in _MAY_FOLLOW


def _dose(
    view: View,
    sentence: Sentence,
    match: re.Match[str],
    amount: Amount,
    rule: str,
) -> Candidate:
    warning = "the number is printed with a space inside"
    return candidate(
        view,
        "dose",
        amount.low,
        sentence.start + match.start(),
        sentence.start + match.end(),
        rule,
        value_high=amount.high,
        spread=amount.spread,
        spread_type="unspecified" if amount.spread is not None else None,
        unit=amount.unit,
        warnings=(warning,) if amount.was_split else (),
    )

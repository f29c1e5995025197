"""The words by which a text says what was compared, and what was given to all."""

from __future__ import annotations

import re

_WORDS = re.IGNORECASE
_NOBODY = r"(?=\s(?:group|control|arm|was|were|or|and|\()|[,.;)])"

#: (value, how it begins in lower case, words): comparators that are no drug.
OTHER = tuple(
    (value, tuple(beginnings.split("|")), re.compile(rf"\b(?:{words})\b", _WORDS))
    for value, beginnings, words in (
        ("no treatment", "no treatment|no intervention|no premedication|no drug|no medication|no block|no injection|no infiltration|untreated",
         rf"no\s(?:treatment|intervention|premedication|drug|medication|block|injection|infiltration){_NOBODY}|untreated\s(?:group|controls?|patients|animals|rats|mice)"),
        ("usual care", "usual care|standard|treatment as usual|conventional",
         r"usual\scare|standard\s(?:of\s)?care|treatment\sas\susual|(?:standard|conventional)\s(?:medical\s)?(?:treatment|therapy)\s(?:group|alone|arm)"),
        ("waiting list", "wait", r"wait(?:ing)?[\s-]list"),
        ("sham", "sham", r"sham"),
    )
)  # fmt: skip
#: Before a fluid that a drug is dissolved in.
DILUENT = re.compile(
    r"\b(?:in|into|to|diluted\s(?:in|with|to)|dissolved\sin|mixed\swith|volume\sof|flush\w*\swith)\s(?:\(?\d[\d.]*\s?(?:ml|cc|l)\s(?:of\s)?)?(?:\d[\d.]*\s?%\s)?(?:normal\s|isotonic\s|sterile\s|physiologic(?:al)?\s)?$",
    _WORDS,
)
#: Before a placebo that nobody got.
NO_PLACEBO = re.compile(
    r"\b(?:no|without|lack\sof|absence\sof|not)\s(?:an?\s)?(?:\w+\s)?$", _WORDS
)
#: Behind what one arm got.
GROUP = re.compile(
    r"\s?\)?(?:[\s-](?:alone\s)?(?:groups?|arms?|controls?|treated|placebo)\b|-controlled)",
    _WORDS,
)
#: Before what the other arm got: "or fentanyl", "versus 5 mg of fentanyl".
OR = re.compile(
    r"\b(?:or|versus|vs\.?|than|compared\s(?:with|to)|against)\s(?:(?!(?:with|plus|and|by|in|on|after|as|of|for|to)\s)[\w.%-]+\s){0,4}\(?$",
    _WORDS,
)
#: Before what was given along: "added to bupivacaine", "as an adjunct to morphine".
ALONG = re.compile(
    r"\b(?:added\sto|addition\sof\s(?:[\w-]+\s){1,3}to|adding\s(?:[\w-]+\s){1,3}to|in\s(?:combination|conjunction)\swith|combined\swith|"
    r"adjuncts?\s(?:to|for|with)|adjuvants?\s(?:to|for|with)|adjunctive\sto|together\swith|coadministered\swith|additive\sto|add-on\sto|with\sor\swithout)\s"
    r"(?:[\w.%/-]+\s){0,4}\(?$",
    _WORDS,
)
#: Before the second drug of a mixture.
PLUS = re.compile(r"[-/+]\s?$|\b(?:and|plus|with)\s$", _WORDS)
#: Titles that compare, and the words before a further member of their list.
COMPARISON = re.compile(r"\b(?:compar\w+|versus|vs)\b", _WORDS)
LISTED = re.compile(r"(?:,|\b(?:and|or|with))\s(?:\w+\s){0,2}$", _WORDS)
#: Words of a sentence that tells what arms got.
OF_AN_ARM = re.compile(
    r"\b(?:groups?|controls?|arms?|placebo|either|random\w+)\b", _WORDS
)
#: Around a drug for those whom the treatment did not help.
RESCUE = re.compile(
    r"\b(?:rescue|if\sneeded|as\s(?:needed|required)|breakthrough)\b", _WORDS
)
#: A drug that patients gave themselves from a pump.
PCA_BEFORE = re.compile(
    r"\b(?:PCA|PCEA|patient[\s-]controlled\s(?:\w+\s){0,2}analgesia)\W+(?:\w+\W+){0,2}?(?:with|of|using)\s(?:\w+\s)?$",
    _WORDS,
)
PCA_BEHIND = re.compile(r"[\s-](?:\w+\s)?(?:\(?PCA|patient[\s-]controlled)", _WORDS)

"""The forms in which abstracts print how many people had something."""

from __future__ import annotations

import re

from ketaevidence.extraction.numbers import NUMBER_WORDS, WHOLE, WORDED

#: Who may have an event or a relief. Attacks are counted like people in migraine.
PEOPLE = (
    r"(?:patients|subjects|participants|volunteers|children|women|men|infants|neonates|newborns|babies|parturients|mothers|"
    r"cases|persons|people|individuals|adults|adolescents|girls|boys|recipients|respondents|responders|users|survivors|migraineurs|sufferers|headaches|"
    r"athletes|nurses|workers|veterans|residents|females|males|attacks|migraines|procedures|operations|blocks|treatments|episodes|knees|limbs|"
    r"patient|subject|participant|volunteer|child|woman|man|infant|parturient|case|person|adult|girl|boy|recipient|responder|attack|procedure|dogs|cats|horses|animals|rats|mice|rabbits)"
)
#: Forms that begin with a number, in digits or in words, or with "none" or "all": they
#: are tried only where one stands, which is much faster than everywhere.
BEGIN_WITH_A_NUMBER = frozenset({"percent_of", "of", "share_of", "percent_n", "slash", "n_percent", "row", "percent", "people_row", "people", "subject"})  # fmt: skip
NUMBER_BEGINS = re.compile(
    rf"(?<!\w)(?:\d|(?:{'|'.join(sorted(NUMBER_WORDS))}|none|all)(?![A-Za-z]))",
    re.IGNORECASE,
)
#: What a sentence must have, in lower case, for a form to be in it.
NEEDS = {
    "percent_of": ("%", "cent"), "share_of": ("%", "cent"), "percent_n": ("%", "cent"), "n_percent": ("%", "cent"),
    "row": ("%", "cent"), "percent": ("%", "cent"), "of": (" of ",), "slash": ("/",), "n": ("n=", "n ="),
    "all": ("all", "no"), "nobody": ("none", "nobody", "no one"), "after_in": ("in ", "by "), "pair": (" v", " and ", "compared"),
}  # fmt: skip
_ADJECTIVES = r"(?:(?!(?:per|dollars|and|or|in|for|with|to|from|versus|vs|than|at|on|by|as|of|who|were|had)\b)[A-Za-z][\w'/+-]{0,24}\s){0,3}?"
N = rf"(?:{WHOLE}|{WORDED})"
SHARE = r"\d{1,3}(?:[.·]\d{1,3})?"
_PERCENT = r"(?:\s?%|\s?per\s?cent\b)"
_OF = r"\s(?:out\s)?of\s(?:the\s|these\s|those\s|our\s|all\s(?:the\s)?|a\stotal\sof\s)?"
#: What a number may not be glued to: a longer number, a unit, a sign.
_FREE = r"(?:(?<=--)|(?<![\w.,/·%$€£±=<>≤≥-])(?<!\d )(?<!\d[.] )(?<![<>≤≥±=] ))"
PEOPLE_AFTER = (
    rf"(?:\s(?!(?:years?|yrs?|year-old|months?|weeks?|days?|hours?|hrs?|h|min|mg|ml|mm|cm|kg|g|µg|points?|times|doses?|microg\w*|thirds?|quarters?)\b)"
    rf"{_ADJECTIVES}{PEOPLE}\b)"
)
_IN_BRACKETS = rf"\s?[(\[]\s?(?:n\s?=\s?)?(?:about\s|approximately\s)?(?P<percent>{SHARE}){_PERCENT}"

#: (name, pattern), the fullest form first: a number is read by the first that fits.
FORMS = tuple(
    (name, re.compile(pattern, re.IGNORECASE))
    for name, pattern in (
        # 60% (15/25); 27% [25 of 92]; 38% (9/24 patients); 3.1% (1:32)
        ("percent_of", rf"{_FREE}(?P<percent>{SHARE}|{WORDED}){_PERCENT}(?P<people>(?:{_OF}|\s){_ADJECTIVES}{PEOPLE}\b)?\s?[(\[]\s?(?:n\s?=\s?)?(?P<events>{N})\s?(?:/|:|\s(?:out\s)?of\s(?:the\s)?)\s?(?P<total>{N})(?![.,·]\d)(?:(?P<people3>{PEOPLE_AFTER})\s?[)\]])?"),
        # 25 of 30 patients (83%); 3 out of the 21; eight of 328
        ("of", rf"(?<!least )(?<!than ){_FREE}(?P<events>{N}|none|all){PEOPLE_AFTER}?{_OF}(?P<total>{N})(?!\s?%|\s?per\s?cent|[.,·]\d|\s(?:[\w-]+\s)?(?:mg|ml|h|hours|days|weeks|months|years|aspects|countries|scales|subscales|items|domains|studies|trials|cent(?:er|re)s|variables|parameters|measures|tests|criteria|sites|units|hospitals|points|comparisons|dimensions|groups|subscores|questions|time|regions|samples|outcomes)\b)(?P<people>{PEOPLE_AFTER}|\sof\s(?:our|the|these|all)\s{_ADJECTIVES}{PEOPLE}\b)?(?:{_IN_BRACKETS}(?P<people3>[)\]]{PEOPLE_AFTER})?|,\s(?P<percent2>{SHARE}){_PERCENT})?"),
        # 22 (92%) out of 24 patients; one [2.4%] of 41
        ("share_of", rf"{_FREE}(?P<events>{N}){PEOPLE_AFTER}?\s?[(\[](?P<percent>{SHARE}){_PERCENT}[)\]]{_OF}(?P<total>{N})(?!\s?%|[.,·]\d)(?P<people>{PEOPLE_AFTER})?"),
        # 19.0%, 59/311 patients
        ("percent_of", rf"{_FREE}(?P<percent>{SHARE}){_PERCENT}[,;]\s(?P<events>\d{{1,5}})\s?/\s?(?P<total>\d{{1,5}})(?P<people>{PEOPLE_AFTER})?"),
        # 60% of patients (n = 69); 60% (69 patients); 60% (69)
        ("percent_n", rf"{_FREE}(?P<percent>{SHARE}){_PERCENT}(?P<people>(?:{_OF}|\s){_ADJECTIVES}{PEOPLE}\b)?\s?[(\[]\s?(?:n\s?=\s?)?(?P<events>{N})(?:{PEOPLE_AFTER})?(?=\s?[)\],;])"),
        # 106/207 (51%) patients; 58/64, 91%
        ("slash", rf"{_FREE}(?P<events>\d{{1,5}})\s?/\s?(?P<total>\d{{1,5}})(?![\w/.,·]*\d|\s?(?:mg|µg|mm|cm|ml|h\b|kg|points?\b|kPa|min\b|days?\b|bpm))(?P<people>{PEOPLE_AFTER})?(?:{_IN_BRACKETS}(?P<people3>[)\]]{PEOPLE_AFTER})?|(?:,|\sor)\s(?P<percent2>{SHARE}){_PERCENT})?"),
        # 134 patients (65%); 8 (19.5%); 13 (n=3; 4%); 127; 83%
        ("n_percent", rf"{_FREE}(?P<events>{N})(?:(?P<people>\sof\s(?:them|these|whom)\b|{PEOPLE_AFTER})?(?:\s(?:in|on|taking|receiving|given|treated\swith)\s(?:the\s)?(?:[\w'/+-]{{1,20}}\s){{0,3}}?[\w'/+-]{{1,20}})?{_IN_BRACKETS}(?:,\s\d{{1,5}}/(?P<total>\d{{1,5}}))?(?P<people3>[)\]]{PEOPLE_AFTER})?|(?P<people2>{PEOPLE_AFTER})?[;,]\s(?P<percent2>{SHARE}){_PERCENT}(?=\s?[)\],;]))"),
        # 54 versus 36%; 31 and 34%; 24, 35 and 12%: one sign for all
        ("row", rf"{_FREE}(?P<row>{SHARE}(?:,\s?{SHARE}){{0,5}},?\s?(?:and|or|vs\.?|versus|v\.?|compared\s(?:with|to)|&)\s(?:only\s)?{SHARE}){_PERCENT}(?P<people>{_OF}{_ADJECTIVES}{PEOPLE}\b)?"),
        # 76% of the patients; 76 percent; 46.2% patients
        ("percent", rf"{_FREE}(?P<percent>{SHARE}|{WORDED}){_PERCENT}(?P<people>(?:{_OF}|\s)(?:(?P<total>{N})\s)?{_ADJECTIVES}{PEOPLE}\b|\sof\s(?:those|them|whom|these)\b)?"),
        # (n = 3)
        ("n", rf"(?<=[(\[,;\s])n\s?=\s?(?P<events>{N})(?!\s?[./,·]?\d|\s?%)"),
        # all 13 patients; none of the subjects; no patient
        ("all", rf"(?<![\w-])(?P<word>all|none|no|not\sone|not\sa\ssingle)(?:\sof)?(?:\s(?:the|these|our|other))?(?:\s(?P<total>{N}))?(?P<people>{PEOPLE_AFTER})(?!\s(?:safety|satisfaction|controlled)|-)"),
        ("nobody", r"(?<![\w-])(?:(?P<word>none)(?=\s(?:in|on|with|after|during|for|receiving|given|under|who|had|were|was|developed|experienced|reported|required|died|occurred)\b|\s?[.,;)])|(?P<word2>nobody|no\sone)(?=\s(?:had|was|developed|experienced|reported|required|died|responded|in)\b))"),
        # 12 and 5 patients, respectively
        ("people_row", rf"{_FREE}(?P<row>{N}(?:,\s{N}){{0,3}},?\s(?:and|or|versus|vs\.?)\s{N}){PEOPLE_AFTER}"),
        # two patients; 12 of them
        ("people", rf"{_FREE}(?P<events>{N})(?P<people>\sof\s(?:them|these|whom|which|those)\b(?:\s{_ADJECTIVES}{PEOPLE}\b)?|{PEOPLE_AFTER})"),
        # three in the placebo group; three had
        ("subject", rf"{_FREE}(?P<events>{N})(?=\s(?:in\s(?:the\s)?(?:[\w'/+-]{{1,24}}\s){{1,3}}?(?:group|arm)s?\b|(?:had|developed|experienced|reported|complained|suffered|vomited|died|showed|withdrew|discontinued|dropped|responded|improved|demonstrated|noted|rated|described|continued|remained|gained|got|benefit(?:t?ed)|became|were|stopped|quit|left|required|needed|obtained|achieved|felt|(?:due\sto|because\sof))\b))"),
        # in two; in one and
        ("after_in", rf"\b(?:in|by)\s(?:only\s|another\s)?(?P<events>{N})(?=\s?[;)]|,(?!\d)|\.(?!\d)|\s(?:and|or|vs\.?|versus)\s(?!less|more|fewer|greater|higher)[a-z]|\s*$)"),
        # patients had nausea (14 vs. 24)
        ("pair", r"(?<=[(\[\s])(?P<pair>\d{1,4}\s(?:vs\.?|versus|v\.?|and|compared\s(?:with|to))\s\d{1,4})(?![\d.,·/%]*\d|\s?(?:%|-|±|mg|ml|mm|cm|min|h\b|hours|days|weeks|months|years|points|kg|g\b))"),
    )
)  # fmt: skip

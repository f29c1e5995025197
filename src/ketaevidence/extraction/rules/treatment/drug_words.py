"""The words around a drug's name that say what part it plays in a study."""

from __future__ import annotations

import re

_WORDS = re.IGNORECASE

#: "morphine-sparing", "morphine consumption", "propofol injection pain": the drug is
#: what patients used or what made the trouble, and not what the study tries.
ASIDE_BEHIND = re.compile(
    r"(?:-|\s)(?:sparing|induced|tolerant|dependent|naive|resistant|refractory|evoked|free|"
    r"consumption|requirements?|usage|abuse|misuse|addiction|addicts?|dependence|users?|"
    r"toxicity|poisoning|overdose|withdrawal|receptors?|levels?|(?:injection\s(?:site\s)?)?pain(?!\s(?:relief|control|management|treatment|therapy|score))|emergence|"
    r"exposed|related|associated|allerg\w+|hypersensitiv\w+|crav\w+|demands?|equivalents?|resistance)\b",
    _WORDS,
)
ASIDE_BEFORE = re.compile(
    r"\b(?:assays?\s(?:for|of)|determination\sof|detection\sof|quantification\sof|measurement\sof|analysis\sof|rescue|consumption\sof|requirements?\s(?:of|for)|demand\sfor|need\sfor|use\sof\srescue|"
    r"induced\sby|caused\sby|pain\s(?:on|due\sto)(?:\sinjection\sof)?|resistan\w+\sto|plasma|serum|"
    r"withdrawal\sfrom|metaboli[sz]ed\sto|sensitivity\sto|addicted\sto|patients\s(?:on|taking|receiving|using)(?:\s(?:chronic|long-term))?)\s$",
    _WORDS,
)
#: "propofol alone": what the other arm gets too.
ALONE = re.compile(r"\salone\b", _WORDS)
#: Before a drug that is given.
GIVEN_BEFORE = re.compile(
    r"\b(?:receiv\w+|given|giving|gave|administ\w+|infus\w+|inject\w+|treated\swith|treatment\s(?:with|of|by)|"
    r"therapy\swith|effects?\sof|efficacy\sof|effectiveness\sof|safety\s(?:and\s\w+\s)?of|role\sof|use\sof|addition\sof|"
    r"adding|added|random\w+\s(?:\w+\s){0,3}(?:to|into)|assigned\sto|allocated\sto|compar\w+|doses?\sof|"
    r"bolus(?:es)?\sof|pretreat\w+\swith|premedicat\w+\swith|infiltrat\w+\s(?:with|of)|with\seither|either|"
    r"group\s\w{1,3}[,:]?|evaluat(?:e|ed|ing)|assess(?:ed|ing)?|examin(?:e|ed|ing)|investigat(?:e|ed|ing)|tested?|study\sof|studied|started\son|prescribed|whether|titrated)\s"
    r"(?:[\w.%/+-]+,?\s|\(|\d[\w.%/]*\s){0,7}\(?$",
    _WORDS,
)
#: Behind a drug that is given.
GIVEN_BEHIND = re.compile(
    r"[\s)(]*(?:-|\s)?\(?(?:groups?\b|arm\b|-treated|treated|treatment|therapy|infusions?\b|injections?\b|bolus|"
    r"administration|tablets?\b|lozenges?|patch|gel\b|cream\b|was\s(?:\w+\s)?(?:given|administered|infused|injected|added|started|used|titrated|compared|superior|effective|associated|well)|"
    r"(?:and\s[\w-]+\s)?were\s(?:\w+\s)?(?:given|administered|compared|used)|significantly|reduced|improved|provided|produced|decreased|"
    r"or\splacebo|or\ssaline|and\splacebo|versus\b|vs\.?\s|\d+(?:\.\d+)?\s?(?:mg|µg|ug|mcg|microg|g\b|%))",
    _WORDS,
)
#: Before a drug that is only named.
NAMED_ONLY = re.compile(
    r"\b(?:such\sas|e\.g\.,?|for\sexample,?|like|including|antagonists?,?\s(?:such\sas\s)?|known\sas|similar\sto|analog(?:ue)?s?\sof|derivatives?\sof)\s(?:[\w-]+,\s){0,4}(?:(?:and|or)\s)?\(?$",
    _WORDS,
)
#: A drug that keeps those asleep to whom something else is done.
FOR_ANAESTHESIA = re.compile(
    r"\b(?:ana?esthe(?:ti[sz]ed|sia|tized)|sedat(?:ed|ion)|immobili[sz]ed|restrained|tranquili[sz]ed|euthani[sz]ed|"
    r"induc(?:ed|tion)(?:\sof\sana?esthesia)?|maintained|premedicated|under|narcosis)\s?"
    r"(?:\((?:[\w.]+\s){0,3})?(?:(?:was|were|with|by|using|of|an|a|the|combination|mixture|intramuscular|intravenous|"
    r"intraperitoneal|general|and|maintained|induced|performed|injection|via|i\.?[mvp]\.?|dose|[\d.]+\s?(?:mg|ml)/?(?:kg)?|"
    r"xylazine|acepromazine|diazepam|midazolam|medetomidine|atropine|propofol|fentanyl|pentobarbital|sevoflurane|isoflurane|-)[\s,+/-]*){0,9}\(?$",
    _WORDS,
)
FOR_ANAESTHESIA_BEHIND = re.compile(
    r"(?:\shydrochloride|\shcl)?(?:\s?[+/,-]\s?|\s(?:and|plus)\s|\s)?(?:xylazine\s?|propofol\s|midazolam\s|\([^)]{0,30}\)\s)?"
    r"(?:-?ana?estheti[sz]ed|ana?esthesia|procedural\ssedation|sedation|premedication|mask)\b",
    _WORDS,
)
#: What everyone gets is not what is compared.
TO_ALL = re.compile(
    r"\b(?:all\s(?:the\s)?(?:patients|groups|subjects|animals|children|participants|received|were|rats|mice|women)|both\s(?:the\s)?groups|the\ssame\s|"
    r"(?:patients|subjects)\s(?:of|in)\s(?:all|both)\s|each\spatient|general\sana?esthesia\swas)\b",
    _WORDS,
)
#: In a title, before the drug that the other is set against.
COMPARED_BEFORE = re.compile(
    r"\b(?:versus|vs\.?|compared\s(?:with|to)|in\scomparison\s(?:with|to)|than|against|over)\s(?:[\w.-]+\s){0,2}$",
    _WORDS,
)
#: Around a form of ketamine that was measured and not given.
MEASURED_FORM = re.compile(
    r"\b(?:plasma|serum|blood|levels?|concentrations?|pharmacokinetics?|metabol\w+|enantiomers?|assay|clearance|exposure)\b",
    _WORDS,
)
#: In a title, before a drug under which something else was done.
UNDER = re.compile(
    r"\b(?:under|during|with|in|by|using|after|following)\s(?:[\w-]+[-/\s]){0,2}$",
    _WORDS,
)

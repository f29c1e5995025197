"""What counts as relief of pain, as texts say it, and what only looks like it."""

from __future__ import annotations

import re

from ketaevidence.extraction.rules.outcomes.adverse_words import word_table

_GOOD = r"(?:excellent|very\s+good|good|favou?rable|satisfactory|adequate|sufficient|effective|complete|total|partial|full|substantial|significant|marked|meaningful|moderate|fair|long-?term|long-lasting|sustained|immediate|successful|clinical|clinically\s+\w+|better)"
_PAIN = r"(?:pain|headaches?|migraines?|neuralgia|allodynia|dysmenorrh\w+|sciatica)"
_LESS = r"(?:reduc\w+|decreas\w+|improv\w+|diminish\w*|diminution|lessen\w*|resol\w+|disappear\w*|abolish\w*|abolition|eliminat\w+|remission|alleviat\w+|ameliorat\w+|subsid\w+|cessation|suppress\w+)"
_DEFINED = r"(?:(?:at\s+least|more\s+than|greater\s+than|over|>|≥|>=|a|minimum\s+of)\s*)?(?:an?\s+)?(?<![\d.])\d{1,2}\s?-?\s?(?:%|per\s?cent|points?|mm|cm)\s?(?:\([^)]{1,20}\)\s)?(?:or\s+(?:more|greater|higher|better)\s)?"
#: (what it needs, pattern), the fullest first. ON_PAIN needs a text that is about pain;
#: NO_RELIEF is the lack of relief, which takes its counts away from it.
ON_PAIN, ANYWHERE, NO_RELIEF = "on pain", "anywhere", "no relief"
RELIEFS = tuple(
    (needs, re.compile(pattern, re.IGNORECASE))
    for needs, pattern in (
        (ANYWHERE, rf"{_DEFINED}(?:overall\s|mean\s)?(?:{_PAIN}\s(?:relief|{_LESS})|(?:relief|{_LESS})\s(?:in|of|from)\s(?:[\w-]+\s){{0,3}}?{_PAIN})(?:\s(?:intensity|scores?|severity))?"),
        (ON_PAIN, rf"(?:at\s+least|more\s+than|greater\s+than|over|>|≥)\s*(?:an?\s+)?\d{{1,2}}\s?%\s(?:relief|{_LESS})|\d{{1,2}}\s?%\s(?:or\s(?:more|greater|higher)\s)?relief\b|\b(?:{_LESS}|relief)\s(?:of\s|by\s)?(?:at\s+least|more\s+than|greater\s+than|>|≥)\s*\d{{1,2}}\s?%"),
        (ANYWHERE, rf"\b{_PAIN}\s(?:intensity\s|scores?\s|severity\s)?(?:was\s|were\s|had\s|is\s|has\sbeen\s)?{_LESS}\s(?:by\s)?{_DEFINED}"),
        (ANYWHERE, rf"\b(?:{_GOOD}[\s,]+(?:(?:to|or|and)\s+)?){{0,3}}(?:{_PAIN}\s|symptom\w*\s)?relief\b(?:\s(?:of|from)\s(?:the\s|their\s)?(?:\w+\s)?{_PAIN})?"),
        (ANYWHERE, rf"\brelie(?:ved|ving|f)\b(?:\s(?:of|from|the|their|his)\b){{0,2}}(?:\s{_PAIN})?"),
        (ANYWHERE, rf"\b{_PAIN}[\s-]free\b|\bfree\s+(?:of|from)\s+(?:\w+\s+){{0,2}}?{_PAIN}\b"),
        (ON_PAIN, r"\b(?:symptom|attack)[\s-]free\b|\b(?:painless|asymptomatic)\b(?=\s?(?:[.,;)]|$)|\s(?:after|at|within|by|for|in)\b)"),
        (ANYWHERE, r"\b(?:no\s+pain\s+(?:to|or)\s+(?:only\s+)?(?:mild|minimal|slight)|no\s+pain,?\s+(?:to|or)\s+(?:mild|minimal|slight)|(?:mild|little|minimal|slight)\s?(?:or|to|/)\s?no|no\s+or\s+(?:only\s+)?(?:mild|minimal|slight)|no|absence\s+of|none\s+(?:or|to)\s+mild|no\s+significant|no\s+more)\s+(?:\w+\s+)?(?:pain|headache|discomfort)\b(?!\s(?:relief|reduction|control|improvement|recurrence))"),
        (ANYWHERE, r"\b(?:prevent\w*|prevention)\s+(?:of\s+)?(?:\w+\s+){0,2}?pain\b"),
        (ANYWHERE, rf"\b(?:complete\w*\s|significant\w*\s|clear\w*\s|marked\w*\s|partial\w*\s|total\s|substantial\w*\s|clinically\s\w+\s)?{_LESS}\s(?:in|of|from)?\s?(?:[\w-]+\s){{0,4}}?{_PAIN}\b(?!-)"),
        (ANYWHERE, rf"\b{_PAIN}(?:\s(?:intensity|scores?|severity|level))?\s(?:[\w-]+\s){{0,4}}?{_LESS}"),
        (ON_PAIN, r"\b(?:(?:excellent|very\s+good|good|fair|favou?rable|satisfactory|adequate|sufficient|effective|complete|successful|positive|better)[\s,]+(?:(?:to|or|and)\s+)?){1,3}(?:analgesi[ac]|pain\s+control|pain\s+management|(?:pain\s|analgesic\s|clinical\s|overall\s|treatment\s|long-term\s|surgical\s|therapeutic\s)?(?:results?|outcomes?|effects?|efficacy|responses?))\b"),
        (ON_PAIN, r"\b(?:results?|outcomes?|effects?|efficacy|responses?|analgesia|pain\s+(?:relief|control)|treatments?|therapy)\b(?:\s+\w+){0,4}?\s(?:was|were|as|rated|judged|graded|considered|classified)\s(?:(?:rated|judged|graded|considered|classified|scored|as|to|be)\s){0,3}['\"]?(?:excellent|very\s+good|good|favou?rable|satisfactory|adequate|sufficient|effective|successful|positive|complete)\b(?:['\"]?(?:,|,?\s+(?:to|or|and))\s+['\"]?(?:very\s+good|good|fair|excellent|satisfactory)\b)*"),
        (ON_PAIN, r"(?<!immune )(?<!antibody )\b(?:treatment\s|pain\s|headache\s|clinical\s|analgesic\s|placebo\s|therapeutic\s|overall\s|complete\s|partial\s|positive\s)?(?:responders?\b|respon(?:ded|ding)\b|respon[sd]e?s?\s+rates?\b|response\b(?=\s(?:was|were|in|to|occurred|rate|at|\()))"),
        # A score that is low enough, or is not.
        (ON_PAIN, r"\b(?:NRS|VAS|VNRS|NPRS|pain\s(?:scores?|intensity|ratings?))\s(?:pain\s)?(?:scores?\s|ratings?\s)?(?:of\s|was\s|were\s)?(?:≤|<|below|less\sthan|under|at\smost)\s?\d{1,2}(?![\d.]*\d)(?:\s?(?:mm|cm|/10))?"),
        (NO_RELIEF, r"\b(?:NRS|VAS|VNRS|NPRS|pain\s(?:scores?|intensity|ratings?))\s(?:pain\s)?(?:scores?\s|ratings?\s)?(?:of\s|was\s|were\s)?(?:≥|>|above|greater\sthan|more\sthan|at\sleast|over)\s?\d{1,2}"),
        # Pain that is still there takes its counts away from relief.
        (NO_RELIEF, r"\b(?:mild|moderate|severe|intense|unbearable|persistent|residual|breakthrough|phantom|worse|worst|more|still\s+had|had(?!\s(?:no|little|less|minimal|slight|reduced|better|improved)\b))(?:[\s/-](?:to|or|and)?[\s/-]?(?:mild|moderate|severe|intense))?\s(?:\w+\s)?(?:pain|neuralgia|allodynia)\b(?![\s-](?:relief|free|control|reduction|improve|disappear|decrease))"),
        (ON_PAIN, r"\b(?:overall\s|clinical\s|analgesic\s|treatment\s|anesthetic\s|anaesthetic\s|surgical\s)?success(?:\s+rates?|es)?\b|\bsuccessfully\s+(?:treated|managed|relieved|controlled)\b|\bsuccessful\b(?!\s+dose)|\b(?:was|were|is|be|proved|found\s+to\s+be)\s+(?:completely\s+|very\s+|highly\s+)?effective\b"),
        (ON_PAIN, r"\b(?:were\s|was\s)?benefit(?:t?ed)\b"),
        (ON_PAIN, r"\b(?:MCII|MCID|PASS|minim\w+\sclinical\w*\s(?:important|relevant|meaningful|significant)\s(?:difference|improvement|change)s?|patient\sacceptable\ssymptom\sstate)\b(?:\s(?:criteri(?:a|on)|threshold|improvement))?"),
        # A named criterion: "ACR20 response", "MDA response rates".
        (ANYWHERE, r"\b(?:MDA|EULAR|OARSI|BASDAI|minimal\sdisease\sactivity)[\s-]respon(?:se|ders?)(?:\s(?:criteri(?:a|on)|rates?|response)){0,2}\b|\b(?:ACR|ASAS|PASI)[\s-]?(?:20|40|50|70|75|90)\b(?:\s(?:respon(?:se|ders?)|criteri(?:a|on)|improvement|rates?)){0,3}"),
        (ON_PAIN, r"\b(?:much\s+|very\s+much\s+|significantly\s+|clinically\s+|markedly\s+|subjectively\s+)?improved\b|\b(?:clinical\s+|significant\s+|subjective\s+|global\s+|marked\s+|clinically\s+\w+\s+)?improvement\b"),
        (ON_PAIN, r"\b(?:much|very\s+much|a\s+lot)\s+better(?:\s+or\s+better)?\b(?!\s+(?:than|visual|scores?))"),
    )
)  # fmt: skip
#: What a name of relief goes on with to define it: "pain relief of at least 50%".
GOES_ON = re.compile(
    r"(?:\s(?:intensity|scores?|severity))?,?\s?[(\[]?(?:(?:of|by)\s)?(?:(?:at\s+least|more\s+than|greater\s+than|over|>|≥|>=)\s?(?:an?\s)?\d{1,2}(?:\.\d)?\s?(?:%|per\s?cent\b|points?\b|mm\b|cm\b)(?:\s(?:or\s(?:more|greater|higher|better)|(?:pain\s)?relief)\b)?"
    r"|\d{1,2}\s?(?:%|per\s?cent\b|points?\b|mm\b|cm\b)\s(?:or|and)\s(?:more|greater|higher|better|above|over)\b)",
    re.IGNORECASE,
)
MAY_BE_RELIEF = word_table(
    "relief relieved relieving pain painless asymptomatic benefited benefitted mcii mcid pass mic mda acr asas pasi basdai nrs vas important acceptable headache headaches migraine migraines responders responder responded response responses success successes successful successfully "
    "effective improved improvement analgesia analgesic excellent good satisfactory results outcome outcomes free symptom symptoms remission neuralgia"
)
NAMES_PAIN = re.compile(_PAIN, re.IGNORECASE)
#: Relief that is denied, or is not of pain.
DENIED = re.compile(
    r"\b(?:no|not|nor|never|without|fail\w*|lack\w*|poor|inadequate|insufficient|unsatisfactory|unable|non|un|neither|did\s?n.t|identif\w*|predict\w*|incomplete|ineffective|less\s+than|cannot|despite|seek\w*|sought|until|before|time\s+to|onset\s+of|duration\s+of|mean|median|scores?\s+for|rescue|additional|supplementa\w+|further|recurr\w+|nausea\w*|sleep\w*|vomit\w*|quality\s+of\s+life|function\w*|mobility|strength|mood|number\s+needed)\s(?:(?!produced|provided|gave|achieved|resulted)[\w-]+\s){0,2}$|\bnon-?$|"
    # What is given for relief: "patients who required an injection for pain relief".
    r"\b(?:requir\w+|need\w+|inject\w+|medicat\w+|analgesics?|opioids?|morphine|drugs?|treat\w*|used|using|procedures?|techniques?|methods?|prescri\w+|given|dos\w+)\b[^.;]{0,30}\bfor\s(?:\w+\s){0,2}$",
    re.IGNORECASE,
)
DENIED_AFTER = re.compile(
    r"[\s-](?:modalit\w+|methods?|techniques?|scores?(?!\s(?:of|by)\s(?:at|more|>|≥))|medications?|drugs?|tablets?|scales?|ratings?|units?|were\s+not|was\s+not|did\s+not|requirements?|consumption|threshold|questionnaire|clinics?|used|performed)\b",
    re.IGNORECASE,
)
#: What is meant to happen: "approved to reduce pain".
TO = re.compile(r"\bto\s(?:\w+ly\s)?$")
TO_DO = re.compile(
    r"(?:reduce|decrease|improve|relieve|prevent|diminish|alleviate|eliminate|suppress)\b",
    re.IGNORECASE,
)
#: What succeeds, improves or responds, and is not pain.
NOT_OF_PAIN = re.compile(
    r"\b(?:withdrawal|stress|SA|spinal\s(?:an|block|punct)\w*|reflex|prophyla\w+|malaria|neurologic\w*|status|gait|vision|hearing|stability|motor|sensory|heartburn|reflux|dyspn\w+|dyspeps\w+|gastr\w+|obstruct\w+|nasal|intubat\w*|punctur\w*|cannulat\w*|insert\w*|catheter\w*|eradicat\w*|stones?|expuls\w*|wean\w*|pregnan\w*|extubat\w*|placement|version|clos(?:ure|ed)|healing|healed|sedation|eradication|swallow\w*|cough\w*|nausea|vomit\w*|emesis|antiemetic|sleep\w*|function\w*|mobility|strength|"
    r"depressi\w+|anxi\w+|mood|spasticit\w*|seizures?|blood\s+pressure|antibod\w+|immun\w+|virolog\w+|tumou?rs?|bacteri\w+|survey|questionnaire|haemodynamic|hemodynamic|cortisol|hormon\w+|tolerat\w+|disability|ODI|RMDQ|NDI|Oswestry|SF-36|range\s+of\s+motion|walking|anastomos\w+|erectile|ejaculat\w*|urin\w+|bowel|deliver\w+|ulcers?|suicid\w*|mucositis|itch\w*|prurit\w*)\b",
    re.IGNORECASE,
)
#: A sentence without any of these has no relief.
HINTS = ("relie", "pain", "headache", "respon", "success", "effective", "improve", "analges", "excellent", "good", "satisf", "asymptom", "symptom", "remission", "migraine", "better", "reduc", "decreas", "inefficacy", "failure", "benefit", "mci", "pass", "acr", "asas", "pasi", "mda", "mic", "nrs", "vas", "minim", "acceptable")  # fmt: skip

ANSWERS = re.compile(r"(?:overall\s)?respon(?:se\s)?(?:rates?|ded)", re.IGNORECASE)

#: People who answer a survey respond, too.
SURVEYS = frozenset(("interview", "interviews", "interviewed", "telephone", "contacted", "survey", "surveyed", "surveys", "questionnaire", "questionnaires", "mailed", "postal", "respondents"))  # fmt: skip

#: What makes a text one about pain.
PAIN_TOPIC = re.compile(
    r"\b(?:pain\w*|analges\w*|headaches?|migraine\w*|neuralgi\w*|dysmenorrh\w*|algodystroph\w*|sciatica|causalgia|CRPS|an(?:a)?esthe\w+|triptan\w*|\w+triptan)\b",
    re.IGNORECASE,
)
#: A text without any of these (in lower case) is not about pain.
PAIN_HINTS = ("pain", "analg", "headache", "migraine", "neuralg", "dysmenorrh", "algodystroph", "sciatica", "causalgia", "crps", "esthe", "triptan")  # fmt: skip
#: A text without any of these words tells of no relief of pain.
PAIN_NAMES = word_table(
    "pain pains painful painless relief relieved headache headaches migraine migraines neuralgia allodynia dysmenorrhea dysmenorrhoea sciatica analgesia analgesic analgesics crps causalgia"
)  # fmt: skip

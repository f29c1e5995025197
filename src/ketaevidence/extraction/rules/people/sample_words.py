"""What people who are counted did: the words that tell a sample from a part of it.

Each table names a role and the words that give it. A role says what the number may be:
the sample, in an order of trust (WEIGHTS); those of the sample who were left
("analysed", "completed"); or something else: those screened, planned or excluded, a
part with an event, one arm or each of them, a vague number, or another study's.
"""

from __future__ import annotations

import re

from ketaevidence.extraction.mentions.word_set import word_set

_WERE = r"(?:were|was|are|is|have\sbeen|had\sbeen|being|then)"
_ADVERBS = r"(?:(?:\w+ly|then|also|all|initially|first|further|again|not\syet|finally|successfully|at\srandom|either|thus|therefore|subsequently|both)\s,?){0,3}"
_STUDY = r"(?:study|trial|investigation|experiment|research|programme?|protocol|cohort|survey|project|series)"

#: Role -> the predicate that gives it; the first predicate after the people counts.
_PREDICATES: tuple[tuple[str, str], ...] = (
    ("planned", r"\b(?:will|would|should|shall|must|(?:are|were|was|is)\s(?:planned|to\sbe|needed|required|calculated|estimated|necessary|sufficient)|need(?:ed)?\sto)\b"),
    ("elsewhere", rf"\b{_WERE}\s{_ADVERBS}(?:simulated|modell?ed)\b"),
    ("screened", rf"\b(?:{_WERE}\s{_ADVERBS}(?:screened|approached|eligible(?!\sand\s(?:enrolled|randomi))|invited|contacted|considered\s(?:for|as\scandidates|candidates|eligible|suitable)|asked|offered|assessed\sfor\seligibility|(?:pre)?-?screened|potentially|interviewed|identified|surveyed)|underwent\sscreening|met\s(?:the\s)?(?:inclusion|eligibility|entry)|fulfilled)\b"),
    ("excluded", rf"\b(?:{_WERE}\s{_ADVERBS}(?:excluded|withdrawn|lost|removed|dropped|not\s(?:included|enrolled|randomi[sz]ed|analy[sz]ed|evaluated|available|evaluable|eligible)|ineligible|unable|missing|unavailable|non-?compliant|discontinued)|withdrew|dropped|discontinued|declined|refused|died|failed|left\s(?:the|after|before|because|for|due)|dropout|did\snot|could\snot|never|stopped|violated|crossed)\b"),
    ("analysed", rf"\b{_WERE}\s{_ADVERBS}(?:(?:included|entered|eligible|evaluable|available|valid|suitable)\s(?:in|into|for)\s(?:the\s|this\s|our\s|an\s)?(?:\w+[\s-]){{0,3}}(?:analys\w+|evaluation|assessment|follow|final|efficacy|intention|intent)|evaluable|assessable|analy[sz]ed|available|valid|fully\sevaluated)\b|\bhad\s(?:complete|evaluable|valid|available)\b|\bprovided\b"),
    ("completed", rf"\b(?:completed|finished|concluded|remained\s(?:in|for|until|at)|returned\sfor|attended\s(?:their|the\s(?:assigned|allocated)|all|at\sleast)|{_WERE}\s{_ADVERBS}(?:left|retained|re-?examined|followed\s(?:up|for)|reassessed|re-?evaluated|reviewed))\b"),
    ("randomised", rf"\b(?:{_WERE}\s{_ADVERBS}(?:enrolled\sand\s{_ADVERBS})?(?:randomi[sz]ed|randomi[sz]ation|randomly|allocated|assigned|divided|distributed|separated|stratified|categori[sz]ed|classified|grouped|allotted|split)|underwent\srandomi[sz]ation|randomly\s(?:received|assigned|allocated|divided)|(?:received|took|given)\s(?:\w+,?\s){{0,4}}?(?:at\srandom|in\s(?:a\s)?random(?:i[sz]ed)?\s(?:order|fashion|manner|sequence))|randomi[sz]ed)\b"),
    ("enrolled", rf"\b(?:{_WERE}\s{_ADVERBS}(?:enrolled|enroled|enlisted|included|recruited|entered|selected|admitted\s(?:in|into|to)\s(?:the|this|our|a)\s{_STUDY}|involved|incorporated|accrued|consented|registered|sampled|inducted|chosen|engaged|asked\sto\sparticipate|placed\son|put\son|employed)|participated|took\s(?:part|\w+\sor\b)|entered|enrolled|consented|agreed|volunteered|joined|completed\sthe\sinformed|gave\s(?:\w+\s){{0,3}}consent|(?:served|acted)\sas\s(?:subjects|participants|their))\b"),
    ("studied", rf"\b(?:{_WERE}\s{_ADVERBS}(?:studied|investigated|evaluated|examined|assessed|tested|observed|followed|monitored|compared|analysed\sretrospectively|measured|exposed|prospectively|retrospectively|subjected|questioned|scanned|trained)|underwent|received\s(?:either|one\sof|both|each|all|the\sfollowing|two|three)|experienced\sboth)\b"),
    ("report", rf"\b{_WERE}\s{_ADVERBS}(?:described|presented|reported(?!\sto)|reviewed)\b"),
    ("treated", rf"\b(?:had\s(?:[\w()+-]+\s+){{0,4}}(?:infusions?|injections?|blocks?|implant\w*)|{_WERE}\s{_ADVERBS}(?:treated|given|administered|operated|infused|injected|premedicated|anaestheti[sz]ed|anestheti[sz]ed|prescribed|medicated|immuni[sz]ed|vaccinated|managed|hospitali[sz]ed|referred|seen|scheduled|counsel?led|supplemented|fed|prepared|consulted|admitted)|received|took|used|ingested|performed)\b"),
    ("part", rf"(?<![\w-])(?:had|has|(?<!to\s)have|developed|experienced|reported|required|showed|improved|needed|did|responded|suffered|complained|vomited|became|achieved|felt|preferred|rated|presented|demonstrated|exhibited|recovered|relapsed|noted|described|obtained|got|fell|rose|gained|chose|considered|continued|found|stated|survived|{_WERE}\s{_ADVERBS}(?:relieved|pain|free|satisfied|symptom|cured|seizure|found|able|still|classified|considered|positive|negative|responders|smokers|women|men|male|female|younger|older|diagnosed\sas|reported|noted|observed\s(?:to|in)))\b"),
)  # fmt: skip
PREDICATE = re.compile(
    "|".join(f"(?P<{role}>{words})" for role, words in _PREDICATES), re.IGNORECASE
)
#: Before a predicate: it is said of the people in a relative clause.
RELATIVE = re.compile(
    r"\b(?:who|that|which|whom|whose)(?:\s(?:\w+ly|had|have|were|was|either|all|also|initially)){0,3}\s?$"
    r"|\b(?:who|which)\s[^,;]{1,60}\s(?:and|or)(?:\swho)?\s?$",
    re.IGNORECASE,
)

_ALL = r"(?:(?:a\stotal\sof|in\stotal,?|all(?:\sof)?|altogether|overall,?|the|these|our|exactly|only|those|a\sgroup\sof|a\s(?:\w+\s)?(?:sample|cohort|series|population)\sof|consecutively|prospectively)\s){0,2}"
#: Role -> words of which one must be among the last before the number, then the words
#: directly before it.
_BEFORE: tuple[tuple[str, str, str], ...] = (
    ("planned", "least minimum of will to", r"(?:\bat\sleast|\bminimum(?:\sof)?|\bsample\ssize\sof|\bwill\s(?:\w+\s){1,4}|\bto\s(?:\w+\s)?(?:enrol?l?|recruit|include|randomi[sz]e|study)\s(?:a\stotal\sof\s)?)\s?$"),
    ("vague", "than over to about approximately around nearly almost roughly some circa every in per of between within by times", r"\b(?:more\sthan|less\sthan|fewer\sthan|over|up\sto|about|approximately|around|nearly|almost|roughly|some|circa|every|one\sin|per|each\sof|between|within|maximum\sof|increase[sd]?\sby|times)\s?$"),
    ("each_arm", "of with each", r"\b(?:groups?|arms?)\sof\s(?:\w+\s)?$|\beach\s(?:group|arm)\s(?:\w+\s){1,3}$|\b(?:groups?|arms?)\s(?:each\s(?:\w+\s){0,2}(?:of|with)|with)\s$"),
    ("excluded", "of excluding excluded lost except for from than", r"\b(?:exclusion\sof|excluding|after\sexcluding|excluded|lost|loss\sof|withdrawal\sof|except(?:\sfor)?|apart\sfrom|other\sthan|dropouts?\sof)\s$"),
    ("screened", "screened approached invited interviewed contacted identified of", r"\b(?:screened|approached|invited|interviewed|contacted|identified|charts\sof|records\sof)\s?(?:a\stotal\sof\s)?$"),
    ("analysed", "of included in comprised analysed analyzed for from on", r"\b(?:analys[ie]s\s(?:of|included|in|comprised)|analy[sz]ed(?:\s(?:in|for|from))?|(?:complete\s)?data\s(?:from|of|on|for)|results\s(?:from|of|for)|available\s(?:for|from|in)|evaluable\s(?:in|for))\s" + _ALL + "$"),
    ("completed", "by in of for", r"\b(?:completed\s(?:by|in)|follow-?up\s(?:of|for|in))\s" + _ALL + "$"),
    ("part", "in by for", r"\b(?:occurred|seen|noted|found|reported|detected|present|achieved|needed|documented|developed|experienced|successful|improved|evident|obtained|complete|effective|recorded|diagnosed|required|reached|failed|good|excellent|positive|negative|resolved|disappeared|persisted|performed\ssuccessfully|possible|relieved)\s(?:only\s)?(?:in|by|for)\s(?:only\s|all\s)?$"),
    ("part", "subgroup sub-group subset sub-set subsample sub-sample subanalysis subanalyses sub-analysis sub-analyses subgroups", r"\bsub-?(?:group|set|sample|analys[ie]s)\b[^.;,]{0,50}$"),
    ("denominator", "of", r"(?:\d%?\)?|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|\w+teen|\w+ty(?:-\w+)?|none|all|each|half|most|many|some|one-third|two-thirds))\s(?:out\s)?of\s(?:the\s|these\s|our\s|all\s)?$"),
    ("base", "of", r"^\W*(?:(?:[A-Z][\w&/ ]{2,30}[:.]|[A-Z]{4,})\s)?(?:Out\s)?[Oo]f\s" + _ALL + "$"),
    ("denominator", "of", r"\bout\sof\s(?:a\stotal\sof\s)?$"),
    ("each_arm", "each", r"\b(?:in|to|for)\seach\s(?:\w+\s){0,4}(?:groups?|arms?)\b[^.;]{0,25}$"),
    ("arm", "included comprised of contained had with received", r"\b(?:group|arm|groups\s\w+|group\s\w{1,3})\s(?:included|comprised|consisted\sof|contained|had|with|of|received)\s$|\bthose\s(?:\w+\s){1,6}(?:included|comprised)\s$"),
    ("denominator", "of among in from", r"\b(?:of|out\sof|among|in|from)\s(?:the|these|those|our|all|all\sthe|all\sof\sthe)\s(?:\w+\s)?$"),
    ("part", "whom which them these those another additional further other remaining except last next of in with nor neither only just same namely including i.e i.e.", r"\b(?:of\swh(?:om|ich)|of\s(?:them|these|those)|whom|another|additional|further|other|remaining|except|last|next|subgroup\sof|subset\sof|sub-?study\s(?:of|in|with)|not\sin|nor|neither|only|just|the\sother|same|namely)\s(?:the\s)?$|,\s?(?:including|namely|i\.e\.,?)\s$"),
    ("randomised", "randomized randomised assigned allocated divided selected assigning allocating randomizing randomising of", r"\b(?:randomi[sz]ed|randomly\s(?:assigned|allocated|divided|selected|assigning|allocating)|allocated|assigned|randomi[sz]ing|divided|randomi[sz]ation\sof)\s" + _ALL + "$"),
    ("part", "included were comprised", r"\b(?:[Ii]ndications|[Dd]iagnoses|(?:a?e)tiologies|[Cc]auses|[Cc]onditions|[Pp]rocedures|[Oo]perations|[Cc]omplications)\b[^.;]{0,40}\b(?:included|were|comprised)\s$"),
    ("listed", "included enrolled recruited randomized randomised studied participants patients subjects sample were", r"\b(?:included|enrolled|recruited|randomi[sz]ed|studied|(?<!\d\s)(?<!\d\s\w\s)participants|(?<!\d\s)patients|(?<!\d\s)subjects|sample)\s?(?:were\s)?:\s$"),
    ("study_of", "study trial investigation experiment design", r"\b(?:(?:in|for|during)\s(?:this|a|an|our)|(?:in|for)\sthe)\s(?:[\w-]+,?\s){0,12}?(?:study|trial|investigation|experiment|design)\b[^.;,]{0,40},\s" + _ALL + "$"),
    ("enrolled", "enrolled selected enrols enrolling of recruited recruiting included includes including involved involving comprised comprises comprising entered were was", r"\b(?:enrolled|selected|enrols|enrolling|enrolment\sof|recruited|recruiting|included|includes|including|inclusion\sof|involved|involving|comprised|comprises|comprising|consisted\sof|consisting\sof|consists\sof|entered|participants\swere|subjects\swere|patients\swere|(?:sample|population|participants|cohort)\s(?:size\s)?(?:was|were|of)|participation\sof)\s(?:with\s)?" + _ALL + "$"),
    ("study_of", "of in with on among using from for by", rf"\b(?:{_STUDY}|design|manner|fashion|comparison|sample|population|evaluation|basis|method|conditions|assessment|report|audit|pilot|review)\b(?:\s\([^()]{{0,30}}\))?,?\s(?:[\w-]+\s){{0,4}}?(?:of|in|with|on|among|using|from|conducted\s(?:\w+\s)?(?:in|on|with|among)|performed\s(?:\w+\s)?(?:in|on|with|among)|for|by)\s" + _ALL + "$"),
    ("studied", "studied evaluated examined investigated assessed followed compared tested observed measured monitored reviewed", r"\b(?:studied|evaluated|examined|investigated|assessed|followed|compared|tested|observed|measured|monitored|reviewed)\s(?:in\s|with\s|on\s|among\s|for\s|from\s|prospectively\s|retrospectively\s)?" + _ALL + "$"),
    ("treated", "to", r"\b(?:administered|given|supplied|offered|delivered|applied|provided|infused|prescribed|administration|delivery|application)\b[^.;,]{0,60}\sto\s" + _ALL + "$"),
    ("treated", "treated to in for treat on with of anesthetized anaesthetized", r"\b(?:treated|administered\s(?:to|in)|given\sto|used\s(?:in|for|to\streat)|performed\s(?:in|on)|experience\s(?:with|of|in)|anesthetized|anaesthetized|administration\s(?:to|in))\s" + _ALL + "$"),
    ("report", "report reports describe describes present presents of presented reporting describing on", r"\b(?:we\s(?:report|describe|present)|reports?\s(?:of|on)|describes?|presents?|series\sof|presented|reporting|describing)\s(?:here\s)?(?:on\s)?" + _ALL + "$"),
    ("in_n", "in on with among for from", r"\b(?:in|on|with|among|for|from)\s" + _ALL + "$"),
    ("of_n", "of", r"(?<!total\s)\bof\s" + _ALL + "$"),
)  # fmt: skip
BEFORE = tuple(
    (role, word_set(needs), re.compile(words, re.IGNORECASE))
    for role, needs, words in _BEFORE
)
#: What may stand before a number that opens its sentence.
OPENING = re.compile(
    r"^[\s\"'(\[]*(?:[A-Z][A-Za-z/&, -]{2,40}[:.]\s*|[A-Z]{4,}(?:[\s&/]+[A-Z]{4,})*\s|-\s)?"
    r"(?:(?:A|An|The|These|Our|All|In|Overall|Altogether|total|overall|of|all|this|prospective|,|Finally|after|informed|"
    r"consent|ethics|ethical|approval|Following|approval,|committee|institutional|review|board|written|obtaining|"
    r"With|from|and|local|IRB|patients'?|parental|study|trial|randomi[sz]ed|controlled|double|blind|double-blind|clinical)[\s,]+){0,14}$"
)
#: After the people: the rest of the phrase shows that they are not the sample.
_EACH = r"(?:in|per|for|to)\s(?:each|every|either(?!\s(?:[\w-]+\s){1,3}or\b)|both(?!\s(?:[\w-]+\s){1,3}and\b)|the\stwo)\s(?:of\s(?:the\s)?)?(?:\w+\s){0,3}?(?:groups?|arms?|treatments?|drug|conditions?|series|study\sgroups?)"
AFTER: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (role, re.compile(words, re.IGNORECASE))
    for role, words in (
        ("each_arm", rf"\s?,?\s?(?:[A-Za-z]+\s){{0,4}}?{_EACH}\b|\s?(?:each|apiece)\b|\s(?:per|/)\s?(?:group|arm)\b|\s(?:[A-Za-z]+\s){{0,5}}?in\seach\b"),
        ("vague", r"\s(?:per|each|a|every)\s(?:year|month|week|day|centre|center|practice|site|hospital|cluster)|\s?-?(?:years?|days|weeks|months|visits|hours)\b|\sor\s(?:more|less|fewer)\b"),
        ("part", r"(?:\swith\s[^,.;()]{1,60})?\s?[(\[]\s?[∼~≈]?\s?\d{1,3}(?:\.\d+)?\s?%\s?[)\],;]|\s\d{1,3}(?:\.\d+)?\s?%\s?[,)]"),
        ("arm", r"\s(?:in|to|from|of)\s(?:the\s|each\s)?(?:[\w()+/-]+\s){1,4}?(?:group|arm|cohort)\b|\s?[(,]?\s?(?:in\s)?(?:the\s)?[Gg]roup\s(?:[A-Z]|\d|I)"),
        ("each_arm", r"\s(?:were\s|was\s)?(?:\w+ly\s)?(?:assigned|allocated|randomi[sz]ed|enrolled|entered|placed|included|recruited|studied)\s(?:in|to|into)\seach\b"),
    )
)  # fmt: skip

#: A participle right after the people: "the 119 patients enrolled".
PARTICIPLE = re.compile(
    r",?\s(?:who\s(?:were|had\sbeen|was)\s|originally\s|initially\s|finally\s|actually\s|\w+ly\s)?(?:"
    r"(?P<screened>screened|approached|invited|contacted|assessed\sfor\seligibility|considered|(?<!were\s)eligible|interviewed|surveyed|identified|reviewed)"
    r"|(?P<randomised>randomi[sz]ed|randomly|allocated)"
    r"|(?P<enrolled>enrolled|enroled|included|recruited|entered|entering|participating|participated|who\sparticipated|involved)"
    r"|(?P<analysed>analy[sz]ed|evaluable|assessable|available)"
    r"|(?P<completed>completing|who\scompleted)"
    r"|(?P<excluded>excluded|lost|withdrawn))\b",
    re.IGNORECASE,
)
#: After a predicate: it speaks of one arm, unless another follows with "or".
IN_ARM = re.compile(
    r"\s(?:\w+ly\s)?(?:(?:in|to|into)\s)?(?:the|an?)\s(?:[\w()+/-]+\s){1,3}?(?:group|arm|unit|cohort)\b(?![^.;]{0,160}?\b(?:or|and)\s(?!$|\d|[a-z]+ty|[a-z]+teen|one|two|three|four|five|six|seven|eight|nine|ten))",
    re.IGNORECASE,
)
#: After "were randomised": to one treatment, with which the clause ends.
TO_ONE = re.compile(
    r"\s(?:\w+ly\s)?to\s(?:receive\s)?"
    r"(?:(?!(?:either|or|and|groups?|arms?|be|to|one|two|three|four|five|six|[2-8]|an?|each|all|both|any|treatments?|drugs?|study|interventions?|order|sequences?|first|conditions?|versus|vs|different)\b)[A-Za-z-]{3,}\s?){1,4}"
    r"(?:[.;](?:\s|$)|,?(?:\s?and\s)?\s?$)",
    re.IGNORECASE,
)
#: Where the people were included: in an analysis, or in the study.
IN_ANALYSIS = re.compile(
    r"[^.;,]{0,60}?\b(?:in|into|for)\s(?:the\s|this\s|our\s|an\s)?(?:[A-Za-z]+[\s-]){0,3}?(?:analys[ie]s|evaluation|follow-?up)\b",
    re.IGNORECASE,
)
IN_STUDY = re.compile(
    rf"\s(?:[\w,-]+\s){{0,6}}?(?:in|into)\s(?:the|this|our)\s(?:present\s|current\s|\w+\s)?{_STUDY}\b",
    re.IGNORECASE,
)

#: A sentence on how many would be needed. Its numbers are plans.
_PLANNING = re.compile(
    r"\b(?:sample[\s-]sizes?|power\s(?:analysis|calculation|of\s(?:0\.)?\d+)|powered|to\sdetect|a\spower|statistical\spower|"
    r"(?:estimated|calculated|determined|assum\w+)\s(?:that|to)|needed\sto|required\s(?:to|for\s(?:the\s)?(?:study|sample))|target\s(?:sample|number|recruitment|enrol\w+)|"
    r"(?:patients|subjects|participants|women|children|adults|individuals|volunteers)\s(?:\w+\s){0,6}?will\b|will\s(?:\w+\s)?(?:be\s)?(?:enrol|recruit|randomi|includ|compris|involve|consist))",
    re.IGNORECASE,
)
#: A sentence on other people's studies, or on how common something is.
_ELSEWHERE = re.compile(
    r"\b(?:previous(?:ly)?|earlier|prior|recent|other|published|large|several|many)\s(?:\w+\s){0,2}?(?:stud(?:y|ies)|trials?|reports?|meta-analys[ei]s|reviews?|publications?)\s(?:\w+\s){0,6}?(?:in|of|with|on|involving|reported|showed|found)\b|\b(?:previous|earlier|prior)\s(?:\w+\s){0,2}(?:study|trial|report),|\bet\sal\b|"
    r"\b(?:per|each|every)\s(?:100\s?000|100,000|year|annum)\b|\bannually\b|\bworldwide\b",
    re.IGNORECASE,
)
#: "One in five adults" is anybody.
_ONE = re.compile(r"\b(?:one|two|three|\d)$", re.IGNORECASE)
_IN_FIVE = re.compile(
    r"\s(?:in|out\sof)\s(?:every\s)?(?:\d+|three|four|five|ten)\s(?:adults|people|women|men|patients)\b",
    re.IGNORECASE,
)
#: Without one of these letters a sentence is none of these: asked first, since the
#: patterns are slow.
_PLANNING_LETTERS = (
    "will", "sample", "power", "detect", "estimated", "calculated", "determined",
    "assum", "needed", "required", "target",
)  # fmt: skip
_ELSEWHERE_LETTERS = (
    "previous", "earlier", "prior", "recent", "other", "published", "large",
    "several", "many", "et al", "et\nal", "per", "each", "every", "annually", "worldwide",
)  # fmt: skip


def is_planning(words: str) -> bool:
    """Say whether a sentence is on how many would be needed: its numbers are plans."""
    lower = words.lower()
    return any(letters in lower for letters in _PLANNING_LETTERS) and bool(
        _PLANNING.search(words)
    )


def is_elsewhere(words: str) -> bool:
    """Say whether a sentence is on others' studies, or on how common something is."""
    lower = words.lower()
    if any(letters in lower for letters in _ELSEWHERE_LETTERS) and (
        _ELSEWHERE.search(words)
    ):
        return True
    return any(
        _ONE.search(words, max(0, found.start() - _NEAR), found.start())
        for found in _IN_FIVE.finditer(words)
    )


#: "Three" and the space before it have so many letters [characters].
_NEAR = 6


#: How far a role speaks for a number as the sample; 0: the number is not the sample.
WEIGHTS: dict[str, float] = {
    "randomised": 10.5,
    "enrolled": 9.5,
    "title": 9,
    "study_of": 8.5,
    "people_only": 8,
    "studied": 7.5,
    "report": 6.5,
    "treated": 6,
    "in_n": 6,
    "opening": 5.5,
    "base": 5.5,
    "analysed": 5,
    "completed": 4.5,
    "of_n": 4,
    "denominator": 4,
    "plain": 3,
    "screened": 0,
    "planned": 0,
    "excluded": 0,
    "part": 0,
    "arm": 0,
    "each_arm": 0,
    "vague": 0,
    "elsewhere": 0,
}

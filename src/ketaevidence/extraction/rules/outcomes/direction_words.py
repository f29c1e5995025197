"""The words that say in whose favour pain was, and what only looks like it."""

from __future__ import annotations

import re
from typing import Literal

from ketaevidence.extraction.numbers import WORDED
from ketaevidence.extraction.rules.outcomes.adverse_words import word_table

#: "gain": less pain with the intervention; "change": less pain than before; "loss":
#: less pain with the comparator; "none": no difference; "alike": less than before in all.
Verdict = Literal["gain", "change", "alike", "loss", "none"]
PAIN_WORDS = frozenset(
    ("pain", "crps", "remission", "analgesia", "analgesic", "vas", "nrs", "headache", "migraine", "allodynia", "hyperalgesia", "painful", "neuralgia", "dysmenorrhea", "dysmenorrhoea", "womac", "pains", "antinociceptive")
)  # fmt: skip
_PAIN = r"(?:pain(?:ful)?|analgesi[ac]|VAS|NRS|VNRS|headaches?|migraines?|allodynia|hyperalgesia|neuralgia|dysmenorrh\w+|WOMAC|discomfort|relief|numeric(?:al)?\s+rating|mean\s+scores?|remission|favou?red\s+\w+)"
HAS_PAIN = re.compile(rf"\b{_PAIN}\b(?!\s+clinic)", re.IGNORECASE)
#: What is not how strong pain is: a clause that is only about these is not judged.
NOT_INTENSITY = re.compile(
    r"\b(?:analgesics?|analgesia|opioids?|morphine|rescue|fentanyl|pethidine)\s+(?:\w+\s+)?(?:requirements?|consumption|use|usage|doses?|needs?|demands?|medications?)\b|\banalgesics\b|\bpain\s+(?:medication|killer|clinic|(?:perception\s+)?threshold|catastroph\w+|acceptance|self-efficacy|management\s+(?:index|program\w*))s?\b|\b(?:injection[\s-]site|abdominal)\s+pain(?=,|\s+(?:and|being))|\b(?:painful|pain)\s+(?:procedures?|diabetic|conditions?|disorders?|syndromes?|patients)\b",
    re.IGNORECASE,
)
SAYS_NO_DIFFERENCE = re.compile(
    r"\bno\s+(?:(?!adverse|side|serious|toxic|harmful|deleterious|control)\w+\s+){0,3}?(?:differences?|benefits?|advantages?|effects?|improvements?|superiority|reduction|added|additional)\b|\bnor\b|\b(?:did|does|do|was|were|is|are|could|has|have)(?:\s+not|n't)\s+(?:\w+\s+){0,3}?(?:differ\w*|differen\w+|reduc\w+|decreas\w+|improv\w+|affect\w*|influenc\w+|alter\w*|change\w*|effective|superior|better|provide|significant\w*|result|relieve|produce|associated)\b|"
    r"\bnot\s+(?:\w+ly\s+)?(?:different|differ|superior|significant|effective|better|more\s+effective|with\s+(?:earlier|lower))\b|\b(?:similar\w*|comparable|equivalent|equally|equal|as\s+(?:effective|good|efficacious)\s+as|non-?inferior|no\s+(?:more|better|less|greater))\b|\bfail(?:ed|s)?\s+to\b|\bineffective\b|\bwithout\s+(?:\w+\s+){0,2}(?:effect|pain\s+relief|difference)\b|\black\s+of\s+(?:efficacy|effect|benefit)\b|\binsufficient\b",
    re.IGNORECASE,
)
_LESS = r"(?:lower(?:ed|s|ing)?|lowest|less|lesser|fewer|reduc\w+|decreas\w+|diminish\w*|reliev\w+|alleviat\w+|attenuat\w+|improv\w+|inhibit\w+|prevent\w*|abolish\w*|disappear\w*|minimi[sz]\w+|eliminat\w+|ameliorat\w+|suppress\w*|fell|declin\w+|resolved|gone)"
_MORE = (
    r"(?:higher|highest|greater|more|increas\w+|worse\w*|stronger|aggravat\w+|elevated)"
)
_BETTER = r"(?:better|best|superior\w*|more\s+(?:effective|efficacious|potent|pronounced)|greater|greatest|higher|improved|enhanced|faster|longer|prolonged|additional)"
_GOOD = r"(?:effective\w*|efficacious|efficacy|good|excellent|adequate|satisfactory|beneficial|benefits?|successful\w*|dramatic|significant|potential\s+value|useful|substantial|sustain\w+|large|complete)"
_RELIEF = r"(?:analgesi[ac]\w*|antinocicept\w+|pain[\s-]+(?:relie\w+|control\w*|reduction|suppression|decrease|improvement|intensity\s+difference)|relief|SPID\d*|TOTPAR\d*)"
_BE = r"\b(?:was|were|is|are|be|been|remained|became|being|had)\b"
#: (verdict, pattern), tried in order: relief before pain, since more relief is less pain.
_PATTERNS: tuple[tuple[Verdict, str], ...] = (
        ("gain", rf"\b{_BETTER}\b[^;]{{0,60}}?\b{_RELIEF}\b|\b{_RELIEF}\b[^;]{{0,90}}?\b{_BETTER}\b|\b{_BETTER}\b[^;]{{0,90}}?\b(?:in|for|at)\s+(?:\w+\s+){{0,2}}?(?:reduc\w+|reliev\w+|decreas\w+|prevent\w+|alleviat\w+|control\w+|manag\w+|treat\w+)\s+(?:[\w-]+\s+){{0,4}}?{_PAIN}\b"),
        ("gain", rf"\b{_BETTER}\s+(?:\w+\s+)?(?:reduction|decrease|improvement)s?\b[^;]{{0,50}}?\b{_PAIN}\b|\b{_PAIN}\b[^;]{{0,50}}?\b(?:improvement|reduction|decrease)s?\s+(?:\w+\s+){{0,3}}?{_BETTER}\b|\b(?:improvement|reduction|decrease)s?\b[^;]{{0,60}}?\b{_PAIN}\b[^;]{{0,110}}?\b{_BETTER}\b"),
        ("loss", rf"\b(?:less|lower|poorer|inferior|worse)\s+(?:\w+\s+)?{_RELIEF}\b|\b{_RELIEF}\b[^;]{{0,40}}?\b(?:less|lower|poorer|inferior|worse)\b"),
        ("gain", rf"\b(?:lower|lowest|less|lesser|fewer|reduced|decreased|milder)\b[^;]{{0,50}}?\b{_PAIN}\b|\b{_PAIN}\b[^;]{{0,100}}?{_BE}[^;]{{0,40}}?\b(?:lower|lowest|less|lesser|milder|reduced|decreased)\b"),
        ("loss", rf"\b{_MORE}\b(?:\s+\w+){{0,3}}?\s+{_PAIN}\b(?![\s-]+(?:relief|reduction|control|free|improve))|\b{_PAIN}\b[^;]{{0,100}}?{_BE}[^;]{{0,40}}?\b(?:higher|highest|greater|worse|more\s+(?:severe|intense))\b|\bincreas\w+\s+(?:\w+\s+){{0,3}}?{_PAIN}\b"),
        ("gain", r"\bfavou?red\s+(?!placebo|controls?|neither)\w+"),
        ("change", r"\b(?:complete|long|sustained|partial)?\s*remission\b|\bfree\s+of\s+(?:\w+\s)?pain\b|\bpain[\s-]free\b"),
        ("change", rf"\b{_LESS}\b[^;]{{0,80}}?\b{_PAIN}\b|\b{_PAIN}\b[^;]{{0,110}}?\b{_LESS}\b|\b{_GOOD}\b[^;]{{0,80}}?\b(?:{_RELIEF}|{_PAIN})\b|\b(?:{_RELIEF}|{_PAIN})\b[^;]{{0,60}}?\b{_GOOD}\b|\bprovid\w+\b[^;]{{0,40}}?\b{_RELIEF}\b"),
)  # fmt: skip
SIGNS = tuple(
    (verdict, re.compile(pattern, re.IGNORECASE)) for verdict, pattern in _PATTERNS
)
#: "Greater than 50% pain relief" defines a responder; it compares nothing.
DEFINITION = re.compile(r"\b(?:greater|more|less|at\s+least)\s+(?:than\s+)?\d+\s?%")
#: "The placebo group showed no effect" is for the other.
PLACEBO_HAD_NONE = re.compile(
    r"\b(?:placebo|control|saline|sham)\b[^,;]{0,40}?\b(?:no|not)\b", re.IGNORECASE
)
BETWEEN = re.compile(r"\b(?:between|than|compared|from)\b", re.IGNORECASE)
#: Words that part the arms of a comparison.
THAN = re.compile(
    r"\b(?:than|compared\s+(?:with|to)|in\s+comparison\s+(?:with|to)|when\s+compared|comparing\s+with|versus|vs\.?|over|relative\s+to|as\s+opposed\s+to|superior\s+to|with\s+respect\s+to)\b",
    re.IGNORECASE,
)
COMPARATOR = re.compile(
    r"\b(?:placebo|controls?|saline|sham|conventional|standard|usual(?:\s+care)?|untreated|vehicle|no[\s-]treatment|(?:no|non)[\s-]\w+\s+(?:group|arm)|without|waiting[\s-]list)\b",
    re.IGNORECASE,
)
#: Whether a clause compares arms at all.
COMPARES = re.compile(
    r"\b(?:groups?|arms?|than|compar\w+|versus|vs|superior\w*|placebo|controls?|both|between)\b",
    re.IGNORECASE,
)
BOTH = re.compile(r"\b(?:both|all|each|either|the\s+two|three)\s+(?:\w+\s+){0,2}?(?:groups?|arms?|treatments?|drugs?|techniques?|methods?|strategies|interventions?|regimens?|doses?|procedures?|programmes?)\b|\bregardless\s+of\b", re.IGNORECASE)  # fmt: skip
#: What was before treatment, and pain as an unwanted event.
ASIDE = re.compile(
    r"\b(?:adverse|AEs?|side[\s-]effects|complications?)\b[^;]{0,60}?\bpain\b|\b(?:before|prior\s+to)\s+(?:the\s+)?(?:\w+\s+)?(?:treatment|procedure|intervention|administration|surgery|operation|injection)\b|\bat\s+baseline\b|\bpre-?operative\b|\bdemographic\w*",
    re.IGNORECASE,
)
CLAUSE = re.compile(
    r";\s|,\sand\s(?=(?:was|were|had|did|no|the|there)\b)|,?\sand\s(?=(?:the\s)?placebo\b)|,\swithout\b|,\s(?:but|whereas|while|although|though|yet)\b|\b(?:however|whereas|although|but)\b,?\s|\bwhile\b"
)
#: A clause behind "but" or "and" whose subject, pain, is left out.
GOES_ON = re.compile(
    r"\s*(?:it\s|they\s)?(?:did(?:\snot|n't)\sdiffer\b|(?:was|were)\s(?:not\s(?:\w+ly\s)?different|similar|no\slonger)\b|not\s(?:at|after|on|during|later|thereafter|beyond)\b|no\s(?:statistically\s)?(?:significant\s)?differences?\s(?:at|after|later|thereafter)\b|similar\s(?:at|after|thereafter|later)\b)"
)
#: A clause that counts people of one arm tells no direction: "nine had no benefit".
COUNTS_PEOPLE = re.compile(
    rf"(?<!of )(?<!of the )\b(?:{WORDED}|\d{{1,4}})(?:\s(?:patients|subjects|participants|women|men|children|people))?\s(?:had|reported|obtained|achieved|experienced|showed|found|got)\s",
    re.IGNORECASE,
)
#: A clause that speaks of one time.
LATER = re.compile(
    r"\b(?:at|after|by|until|beyond|from)\s(?:the\s)?(?:week|month|day|year|hour)s?\s\d|\b(?:at|after|by|until|beyond)\s(?:\d+|one|two|three|four|six|eight|ten|twelve)\s?-?(?:h|hours?|days?|weeks?|months?|years?|min(?:utes)?)\b|\b(?:later|thereafter|afterwards|long-term|(?:final|last)\sfollow-?up)\b",
    re.IGNORECASE,
)
AIM = re.compile(
    r"\b(?:to\s+(?:compare|evaluate|assess|investigate|determine|examine|study|test|analy[sz]e|establish)|aims?\s+(?:of|was|is)|purpose|objective|hypothesi[sz]\w*|we\s+(?:compared|investigated|evaluated|assessed|studied|tested)|was\s+(?:designed|undertaken)|(?:was|were)\s+(?:measured|assessed|recorded|evaluated|rated|scored|monitored)|randomi[sz]ed\s+to|primary\s+(?:outcome|endpoint)\s+(?:was|is|measure)|further\s+(?:studies|research|trials)|should\s+be|needed|required\s+to|previous\s+stud|would)\b",
    re.IGNORECASE,
)
CONCLUDES = re.compile(
    r"\b(?:conclu\w+|in\s+summary|these\s+(?:results|findings|data)|our\s+(?:results|findings|data|study)|this\s+(?:study|trial)\s+(?:\w+\s+)?(?:show|demonstrat|suggest|confirm)\w*|appears?\s+to|thus|therefore)\b",
    re.IGNORECASE,
)
SYNTHESIS = re.compile(r"\bmeta-?\s?analy|\bsystematic\b", re.IGNORECASE)
#: Where a title names the two that it compares.
TITLE_PARTS = re.compile(
    r"\b(?:versus|vs\.?|compared\s+(?:with|to)|in\s+comparison\s+(?:with|to)|and|or|with)\b",
    re.IGNORECASE,
)
TITLE_WORD = re.compile(r"[A-Za-z][A-Za-z-]{3,}")
COMMON = word_table(
    "comparison comparing comparative effect effects efficacy study trial randomized randomised controlled clinical patients treatment pain analgesia analgesic postoperative acute chronic surgery double blind double-blind placebo between intravenous oral using during after following with versus from that this their than compared evaluation different group groups safety"
)

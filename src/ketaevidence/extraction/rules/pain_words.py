"""Which words mean pain, and which name something else that is measured alike.

A scale or a score is pain's only where the words bind it to pain: a visual analogue
scale measures itch, nausea, mood and craving as well.
"""

from __future__ import annotations

import re

PAIN = r"(?:pain|headaches?|migraines?|neuralgia|allodynia|hyperalgesia)"

#: Other things that scales and plus-minus values measure.
OTHER_MEASURED = re.compile(
    r"\b(?:itch\w*|prurit\w*|nausea\w*|vomit\w*|emesis|crav\w+|spastic\w*|spasms?|sedat\w*|"
    r"drows\w*|sleep\w*|mood\w*|anxi\w+|depress\w+|fatigue\w*|tired\w*|satisf\w+|calm\w*|"
    r"alert\w*|content\w*|dyspn\w+|breathless\w*|cough\w*|hunger|thirst|appetite|stiffness|"
    r"disabilit\w+|function\w*|activit\w+|well[\s-]?being|quality\s+of\s+life|comfort\w*|"
    r"discomfort|unpleasant\w*|vigilance|tranquil\w*|feelings?|liking|high\b|dizz\w+|"
    r"psychedelic|dysphori\w+|euphori\w+|hallucinat\w+|global|severity\s+of\s+symptoms|"
    r"ashworth|HAM-?[AD]\b|hamilton|bromage|aldrete|ramsay|apgar|lequesne|oswestry|roland|"
    r"WOMAC|SF-?(?:12|36)|catastrophi\w+|threshold\w*|toleran\w+|numb\w*|weakness|"
    r"drug[\s\"-]+effects?|swelling|oedema|edema|tremor|nystagmus|seizures?|atelectasis|atrial|bleeding|dry\s+mouth|"
    r"burning\s+mouth|pallor|redness|erythema|hot\s+flush\w*|swallow\w*|dysphagia|nasal)",
    re.IGNORECASE,
)

#: Unwanted effects and other reactions that are no response of pain.
HARM = re.compile(
    r"\b(?:adverse|side[\s-]effects?|nausea\w*|vomit\w*|emesis|prurit\w*|itch\w*|withdrawal|"
    r"hypotensi\w+|bradycardi\w+|desaturat\w+|toxicit\w*|hallucinat\w+|delirium|psycho\w+|"
    r"shivering|cough\w*|complications?|bleed\w*|antibod\w+|immun\w+|seizures?|spastic\w*|"
    r"spasms?|depress\w+|anxi\w+|questionnaire|survey|response\s+rate|sleep\w*|mobility|"
    r"function\w*|strength|motor)",
    re.IGNORECASE,
)

#: Words that turn relief into its lack.
NEGATION = re.compile(
    r"\b(?:no|not|nor|none|never|without|fail\w*|lack\w*|little|poor\w*|inadequate|"
    r"insufficient|unsatisfactory|unable|non-?respon\w+|unrelieved|minimal|absen\w+|"
    r"refractory|unresponsive|neither|did\s?n.t|recurr\w+|relaps\w+|required|needed|only\s+partial)\b",
    re.IGNORECASE,
)

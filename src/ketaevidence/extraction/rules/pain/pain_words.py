"""Which words mean how strong pain is, and which name something else that is measured.

A number is pain's only where the words bind it to pain: a visual analogue scale
measures itch, nausea, mood and craving as well, and the next number of a sentence is
an age, a dose or a length of stay.
"""

from __future__ import annotations

import re

from ketaevidence.extraction.mentions.word_set import word_set

PAIN = r"(?:pain|headaches?|migraines?|neuralgia|allodynia|hyperalgesia)"
#: Without one of these (runs of letters, lower case) no text gives a pain score.
PAIN_VOCABULARY = word_set(
    "pain pains headache headaches migraine analgesia vas nrs vrs vnrs nprs"
)

#: What people rate as they rate pain, in words of its own: the nearest of them, or of
#: `COUNTED`, is what a number belongs to.
RATED = word_set(
    """
    anxiety anxious depression depressive depressed mood sleep sleepiness insomnia fatigue
    tiredness satisfaction sedation sedated drowsiness nausea vomiting emesis ponv retching
    pruritus itch itching comfort discomfort disability disabilities function functioning
    functionality functional activity activities participation interference stiffness
    catastrophizing catastrophising kinesiophobia self-efficacy efficacy well-being wellbeing
    mobility craving cravings withdrawal spasticity spasm spasms distress stress fear coping
    appetite alertness cognition cognitive memory attention dyspnea dyspnoea breathlessness
    cough thirst hunger burning numbness tingling paresthesia paraesthesia unpleasantness
    affect affective sensory evaluative expectation expectations expectancy acceptance
    severity qol hrqol quality impairment independence symptom symptoms health vitality
    swelling oedema edema redness erythema bruising ecchymosis tenderness soreness weakness
    dryness swallowing dysphagia voice urgency bother relief relieved totpar spid sspid pid
    sumpid sapid allodynia hyperalgesia sensitivity summation threshold thresholds tolerance
    catheter-related agitation delirium shivering dizziness tension anger happiness
    impression difficulty ease burden tolerability usability pgic gic cgi global handicap work dysfunction performance tinnitus vertigo
    oswestry odi roland rmdq rdq roland-morris ndi dash quickdash koos hoos kss hhs harris
    constant lysholm ikdc tegner aofas hads bdi bdi-ii beck stai phq-9 gad-7 eq-5d eq-5d-3l
    eq-5d-5l euroqol fiq fiqr psqi isi ham-d ham-a hamd hama madrs hdrs ramsay aldrete
    bromage apgar lequesne spadi ases ucla mayo meps das28 das acr basdai basfi asdas haq
    haq-di midas hit-6 msq pdi mpi pcs mcs tsk fabq fabq-pa fabq-w paindetect lanss s-lanss
    dn4 npsi sf-36 sf36 sf-12 sf12 whoqol promis psfs pseq peds qlq-c30 fact-g mos rss oaa
    bis mmse moca asia ashworth mas berg tug 6mwt mwt esr crp gcs asa iief ipss nih-cpsi
    cpsi eq-vas eqvas eq5d-vas pufs oab bpi-interference whodas ghq scl-90 pasat hdss vertigo css
    """
)
#: What is counted, timed or measured with an instrument.
COUNTED = word_set(
    """
    consumption consumptions consumed requirement requirements dosage dosages usage intake
    demand demands amount amounts quantity volume volumes number numbers count counts
    frequency frequencies rate rates incidence prevalence proportion proportions percentage
    percentages ratio odds risk probability time times duration durations onset length stay
    latency interval intervals delay age ages aged height bmi pressure pressures saturation
    temperature concentration concentrations strength flexion extension abduction adduction
    rotation range rom arc distance velocity speed angle angles width depth thickness
    circumference diameter dilatation area areas auc loss bleeding hemoglobin haemoglobin
    hematocrit glucose cortisol output flow clearance half-life bioavailability cmax tmax
    cost costs weight weights income episodes attacks
    tablets capsules pills boluses doses punctures power torque force
    moment endurance emg amplitude conduction latencies index-finger grip reach excursion
    kyphosis lordosis cobb union healing migration subsidence interleukin il-6 tnf protein
    density t-score z-score sensitivity specificity correlation coefficient
    coefficients correlations alpha icc kappa likelihood hazard survival mortality
    score-reduction nnt steps gait posture balance fev1 fvc creatinine urea bilirubin
    """
)
#: Words that may be a dose, an arm or a way of saying, and are a measure only as the
#: subject of their clause ("the use of", "at all levels").
GENERIC = word_set(
    """
    score scores scale scales subscale subscales subscore subscores index indices inventory
    questionnaire rating ratings level levels grade grades test tests measure measures
    """
)
#: Before a generic word these leave it open which measure it is: "the mean score".
NEUTRAL = word_set(
    """
    the a an these those this that their its mean median average baseline total final
    initial resting rest worst least lowest highest peak maximum maximal minimum respective
    daily weekly same lower higher self-reported reported patient-reported postoperative
    preoperative dynamic static movement all both with of and in pre post sd sem overall
    current present usual were was similar such corresponding first second follow-up
    for on at lowering reduced improved decreased increased low high individual last summed
    """
)

#: Words that say how a score is told, moved, compared and timed, and nothing new.
GRAMMAR = word_set(
    """
    the a an was were is are had has have been be of in on at to from for with by and or vs versus
    than compared between during after before while whereas it also this that these their then
    later only as out respective respectively but both all each group groups arm arms patients
    subjects participants controls control placebo treatment intervention treated receiving
    received who which whom when until through over under within among across per not no
    decreased increased fell declined dropped reduced improved rose remained stable changed went
    lower higher less greater more significantly significant statistically highly differences
    difference initially initial baseline mean median average averaged sd sem se p least squares
    reported assessed measured evaluated showed found recorded mm cm points point scale scales
    score scores rating ratings value values i ii iii iv a b c d one two three four five six
    seven eight nine ten first second third fourth last ranged ranging range
    week weeks day days month months hour hours h hr hrs min minutes postoperative
    postoperatively preoperative preoperatively pre post rest movement coughing arrival end
    study discharge surgery operation immediately following followed follow-up visit months
    vas nrs n ns year years time times point points respectively using there did differ similar
    comparable experienced falling dropping decreasing increasing rising improving declining ate md wmd lsm lsmd delta inclusion change changes mg ml kg daily twice once alone plus pain intensity severity level levels worse better slightly markedly
    """
)

#: When pain was rated; words that stand where a name of a treatment may stand.
CONDITIONS = word_set(
    """
    rest resting movement moving motion mobilization mobilisation walking sitting standing
    coughing cough breathing activity activities exercise night nocturnal daytime morning
    evening dynamic static swallowing ambulation weight-bearing flexion noon awakening
    arrival discharge admission postop preop test tests insertion removal injection
    """
)

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

"""The words that may stand between an amount and the drug that it belongs to.

An amount is bound to a drug only where every word between them is one of these: a word
that this table does not know might be another drug, so it ends the search.
"""

from __future__ import annotations

import re


def table(*lines: str) -> frozenset[str]:
    """Give the words of some lines."""
    return frozenset(" ".join(lines).split())


#: How a drug is given.
ROUTES = table(
    "intravenous intravenously iv i.v. i.v oral orally po p.o. p.o peroral perorally",
    "subcutaneous subcutaneously sc s.c. s.c sq intramuscular intramuscularly im i.m.",
    "i.m intranasal intranasally nasal epidural epidurally peridural intrathecal",
    "intrathecally spinal subarachnoid rectal rectally pr topical topically sublingual",
    "sublingually buccal transdermal transdermally transmucosal intraarticular",
    "intra-articular intra-articularly intraarticularly caudal caudally perineural",
    "perineurally intraperitoneal intraperitoneally ip i.p. i.p inhaled intradermal",
    "intraplantar intraoperative intraoperatively peroperative preoperative",
    "preoperatively postoperative postoperatively preincisional parenteral parenterally",
    "patient-controlled pca iv-pca pcea peripheral inhalational wound incisional",
    "periarticular intrapleural interpleural perioperative perioperatively",
    "preemptive pre-emptive prophylactic local regional systemic intralesional",
    "i.a. i.a ia i.n. i.n i.d. i.d intracerebroventricular icv i.c.v. i.t. i.t intraarterial intravesical enteral gastric",
)
#: What a drug is made up as.
FORMS = table(
    "hydrochloride hcl sodium succinate sulfate sulphate tromethamine trometamol",
    "benzoate citrate phosphate potassium maleate tartrate bitartrate besylate acetate",
    "mesylate hydrobromide bromide chloride besilate salt tablet tablets capsule capsules",
    "caplet caplets spray injection injections inj infusion infusions bolus boluses cream",
    "gel ointment lotion patch patches plaster solution suspension syrup suppository",
    "suppositories lozenge lozenges drops film sr cr ir xr er mr pr sustained-release",
    "preservative free controlled-release extended-release immediate-release modified-release slow-release",
    "prolonged-release racemic preservative-free low-dose high-dose low-doses small-dose",
    "single-dose plain hyperbaric isobaric hypobaric liposomal effervescent extract",
    "depot powder sachet sachets elixir gum vapor base monohydrate dihydrate fumarate",
    "hemisulfate hemisulphate valerate lauroxil arginine lysine lysinate palmitate lactate",
    "propionate dipropionate furoate nitrate gluconate meglumine phospate tds tts oros odt",
    "respimat mdi dpi turbuhaler pegol disoproxil alafenamide oros hemihydrate sulfates mouthwash rinse jelly aerosol pump pumps lumbar thoracic",
    "subanesthetic subanaesthetic sub-anesthetic sub-anaesthetic sub-dissociative",
    "subdissociative analgesic anaesthetic anesthetic adjuvant study active type a",
)
#: How a dose is spoken of.
DOSING = table(
    "dose doses dosage dosages dosing dosed rate rates amount amounts volume volumes",
    "concentration concentrations regimen schedule level levels single total daily",
    "nightly once-daily twice-daily loading maintenance initial initially starting start",
    "first second third final fixed mean median average constant low lower lowest high",
    "higher highest increasing incremental increments continuous continuously background",
    "basal intermittent slow slowly rapid gradual gradually small large larger standard",
    "equal equivalent same respective different conventional usual recommended optimal",
    "priming induction intraoperatively additional supplemental demand lockout unit",
    "target maximum maximal max max. minimum up respectively each either both only",
    "once twice thrice daily day per hourly bid b.i.d. tid t.i.d. qid q.i.d. qd od bd tds",
    "b.i.d t.i.d q.i.d b.d. b.d t.d.s. t.d.s q.d.s. q.d.s o.d. o.d q.d. q.d q.h.s intermittently repeated flat weight-based body weight bodyweight",
    "available delivery rising ascending escalating decreasing stepwise end beginning start fast titrated-to-effect individual individually absolute full half double",
)
#: Verbs and little words of giving.
GIVING = table(
    "was were is are be been being will given giving gives administered administration",
    "infused injected injecting started starting initiated commenced titrated titration",
    "delivered applied received receiving receive receives used using set adjusted",
    "increased escalated raised reduced decreased tapered added containing taken taking",
    "instilled infiltrated maintained prescribed provided contained including consisting",
    "at a an the in of by from to as for via i e.g. i.e. namely that which had has with",
    "it chosen treated treatment therapy via over through under",
)
#: People, who get doses.
PEOPLE = table(
    "group groups arm arms patient patients subject subjects participant participants",
    "children child cohort volunteers controls control adults women men infants",
    "animals rats mice dogs cats horses pigs rabbits parturients",
)
#: Where a local anaesthetic's volume goes.
BLOCKS = table(
    "block blocks anaesthesia anesthesia analgesia nerve plexus pnb with using infiltration",
    "spinal epidural caudal solution was were infiltrated injected containing brachial",
    "femoral sciatic tap by mixture",
)
#: Signs that may stand in between.
_OPEN = frozenset("(,[:=;")
#: Between a drug and its amount behind it: "ketamine [infusion at a dose of] 5 mg".
BEFORE = (
    ROUTES
    | FORMS
    | DOSING
    | GIVING
    | PEOPLE
    | _OPEN
    | table(
        "followed then alone surgery operation induction incision procedure range ranged ranging",
        "between flexible flexibly sustained not exceed exceeding follows individualised individualized",
    )
)
#: These alone do not lead from a drug to an amount that is its own.
NOT_BEFORE = table(
    "with in for which that using via over through under treated to from by"
)
#: Between an amount and its drug behind it: "5 mg [of intravenous racemic] ketamine".
AFTER = (
    ROUTES
    | FORMS
    | table(
        "of a an the either single bolus boluses dose doses daily containing continuous solution",
        "additional both per day twice once three two times each total infusion initial",
        "loading maintenance injectable generic oral-transmucosal tid bid",
    )
)
#: Between two amounts of one drug: "0.5 mg/kg [bolus, followed by] 0.1 mg/kg/h".
CHAIN = (BEFORE - table("with in for which that using through")) | table(
    "and or versus vs vs. ) ] / + thereafter afterwards subsequently until not exceed",
    "exceeding plus after if by every four three times limited than more but went",
    "during before every postoperative on when or immediately operation surgery later",
    "emergence extubation closure intubation - lock-out interval week weeks month months night",
    "while range mean median ranging hours hour minutes min h two five six eight ten twelve induction incision may rise",
)
#: Before "5 mg ketamine", where no "of" binds them.
PRECEDES = (
    ROUTES
    | DOSING
    | PEOPLE
    | table(
        "hyperbaric isobaric hypobaric plain received receive receives receiving either or and with of plus to given versus",
        "vs vs. than by a an the single bolus administered infused infusion taking took",
        "using at in was were is each additional first then followed only containing",
        "adding after for daily increasing giving gave between inject injected between",
        "from while whereas where added comprising comparing compared include included",
        "including consisted consisting as on over until before during were are that",
        "combined combining combination under gets got get used against effect effects",
        "efficacy effectiveness safety tolerability analgesia bolus oral administer",
        "intervention treatment treated had apply applied applying mixture additive via",
        "pretreatment premedication compare compares alone placebo saline pretreated",
        "premedicated induced induction maintained adjuvant another least whether when",
        "one two three four injection injections solution also of- nor not but study",
        "evaluated evaluating investigated assessed tested test adult randomized",
        "randomised assigned allocated crossover controlled double-blind placebo-controlled",
        "plus- gel cream ml",
    )
)
#: After an amount that belongs to the drug before it: anything else may be a drug.
FOLLOWS = (
    ROUTES
    | FORMS
    | DOSING
    | GIVING
    | PEOPLE
    | table(
        "and or versus vs vs. on then did does may can also but while whereas appears",
        "resulted results caused before after during until when if than more plus",
        "compared combined within under because n p q q.d. nocte night every three four",
        "two one five six eight ten twelve not no who whom where provides provided produced",
        "produces reduced reduces significantly showed shows improved improves relieved",
        "relieves increased decreased followed thereafter alone together added plus",
        "combination versus- postoperatively either but demonstrated resulted provides",
        "without immediately just prior before hours minutes min h hrs s sec tablet could",
        "should would must according depending demonstrated administered hourly morning",
        "evening bedtime night weekly monthly week weeks days months years around between",
        "about approximately following throughout upon onto into per qh q4h q6h q8h q12h",
        "bid- prn up- so since there these this those they we our their his her its he she",
        "all any some most one-time lasted led leads lead significantly- effectively",
        "effective superior efficacious well safe safely appear seems seem seemed remained",
        "had have showed prolonged prolongs prevents prevented attenuated attenuates",
        "decreases enhanced suppressed inhibited blocked reversed failed improves induced",
        "induces elicited- allowed offers offered associated similar similarly exhibited",
        "starting beginning end once again bilateral bilaterally both dissolved diluted",
        "mixed mixture made adrenaline- vials vial equivalent intraoperative anaesthesia",
        "anesthesia analgesia block blocks premedication preloaded background bolus- then-",
        "increments increment needed required rescue skin closure incision surgery surgical",
        "induction intubation tracheal extubation delivery completion onset recommended",
        "available achieved achieves gave offers yielded representing provide produce",
        "demand demands lockout lock-out interval maximum limit max",
    )
)
#: After these an amount goes on with the drug of the one before, whatever else stands
#: between: "5 mg just before the cuff was inflated, followed by 1 mg/h".
GOES_ON = re.compile(
    r"\b(?:followed\sby|then|thereafter|subsequent(?:ly)?|maximum|maximal|increased|decreased|reduced|raised|"
    r"with\s(?:\w+\s){0,2}(?:dose|doses|bolus|boluses|rate|increments))\b(?P<rest>[^;]{0,60})$",
    re.IGNORECASE,
)
#: Words before an amount that make it something else than a dose given.
NOT_GIVEN = re.compile(
    r"\b(?:consumption|(?:was|were|amounts?|doses?|analgesics?|morphine|opioids?|drugs?)\s(?:\w+\s)?consumed|"
    r"(?:is|are)\sapproved|requir(?:e|es|ed|ing|ements?)|spar(?:ed|ing)|suicid\w+|overdos\w+|"
    r"ingest\w+|intoxicat\w+|saved|usage|intake|used\sby|ED\s?\(?[59₅]\d?|EC\s?\(?[59₅]\d?|LD\s?\(?50|"
    r"IC\s?\(?[5₅][0₀]|MLAC|C\(?max|equivalents?\s(?:to|of)|morphine\sequivalents?|needed|need\sfor|needs|excret\w+|AUC|clearance|detect\w+|"
    r"(?:total|mean|average|cumulative)\s(?:\w+\s)?(?:amount|quantity|volume)s?|(?:amount|total\sdose|cumulative\sdose)s?\sof\s\w+\s(?:\w+\s)?(?:used|given|administered|injected|infused)|"
    r"(?:morphine|fentanyl|opioid|analgesic|drug|propofol|tramadol|PCA)\s(?:use|demands?)|(?:groups?|patients|subjects)\sused)\b",
    re.IGNORECASE,
)
#: The same, right behind the amount.
NOT_GIVEN_BEHIND = re.compile(
    r"[\w\s,()-]{0,70}\b(?:(?:was|were|is|are|be)\s(?:\w+\s)?(?:required|needed|consumed|saved|detect\w+|approved)|requirements?|consumed)\b",
    re.IGNORECASE,
)
#: The same, nearer before it.
MEASURED = re.compile(
    r"\b(?:plasma|serum|blood\slevels?|urin\w+|milk)\b", re.IGNORECASE
)
#: A dose for those in whom the study's treatment was not enough.
RESCUE = re.compile(
    r"\b(?:rescue|as\s(?:needed|required|necessary)|(?:if|when|where|whenever)\s(?:needed|required|necessary|requested|pain|VAS|NRS|"
    r"the\s(?:pain|VAS|NRS|patients?)|patients?\s(?:complain|request|report|had))|upon\srequest|on\srequest|"
    r"at\s(?:the\s)?(?:patient'?s?'?\s)?request|for\s(?:a\s)?(?:VAS|NRS|pain\sscores?)\b|breakthrough|escape|prn|p\.r\.n|sos)\b",
    re.IGNORECASE,
)
#: Words that give a treatment to a group, "as needed" or not.
ASSIGNED = re.compile(
    r"\bgroups?\s(?:\w{1,2}\b|\d)|\brandomi[sz]|\bassigned|\ballocated", re.IGNORECASE
)
#: What patients took before, or had to take or not to take part.
ELIGIBLE = re.compile(
    r"\b(?:inclusion|exclusion|eligib\w+|excluded|stable\s(?:dose|opioid|dosage)s?|(?:at\sleast|more\sthan|less\sthan)(?=.{0,30}$)|"
    r"had\sbeen\s(?:taking|receiving|treated)|previously)\b",
    re.IGNORECASE,
)
#: What makes a sentence of the background speak of this study.
OF_THIS_STUDY = re.compile(
    r"\b(?:this|present|our|current)\b.{0,40}\b(?:study|trial|investigation|report|work|comparison)|\bwe\b|\baim|\bpurpose|\bobjective|\bhypothes|"
    r"\b(?:study|trial)\b.{0,60}\b(?:investigat|compar|evaluat|assess|examin|determin)|\b(?:was|were)\b.{0,40}\b(?:compared|investigated|evaluated|assessed|examined|studied)|\bto\s(?:compare|evaluate|assess|determine|investigate|examine|study)",
    re.IGNORECASE,
)
#: A limit: "up to", "not exceeding", "a maximum of".
LIMIT = re.compile(
    r"(?:\bup\sto|\bnot\s(?:to\s)?exceed(?:ing)?|\bwithout\sexceeding|\blimit(?:ed)?(?:\sto)?|\bmax(?:im(?:um|al))?\.?(?:\s(?:of|was|is|at|=|:|allowed|permitted|daily|total|recommended|single|infusion|dose|doses|rate|dosage))*|\bhighest(?:\s(?:dose|infusion|rate|of|was))*)\s?[:=,]?\s?(?:a\s)?$",
    re.IGNORECASE,
)
#: Words that take up a drug named before: "The dose was raised to 5 mg".
TAKES_UP = re.compile(
    r"\b(?:dos(?:es?|ages?|ed|ing)|rates?|infusions?|infused|titrat\w+|bolus(?:es)?|increments?)\b",
    re.IGNORECASE,
)
#: "A daily dose of 300 mg" is 300 mg/day, also where the unit does not say so.
DAILY = re.compile(
    r"\b(?:a|the|once)\sdaily\s$|\bdaily\s(?:\w+\s)?(?:dos(?:e|es|age|ages)|amount)s?(?:\s(?:of|was|were|is|to))*[\s:,(=]*$",
    re.IGNORECASE,
)
#: "Total doses, 66 ± 20 mg" is what patients used.
SUMS = re.compile(r"\b(?:total|cumulative)\b", re.IGNORECASE)
#: What is aimed at in blood, and no solution's strength.
TARGET = re.compile(
    r"\b(?:target\w*|plasma|serum|effect-site|TCI|level|concentrations?|Ce|Cp)\b"
)
#: Where a per cent beside a drug is its strength.
TOPICAL = re.compile(
    r"\b(?:cream|gel|patch|patches|ointment|lotion|topical(?:ly)?|drops?|mouthwash|solution|concentration|plaster|infiltrat\w+|inject\w+)\b",
    re.IGNORECASE,
)
#: Verbs by which a sentence gives a drug.
GIVES = re.compile(
    r"\b(?:receiv(?:ed?|ing)|administered|given|gave|treated|infused|injected|titrated|"
    r"randomi[sz]ed\sto|started|took|provided|applied|dos(?:e|es|age|ages)\sof)\b",
    re.IGNORECASE,
)
#: Between a drug and an amount, what makes the amount one of results.
COMPARES = re.compile(
    r"\b(?:than|compared|versus|vs|reduc\w+|increas\w+|decreas\w+|consum\w+|requir\w+|"
    r"scores?|P\s?[<=>]|significant\w*|levels?|plasma|serum|equivalent|rescue|plus|with\s[a-z]+(?:ine|ol|one|ate|am|il|en))\b",
    re.IGNORECASE,
)
#: "The mean dose of", "the total amounts": what it came to, and no dose prescribed.
SUMMARY = re.compile(
    r"\b(?:total|mean|median|average|cumulative)\s(?:\w+\s){0,3}(?:dos|amount|quantit)",
    re.IGNORECASE,
)
#: "Morphine requirements were similar in the placebo (30 mg) and ketamine (29 mg) groups".
USED_BY_GROUPS = re.compile(
    r"\b(?:consumption|requirements?|cumulative\s(?:\w+\s){0,2}doses?|mean\s(?:\w+\s)?doses|total\s(?:\w+\s){0,3}doses?|usage|used|needed)\b",
    re.IGNORECASE,
)

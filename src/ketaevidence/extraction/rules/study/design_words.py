"""The words by which a study of people says how it was done, most exact first."""

from __future__ import annotations

from ketaevidence.extraction.rules.study.signs import FEW, PEOPLE, PERSON, Table, table

#: A count of at least two, in words or digits.
_SEVERAL = FEW.replace(r"\d{1,3}", r"[2-9]|[1-9]\d{1,2}")

#: The same of few, told one by one.
_FEW_CASES = r"(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several|[2-9]|1[0-2])"

LETTER_TITLE = table(
    ("letter_or_comment", "comment comments commentary reply response re letter letters editorial correspondence rebuttal editorials", r"^\W?(?:comments?|commentary|reply|response|re|letters?|editorial|author's?\s(?:reply|response)|in\s(?:reply|response))\b(?=\s?(?:on|to|from|:|\.|the|by))|[:.\-]\s(?:a\s|an\s)?(?:comment(?:ary)?|reply|editorial|letter|rebuttal)s?\b(?!\s(?:rate|time|naming|fluency))|\bletters?\sto\sthe\seditor\b|\bauthors?'?s?\s(?:reply|response)\b"),
)  # fmt: skip

#: One patient, or some, told one by one.
CASE_TITLE = table(
    ("case_series", "cases patients case children women men infants", rf"\b(?:report|series|study|analysis|review)\s(?:of|on|with)\s(?:the\s)?{_SEVERAL}\s(?:[\w-]+\s){{0,3}}(?:cases|patients|children|women|men|infants)\b|\b(?:{_SEVERAL})\s(?:[\w-]+\s){{0,2}}case\s(?:reports|studies|histories)\b|\bcase\sseries\b|\bcase\s(?:reports|studies|histories)\b|[:.-]\s(?:an?\s(?:report|experience|review|analysis)\s(?:of|with|in)\s)?{_SEVERAL}\s(?:[\w-]+\s){{0,2}}(?:cases|case\sreports)\b|\b(?:in|on)\s(?:two|three|four|five|six|[2-6])\s(?:[\w-]+\s){{0,3}}(?:patients|cases|children|women|men|infants|siblings|sisters|brothers)\b|^\W?(?:two|three|four|five|six|seven|eight|nine|ten)\s(?:[\w-]+\s){{0,4}}cases\s(?:of|with)\b"),
    ("case_report", "case cases report", r"\b(?:a\s)?case\s?-?(?:report|study\sof\sa|presentation|history)\b(?!s|\sform)|\breport\sof\s(?:a|one|an\s\w+)\s(?:\w+\s)?case\b|\ban?\s(?:[\w-]+\s){0,3}case\s(?:of|with)\b|^\W?(?:the\s)?case\s(?:of|\d)\b|[:.-]\s(?:an?\s)?(?:[\w-]+\s){0,2}(?:case|case\sreport)\b\s?(?:[.\]]|$|and\s|with\s)|\breport\sof\s(?:an?\s)(?:\w+\s){0,2}case\b"),
    ("case_report", "patient person woman man girl boy child infant neonate newborn baby adolescent lady gentleman male female adult parturient", r"\b(?:in|of|by|to|with)\s(?:an?|one)\s(?:(?!of\b|in\b|on\b|for\b|and\b|with\b|by\b|to\b)[\w-]+,?\s){0,4}?(?:patient|person|woman|man|girl|boy|child|infant|neonate|newborn|baby|lady|gentleman|(?:old|month|year)\s(?:fe)?male|parturient)\b(?=\s?(?:[.,:;()\]]|$|-?with\b|who\b|after\b|following\b|undergoing\b|treated\b|on\b|during\b|suffering\b|having\b|presenting\b|receiving\b|caused\b|due\b|secondary\b|without\b|taking\b|requiring\b|in\b|using\b|allergic\b|under\b))"),
)  # fmt: skip
#: Words of telling: "we report", "the authors describe".
_TELL = r"\b(?:we|authors?|i|paper|article|report|study)\s(?:\w+\s)?(?:report|describe|present|observed?|encountered|treated|saw)(?:s|ed)?\s"
_TELL_WORDS = "report reports reported describe describes described present presents presented observe observed encountered saw"
CASE_TEXT = table(
    ("case_series", _TELL_WORDS, rf"{_TELL}(?:here\s|on\s|the\s|our\s|clinical\s|findings\s|experience\s|in\s|with\s|results\s|of\s|cases\s){{0,5}}(?:{_SEVERAL})\s(?:[\w,-]+\s){{0,5}}?(?:cases|{PEOPLE}|siblings)\b"),
    ("case_series", "reported described presented", rf"\b{_FEW_CASES}\s(?:[\w-]+\s){{0,4}}?(?:cases|{PEOPLE})\s(?:[\w\s,()-]{{1,90}}?\s)?(?:are|is)\s(?:here\s)?(?:reported|described|presented)\b"),
    ("case_series", "case cases", r"\bcase\sseries\b|\bthese\s(?:two|three|four|five|[2-5])\scases\b|\bcase\s1\b|\bfirst\scase\b(?=[^\n]{0,150}\bsecond\scase\b)"),
    ("case_series", "these patient", r"\bthese\s(?:two|three|four|five|[2-5])\s(?:patients|children|women|men|infants)\b|\bpatient\s(?:1|no\.?\s?1)\b"),
    ("case_report", _TELL_WORDS, rf"{_TELL}(?:here\s|on\s|the\s|our\s|clinical\s|course\s|of\s|management\s|successful\s|treatment\s|use\s|in\s)*(?:an?|one|the)\s(?:[\w,-]+\s){{0,6}}?(?:case|{PERSON})\b(?!\s(?:series|control))"),
    ("case_report", "case", r"\bcase\sreport\b|\ba\s(?:[\w-]+\s){0,4}case\s(?:of\s[^.\n]{1,140}\s)?(?:is|was)\s(?:here\s)?(?:reported|described|presented|discussed)\b|(?<!\bin\s)\b(?:this|our|the\spresent|present)\scase\b(?![\s-](?:series|group|population|cohort|definition|studies|study|set|class|with\b|control|mix))|(?<!\bin\s)\bthe\scase\s(?:of\san?\b|history\b|is\s(?:reported|presented|described))|\bcase(?:\sreport|\spresentation|\sdescription|\ssummary)?:\s"),
    ("case_report", "patient", r"(?<!\bin\s)\b(?:this|our|the\spresent|present)\spatient\b(?![\s-](?:series|group|population|cohort|subgroup|category|set|class|with\b|control|mix|sample|collective))"),
    ("case_report", "patient", r"\ba\spatient\swas\s(?:referred|admitted|seen\sby)\b"),
    ("case_report", "previously", rf"\ba\spreviously\s(?:healthy|well)\s(?:[\w-]+\s){{0,2}}{PERSON}\b"),
    ("case_report", "old aged", rf"\b(?:an?|this|one)\s(?:[\w-]+,?\s){{0,3}}?(?:\d{{1,3}}|\w+)[\s-](?:years?|yr|months?|mo|weeks?|days?)[\s-]old\b(?!\s(?:children|patients|women|men|and|to)\b)|\b(?:an?|this|our|the|one)\s{PERSON},?\saged\s\d"),
)  # fmt: skip
#: One person, told of by age: what only a report of cases has.
ONE_PERSON = Table.of(CASE_TEXT.signs[-1])
#: One person's age: several of them are several patients.
AGES = r"\b(\d{1,3}|[a-z]{1,12}(?:-[a-z]{1,12})?)[\s-](?:years?|yr|months?|weeks?|days?)[\s-]old\b"

#: One patient, told of as "she" or "he".
CASE_PRONOUN = table(
    ("case_report", "she he", r"\b(?:she|he)\s(?:\w+ly\s)?(?:received|was|had|presented|underwent|woke|developed|reported|complained|remained|became|tolerated|responded)\b"),
)  # fmt: skip
#: With this, "she" is one of several.
SEVERAL_PATIENTS = rf"\b(?:{FEW}|\d+)\s(?:[\w-]+\s){{0,3}}(?:cases|{PEOPLE})\b"

N_OF_1 = table(
    ("n_of_1", "n single", r"\bn[\s-]of[\s-](?:1|one)\b|\bn\s?=\s?1\s(?:trial|study)|\bsingle[\s-](?:case|subject|patient)\s(?:experiment\w*|randomi[sz]ed|design|controlled|trial|double|reversal|multiple|time|alternating)|\bindividual\spatient\strials?\b|\b(?:ABAB?|A-B-A(?:-B)?)\s(?:design|single)"),
)  # fmt: skip

RETROSPECTIVE = table(
    ("retrospective_cohort", "retrospective retrospectively", r"\bretrospective(?:ly)?\b"),
    ("retrospective_cohort", "charts chart records record notes files file", r"\b(?:medical|clinical|hospital|patients?'?|an(?:a)?esthe(?:tic|sia)|case|nursing|pharmacy|electronic|outpatient|inpatient|operative|the|health|prescription|all|computerized)\s(?:[\w'-]+\s){0,2}?(?:charts?|records?|notes|files)\s(?:[^.\n]{0,80}?\s)?(?:were|was)\s(?:\w+ly\s|then\s)?(?:reviewed|examined|analy[sz]ed|studied|searched|abstracted|evaluated|audited|screened|checked|used)\b|\b(?:analy[sz]ed?|examined?|audited|searched)\s(?:the\s|all\s)?(?:[\w-]+\s){0,2}(?:records|charts)\b|\b(?:charts|records|notes|files)\sof\s[^.\n]{0,80}?\bwere\s(?:\w+ly\s)?(?:reviewed|examined|analy[sz]ed|studied|searched|evaluated|audited)\b|\b(?:chart|case[\s-]?notes?|record|file|(?:medical|hospital|clinical)\srecords?|charts|records)[\s-](?:review|audit|analysis|study)\b|\breview(?:ed|ing)?\s(?:of\s)?(?:the\s|all\s|our\s|\d+\s)*(?:[\w',-]+\s){0,4}?(?:charts|records|case[\s-]notes|files)\b|\b(?:data|information)\s(?:\w+\s){0,3}(?:extracted|abstracted|obtained|collected|retrieved)\sfrom\s(?:the\s)?(?:[\w'-]+\s){0,3}(?:charts|records|notes|files)\b"),
    ("retrospective_cohort", "review reviewed historical", rf"\b(?:we\s(?:\w+\s)?reviewed|(?:a\s|this\s|the\s)?(?:\w+\s)?review\sof)\s(?:our\s|all\s|the\s|their\s|consecutive\s|medical\s)*(?:(?:{_SEVERAL}|\d+)\s)?(?:[\w-]+\s){{0,4}}?(?:patients|cases|experience|admissions|procedures|operations|infants|children|women)\b|\bwe\sreviewed\b|\b{PEOPLE}\b[^.;\n]{{0,80}}?\b(?:were|was)\s(?:\w+ly\s)?reviewed\b|\bhistorical\scohort\b|\bcase\srecords\b"),
)  # fmt: skip
#: Beside "retrospective": not how this study was done.
PROSPECTIVE_TOO = r"\b(?:prospective(?:ly)?|previous|recent|published|several|most|few|other|and|or|primarily|mainly|largely|mostly|been|all|either)\W+$"

#: Recognisably something else, and nobody was treated for the study.
OTHER = table(
    ("other", "survey surveys questionnaire questionnaires surveyed mailed posted telephone audit", r"\b(?:postal|national|mail(?:ed)?|telephone|online|web-based|internet|cross-sectional|questionnaire|population|household|international|community|anonymous|prospective|nationwide|email|electronic|self-report\w*|opinion|attitude|point[\s-]prevalence|community-based)[\s-](?:\w+\s)?surveys?\b|\bsurveys?\s(?:of|was|were|among|in|on|study|data|research|instrument)\b|\b(?:a|this|the)\ssurvey\b|\bwe\ssurveyed\b|\bwere\ssurveyed\b|\bquestionnaires?\s(?:[\w\s,-]{0,50}?\s)?(?:was|were)\s(?:\w+\s)?(?:sent|mailed|distributed|posted|returned|completed|administered|developed)\b|\b(?:mailed|sent|posted|distributed|completed|answered|returned|administered)\s(?:[\w-]+\s){0,3}questionnaires?\b|\bquestionnaires?\s(?:study|survey|to\s|from\s)\b|\baudit\b"),
    ("other", "sectional prevalence incidence epidemiology epidemiological epidemiologic epidemiologically", r"\bcross-?\s?sectional\b|\b(?:point|lifetime)\sprevalence\b|\bepidemiolog\w+\b"),
    ("other", "case control matched", r"\bcase-?\s?control(?:led)?\b|\bcase-?crossover\b|\bmatched\scontrols\b"),
    ("other", "accuracy sensitivity specificity diagnostic diagnosis screening receiver predictive", r"\bdiagnostic\s(?:accuracy|value|yield|test|performance|utility|efficacy|criteria)\b|\bsensitivity\s(?:and|of)\s(?:\w+\s)?(?:specificity|\d)|\breceiver\soperating\b|\b(?:predictive)\svalues?\b"),
    ("other", "cost costs economic economics utilization utility pharmacoeconomic markov decision", r"\bcost[\s-]?(?:effectiveness|benefit|utility|minimi[sz]ation|analysis|saving|of)\b|\bpharmaco-?economic\w*\b|\beconomic\s(?:evaluation|analysis|burden|model)\b|\bdecision\s(?:analy\w+|model|tree)\b|\bmarkov\b"),
    ("other", "qualitative interviews focus ethnographic phenomenological grounded thematic narratives interviewed descriptive ethnography semi semistructured depth", r"\bqualitative\s(?:study|research|analysis|interview\w*|approach|method\w*|design|data|descriptive)\b|\bfocus\sgroups?\b|\bsemi-?structured\s(?:[\w-]+\s){0,2}interviews\b|\bsemi-?structured\sinterview\s(?:study|with|was|guide)\b|\bin-?depth\sinterviews?\b|\bphenomenolog\w+|\bgrounded\stheory\b|\bthematic\sanalysis\b|\bethnograph\w+|\binterviewed\b|\bdescriptive\sstudy\b"),
    ("other", "validity reliability validation psychometric validate validated scale questionnaire instrument rater interrater intrarater interobserver retest consistency cronbach", r"\bpsychometric\b|\b(?:construct|criterion|concurrent|face|content|discriminant|convergent)\svalidity\b|\b(?:inter-?rater|test-?retest|interobserver|intra-?rater)\b|\b(?:validity|reliability)\s(?:and|of)\b|\bvalidation\sof\b|\binternal\sconsistency\b|\bcronbach\w*"),
    ("other", "registry database claims register population-based national administrative population insurance research poison trauma cancer", r"\b(?:administrative|claims|national|insurance|prescription|research|population)\s(?:\w+\s){0,2}(?:databases?|registry|register|data)\b|\bpopulation-based\b|\b(?:poison|trauma|cancer)\s(?:control\s)?(?:centers?|registry|registries)\b"),
)  # fmt: skip
#: The same in words that a study of a treatment may use too.
OTHER_PERHAPS = table(
    ("other", "predictors predict risk association associations correlates factors prognostic genotype polymorphism polymorphisms genetic incidence surveillance deaths frequency prevalence patterns trends genotype genotypes genotyped relationship correlation correlations association associations logistic multivariate multivariable cox determinants predictor relationships genotyping genotypic", r"\b(?:predictors?|correlates|determinants|prevalence|patterns|trends)\s(?:of|for)\b|\brisk\sfactors?\s(?:for|of|associated)\b|\b(?:association|relationship|correlation)s?\s(?:between|among)\b|\bincidence\s(?:of|rates?)\b|\bsurveillance\b|\bdeaths\b|\bfrequency\sof\b|\bprevalence\b|\bpolymorphisms?\b|\bgenotyp\w+|\bprognostic\b|\b(?:logistic|multivariate|multivariable|cox)\s(?:\w+\s)?(?:regression|analysis)\b"),
    ("other", "simulation modelling modeling mathematical model simulations", r"\b(?:computer|monte\scarlo|numerical)\ssimulations?\b|\bsimulation\sstudy\b|\bmathematical\smodel\w*\b"),
    ("other", "assay chromatography chromatographic spectrometry", r"^\W?[^\n]{0,90}\b(?:assay|chromatograph(?:y|ic)|spectrometry)\b(?=[^\n]{0,120}\b(?:plasma|serum|urine|blood|determination|tablets|samples|metabolites|tissue)\b)"),
    ("other", "autopsy postmortem cadaver cadavers cadaveric anatomical mortem autopsies", r"\bcadaver\w*\b|\b(?:post-?mortem|autops(?:y|ies))\b"),
)  # fmt: skip
IN_VITRO = table(
    ("in_vitro", "vitro vivo cultured culture cells cell oocytes hek cho isolated recombinant receptor receptors microsomes xenopus clamp hela mcf", r"\bin\svitro\b|\bcell\s(?:lines?|cultures?)\b|\bcultured\s(?:[\w-]+\s){0,3}(?:cells|neurons?|fibroblasts|keratinocytes)\b|\b(?:HEK|CHO|HeLa|COS|PC12|SH-SY5Y|MCF)[\s-]?\d*\b|\bxenopus\b|\boocytes\b|\bpatch[\s-]clamp\b|\bliver\smicrosomes\b|\bex\svivo\b|\bisolated\s(?:[\w-]+\s){0,2}(?:arter\w+|vessels?|tissues?|muscles?|hearts?|strips?|segments?|cells|neurons?)\b|\bbinding\s(?:assays?|sites?|affinit\w+)\b"),
)  # fmt: skip

#: A comparison of treatments without a word on chance.
BLINDED = table(
    ("blinded", "blind blinded masked blinding dummy", r"\b(?:double|single|triple|observer|assessor|investigator|evaluator|patient)[\s-](?:blind(?:ed|ing|ly)?|masked|dummy)\b|\bdoubl[ye]-?blind\w*|\bblinded\s(?:fashion|manner|study|trial|comparison)\b"),
    ("placebo", "placebo sham vehicle", r"\b(?:placebo|sham|vehicle)[\s-]control(?:led)?\b|\b(?:or|and|versus|vs\.?|with|than|to|over|by)\s(?:a\s|an\s|matching\s|identical\s|oral\s|the\s)?(?:placebo|sham)\b|\b(?:placebo|sham)\s(?:or|group|treatment|tablets?|capsules?|period|was|were|patients|and|in|at|on)\b|\breceived\splacebo\b"),
    ("controlled", "controlled", r"\bcontrolled\s(?:[\w-]+\s){0,2}(?:trial|study|comparison|evaluation|investigation|experiment)\b"),
)  # fmt: skip
#: Treatments given to groups: how these were made is not said.
ALLOCATED = table(
    ("groups", "divided allocated assigned separated split distributed grouped", r"\b(?:divided|allocated|assigned|separated|split|distributed|grouped)\s(?:\w+\s){0,3}?(?:in|into|to|between|among)\s(?:[\w-]+\s){0,5}?(?:groups?|subgroups|arms|regimens|treatments)\b|\b(?:allocated|assigned)\sto\s(?:receive|be\s|undergo|treatment)\b"),
    ("groups", "received receive given treated administered", rf"\b(?:received?|given|treated\swith|administered)\s(?:\w+\s)?either\b(?!\s\w+ly\b)|\b(?:group|groups|arm|half|controls|others|remaining|rest)\s(?:[\w=(),.-]{{1,20}}\s){{0,5}}?(?:received|was\sgiven|were\sgiven|was\streated|were\streated|was\sadministered)\b|\b{PEOPLE}\s(?:\([^)]{{1,30}}\)\s)?(?:received|were\sgiven|were\streated\swith)\s[^.\n]{{3,120}}?\b(?:and|while|whereas|or)\s(?:the\s)?(?:other|another|{FEW}|remaining|control)\s(?:[\w-]+\s){{0,3}}?(?:received|were\sgiven|were\streated|{PEOPLE}|group|controls)\b"),
)  # fmt: skip
#: Groups, or treatments, that were compared: they may be groups of anything.
GROUPS = table(
    ("groups", "group groups", r"\bgroup\s(?:[A-D1-4]|I{1,3}|IV)\b|\b(?:two|three|four|both|treatment|study|drug|active)\sgroups\b|\bcontrol\sgroup\b"),
    ("groups", "controls control", r"\b(?:served|acted)\sas\s(?:\w+\s){0,2}controls?\b"),
    ("groups", "compared compare comparison comparing versus vs compares", r"\bwe\s(?:\w+\s)?compared?\b|\b(?:to|and)\s(?:\w+\s)?compare\b|\b(?:comparison|comparing)\s(?:of|between|the|with)\b|\bthis\s(?:\w+\s)?(?:study|trial)\s(?:\w+\s)?compare[sd]\b|\bwhen\scompared\b"),
)  # fmt: skip
#: A title that compares treatments.
COMPARED_TITLE = table(
    ("compared", "comparison comparative versus vs compared comparing comparisons", r"\bcomparisons?\s(?:of|between|with)\b|\bcomparative\s(?:\w+\s){0,2}(?:study|trial|evaluation|efficacy|effects?|effectiveness)\b|\b(?:versus|vs)\b|\bcompared\s(?:with|to)\b|\bcomparing\b"),
)  # fmt: skip
CROSSOVER_TEXT = r"\bcross(?:ed|ing)?[\s-]?over\b"
#: Crossing over that was allowed, not planned: rescue after the comparison.
RESCUE_BEFORE = r"\b(?:allow\w*|permit\w*|could|option\w*|eligible|offer\w*|may|might|elect\w*|chose|if|rate\sof|ability\sto|request\w*|until|high|rescue|\d+%?\s?(?:patients\s)?|who|subsequently|later|treatment|early)\s(?:[\w-]+\s){0,3}$"
RESCUE_AFTER = r"\s(?:rates?|was\s(?:allowed|permitted|offered)|were\s(?:allowed|permitted|offered)|from\s|at\s\d|after\s(?:failure|progression|unblinding)|to\s(?:the\s)?(?:surgery|open|active|other\sarm|operat\w+))|\s?effect"
#: What was done to each person.
_HAD = r"received|took|was\sgiven|was\streated|underwent|was\sstudied|was\stested"
#: Ways of crossing over without the word.
REPEATED = table(
    ("repeated", "received took given treated underwent studied tested all both each", rf"\b(?:each|every|all|the)\s(?:\w+\s)?(?:subject|patient|volunteer|participant|child|woman|man|{PEOPLE})\s(?:\w+\s)?(?:received|took|was\sgiven|were\sgiven|was\streated\swith|underwent|was\sstudied|were\sstudied|was\stested|were\stested)\s(?:with\s|on\s|in\s)?(?:both|all|each\s(?:of\s|treatment|drug|medication|dose)|the\s(?:two|three|four)\s(?:treatments|drugs|doses)|(?:two|three|four)\s(?:\w+\s)?(?:treatments|drugs|sessions|times|doses|conditions|infusions|occasions))\b|\beach\s(?:treatment|drug|dose|medication|condition)\s(?:was\s(?:given|taken|administered)\s)?(?:for|to)\s"),
    ("repeated", "each", rf"\beach\s(?:of\s(?:whom|them|these)\s)?(?:{_HAD})\s(?:with\s|on\s|in\s)?(?:(?:both|all|each\sof)\s(?:of\s)?(?:the\s)?(?:(?:two|three|four|five|six)\s)?(?:[\w-]+\s)?(?:treatments|drugs|medications|solutions|conditions|interventions|agents|preparations|formulations|doses|occasions|sessions|periods)|(?:the\s)?(?:two|three|four|five|six|[2-6])\s(?:[\w-]+\s)?(?:treatments|drugs|medications|conditions|occasions))\b"),
    ("repeated", "latin control controls subject subjects patient individual repeated", r"\blatin[\s-]square\b|\b(?:their|her|his|its|as)\sown\scontrols?\b|\b(?:within|intra)-(?:subjects?|patient|individual)\s(?:comparison|design|controlled|study)\b|\brepeated[\s-]measures\s(?:design|crossover)\b|\bcounter-?balanced\b"),
    ("repeated", "period periods way phase", r"\b(?:two|three|four|five|six|[2-6])[\s-](?:way|periods?|treatments?|phase|sequence|session)\b,?(?:\s[\w-]+,?){0,3}?\s(?:design|study|trial|cross\w*)\b"),
)  # fmt: skip
#: The same, but a course of treatment may be given so too.
REPEATED_PERHAPS = table(
    ("repeated", "period", r"\b(?:first|second)\s(?:treatment\s|study\s)?period\b"),
    ("repeated", "occasions occasion days sessions session visits nights weeks separate", r"\bon\s(?:each\sof\s)?(?:two|three|four|five|six|\d|separate|different|consecutive|successive|alternate|both)\s(?:separate\s|different\s|consecutive\s|study\s|experimental\s|test\s|successive\s|occasions?\b)*(?:occasions|days|sessions|visits|nights|weeks)?(?:\b(?=[^\n]{0,40}\b(?:apart|separated|at\sleast|interval|week|washout))|(?<=occasions))|\b(?:two|three|four|five|six|\d)\s(?:separate|different|experimental|study|treatment|test)\s(?:occasions|days|sessions|visits|nights|periods)\b|\beach\s(?:session|occasion)\b"),
    ("repeated", "washout wash", r"\bwash-?\s?out\s(?:periods?\s|interval\s|phases?\s)?(?:of\s[\w\s-]{1,20}\s)?(?:between|separat\w+)\b|\bseparated\sby\s(?:an?\s|at\sleast\s)*(?:[\w-]+\s){0,4}(?:wash-?\s?out|interval|weeks?|days)\b"),
)  # fmt: skip
#: Randomised, but neither in parallel nor crossed over.
OTHER_RANDOMISED = table(
    ("cluster", "cluster wedge stepped", r"\bcluster(?:ed)?[\s-](?:group[\s-])?(?:randomi[sz]\w+|trial|controlled|RCT)\b|\brandomi[sz]ed\sclusters?\b|\bstepped[\s-]wedge\b|\bgroup-randomi[sz]ed\b|\b(?:community|school|practice|place)-randomi[sz]ed\b"),
    ("factorial", "factorial", r"\bfactorial\b(?!\s(?:analysis|anova|structure|validity|invarian))"),
    ("split", "split mouth contralateral fellow", r"\bsplit[\s-](?:mouth|face|body|scalp|leg|plot|side|thickness)\b|\b(?:the\s)?contralateral\s(?:side|eye|arm|hand|leg|knee|limb|quadrant|tooth|forearm|breast|ear|foot|half)\b|\bfellow\seye\b|\b(?:one|left|right)\s(?:side|eye|arm|hand|leg|half)\s(?:[\w\s,-]{1,50}?\s)?and\sthe\s(?:other|contralateral|opposite)\b"),
    ("withdrawal", "enriched withdrawal discontinuation", r"\brandomi[sz]ed[\s-](?:[\w-]+[\s-]){0,2}(?:withdrawal|discontinuation)\b|\benriched[\s-](?:enrol?l?ment|randomi[sz]ed)\b"),
)  # fmt: skip
#: Two groups at least.
PARALLEL = r"\bparallel\b|\bgroups?\b|\barms?\b|\brandomi[sz]ed\sto\b|\bassign(?:ed)?\s(?:to|[\w\s-]{1,40}\sto\sreceive)\b|\b(?:receive|received)\s(?:either|one\sof)\b"

NON_RANDOMISED = table(
    ("nonrandomized_controlled", "quasi experimental nonequivalent historical alternating alternate chose choice preference before opted according elected choosing nonrandomized", r"\bquasi-?\s?experiment\w*\b|\bnon-?equivalent\b|\bhistoric(?:al)?\s(?:control|comparison|cohort)\w*\b|\b(?:alternate|alternating)\s(?:allocation|assignment|weeks|days)\b|\bcontrolled\sbefore[\s-]and[\s-]after\b|\b(?:patients|women|parents)\s(?:could\s|who\s)?(?:chose|choosing|opted|elected)\b(?!\sto\s(?:terminate|stop|discontinue|withdraw|leave|continue|undergo|remain|keep|switch|end))|\bpatient\s(?:choice|preference)\b|\bself-selected\b|\b(?:groups?|patients|children|women|subjects)\b[^.;\n]{0,30}?\b(?:defined|formed|classified|grouped|categori[sz]ed)\b[^.;\n]{0,25}?\baccording\sto\s(?:the\s|their\s)?(?:use|acceptance|receipt|choice|whether)\b"),
)  # fmt: skip
#: One treatment, looked at forward.
UNCONTROLLED = table(
    ("single_arm_prospective", "uncontrolled noncomparative comparative single", r"\b(?:an?|this|prospective|open(?:-label)?),?\s(?:\w+,?\s)?uncontrolled\b|\bnon-?comparative\b|\bsingle-(?:arm|group)\b"),
    ("single_arm_prospective", "open label", r"\bopen[\s-](?:label(?:led)?\s)?(?:\w+\s)?(?:pilot|extension|uncontrolled|non-?comparative|single)\b"),
    ("single_arm_prospective", "observational", r"\bprospective,?\sobservational\b|\bobservational,?\sprospective\b"),
)  # fmt: skip
SINGLE_ARM = table(
    ("single_arm_prospective", "open label", r"\bopen[\s-]?(?:label(?:led)?|trial|study|uncontrolled|prospective|clinical|pilot|phase|evaluation|non-?comparative|treatment|multicent\w+)\b|\b(?:uncontrolled|non-?comparative)\s(?:\w+\s)?(?:trial|study|pilot|evaluation)\b"),
    ("single_arm_prospective", "uncontrolled noncomparative comparative single pilot phase feasibility dose", r"\buncontrolled\b|\bnon-?comparative\b|\bsingle-(?:arm|group)\b|\bpilot\s(?:\w+\s)?(?:study|trial|investigation|project|data)\b|\bphase\s(?:I{1,3}V?|IV|[1-4])[ab/]*\b|\bfeasibility\s(?:study|trial)\b|\bdose[\s-](?:escalation|finding|ranging)\b"),
    ("single_arm_prospective", "prospective prospectively", r"\bprospective(?:ly)?\b"),
    ("single_arm_prospective", "longitudinal observational cohort consecutive followed naturalistic", r"\b(?:longitudinal|observational|naturalistic)\s(?:\w+\s){0,2}(?:study|trial|cohort|evaluation|follow-up)\b|\bcohort\s(?:of|study)\b|\bconsecutive\s(?:\w+\s){0,3}(?:patients|children|women|men|adults|cases)\b|\b(?:were|was)\sfollowed\b"),
)  # fmt: skip
#: Something was done to people.
TREATED = table(
    ("treated", "treated received given administered injected infused injection injections infusion infusions underwent prescribed implanted implantation started used efficacy tolerability effectiveness receiving administration applied safety stimulated anesthetized anaesthetised", rf"\b(?:were|was|been)\s(?:\w+ly\s|then\s|also\s)?(?:treated|given|administered|injected|infused|prescribed|applied|started|implanted|stimulated|anesthetized|anaesthetised)\b|\breceived\b|\b{PEOPLE}\b[^.;\n]{{0,60}}?\sunderwent\b|\b(?:efficacy|effectiveness|tolerability|safety)\s(?:and\s\w+\s)?of\b|\b(?:infusions?|injections?|administration|implantation)\s(?:of|was|were|with|for|into|in)\b|\b(?:receiving|given)\b|\b(?:was|were)\sused\s(?:\w+ly\s)?(?:as|in|for|to)\b"),
    ("treated", "effect effects treatment therapy use block blocks analgesia infusion infusions injection injections took take taking dose doses", r"\beffects?\sof\b|\b(?:treatment|therapy)\s(?:with|of)\b|\buse\sof\b|\b(?:took|to\stake|taking|doses?\sof)\b|\b[a-z]{5,}\s(?:infusions?|injections?)\b|\bblocks?\s(?:with|was|were|for)\b"),
)  # fmt: skip

#: In front of a design: another study's.
WISHED = r"\b(?:should|must|needs?\sto)\s(?:now\s|also\s)?be\s(?:\w+ly\s)?(?:confirmed|evaluated|tested|investigated|verified|validated|assessed|examined|explored|compared|proven|studied|done|performed|conducted)\b[^.;]{0,60}$|\b(?:feasib\w+|rationale|basis|support\w*|justif\w+|encourag\w+|promis\w+|calls?\sfor|await\w*|undertake|warrant\w*|merit\w*|deserve\w*)\b[^.;]{0,80}$"
ELSEWHERE = r"\b(?:previous(?:ly)?|earlier|prior|recent(?:ly)?|another|other|future|further|published|needed?|await\w*|several|many|most|few|no|lack\sof|without)\s(?:[\w-]+,?\s){0,5}$"
#: Behind a design: studies in the plural are other people's.
STUDIES = r",?(?:[\s,-]{1,2}(?!trial\b|study\b|with\b|in\b|of\b|to\b)[\w-]+,?){0,4}?[\s-](?:trials|studies|evidence|data)\b"

#: What was said of each person: with several occasions, each had every treatment.
EACH = r"\beach\s(?:of\s(?:whom|them)|(?:of\sthe\s(?:\w+\s)?)?(?:subjects?|patients?|volunteers?|participants?|child|woman|man|women|men|children|individual))\s(?:\w+\s)?(?:received|took|underwent|was\s(?:given|treated|studied|tested|administered)|were\sgiven|participated|completed|attended|served)\b"

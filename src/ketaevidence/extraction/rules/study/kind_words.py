"""The words by which a review, a protocol or a study of animals gives itself away."""

from __future__ import annotations

from ketaevidence.extraction.rules.study.signs import FEW, PEOPLE, table, words

#: Names of animals in experiments.
BEASTS = r"(?:rats?|mice|mouse|dogs?|puppies|cats?|kittens|sheep|rabbits?|(?:mini)?pigs?|piglets?|swine|horses?|mares?|stallions?|foals?|monkeys?|baboons?|chimpanzees?|macaques?|marmosets?|calf|calves|cows?|cattle|bulls?|steers?|heifers?|pony|ponies|donkeys?|lambs?|ewes?|goats?|hamsters?|gerbils?|guinea[\s-]pigs?|ferrets?|broilers?|hens?|chickens?|chicks?|pigeons?|quails?|turkeys|frogs?|zebrafish|rodents?|drosophila|llamas?|alpacas?|camels?|minipigs?|squirrels?|voles?|beagles?|greyhounds?|bitches|tortoises?|turtles?|parrots?|ostriches)"
_BEAST_WORDS = "rat rats mice mouse dog dogs puppies cat cats kittens sheep rabbit rabbits pig pigs minipig minipigs piglet piglets swine horse horses mare mares stallion stallions foal foals monkey monkeys baboon baboons chimpanzee chimpanzees macaque macaques marmoset marmosets calf calves cow cows cattle bull bulls steer steers heifer heifers pony ponies donkey donkeys lamb lambs ewe ewes goat goats hamster hamsters gerbil gerbils guinea ferret ferrets broiler broilers hen hens chicken chickens chick chicks pigeon pigeons quail quails turkeys frog frogs zebrafish rodent rodents drosophila llama llamas alpaca alpacas camel camels squirrel squirrels vole voles beagle beagles greyhound greyhounds bitches tortoise tortoises turtle turtles parrot parrots ostriches"
_KINDS_OF_BEAST = "murine canine feline equine porcine bovine ovine rodent rat mouse caprine avian rabbit"

#: A title that says what sort of synthesis the paper is, most exact first.
SYNTHESIS_TITLE = table(
    ("meta_analysis", "meta metaanalysis metaanalyses metanalysis metaanalytic", r"\bmeta-?\s?analy\w+|\bmetanalys\w+"),
    ("systematic_review", "systematic systematically umbrella cochrane", r"\bsystematic(?:ally)?,?\s(?:\w+\s){0,3}?(?:reviews?|reviewed|overviews?|search|evaluation of the (?:literature|evidence))\b|\b(?:umbrella|cochrane)\sreview\b"),
    ("meta_analysis", "pooled integrated combined", r"\b(?:pooled|integrated|combined)(?:[\s-]\w+){0,3}?\s(?:analys[ie]s|data)\b(?=.{0,80}\b(?:trials|studies|RCTs|cohorts)\b)"),
    ("guideline", "guideline guidelines consensus recommendations position statement", r"\bguidelines?\b(?=\s(?:for|on|of|from|in|to|development|update)\b|\s?[:.\-(\]]|\s?$)|\bconsensus\s(?:statements?|conference|guidelines?|report|document|recommendations?|development|panel|paper|opinion)\b|\bposition\s(?:paper|statement)\b|^\[?(?:\w+\s){0,4}recommendations\s(?:of|from|for|on)\b|[:.-]\s(?:\w+\s){0,4}(?:consensus|recommendations)\b"),
    ("narrative_review", "review reviews reviewed", r"\b(?:narrative|comprehensive|scoping|critical|literature|integrative|evidence[\s-]based|updated?|brief|clinical|short|concise|current|historical|mini-?|state-of-the-art|qualitative|rapid|selective|topical|focused|drug|pharmacologic\w*|pharmacology|therapeutic|clinician's|educational|invited)\s(?:\w+\s)?reviews?\b(?! of (?:our|\w+ (?:cases|patients|charts|records))| board)|[:.\-]\s(?:an?\s|the\s)?(?:[\w-]+\s){0,4}reviews?\b(?!\sof\s(?:[\w,-]+\s){0,4}(?:patients|cases|charts|records|experience|files|consecutive))|^\[?(?:an?\s|the\s)?(?:[\w-]+\s){0,3}reviews?\b\s(?:of|on)\b(?!\s(?:[\w,-]+\s){0,6}(?:patients|cases|charts|records|experience|deaths|files|series|admissions|children with))|\breview\sof\s(?:the\s)?(?:current\s|recent\s|published\s|available\s)?(?:literature|evidence|trials|studies|clinical|its|pharmacolog\w+|pathophysiolog\w+|mechanisms?)\b|\breview article\b|\breviewed\b\s?[.\]]?$|\bin review\b"),
    ("narrative_review", "overview overviews update updates updated", r"\b(?:an?\s|brief\s|general\s)?overviews?\b(?=\s(?:of|on)\b|\s?[.:\]]?\s?$)|[:.\-]\s(?:an?\s|the\s|clinical\s)*(?:\d{4}\s)?updated?\b(?!\s(?:results|analysis|data))|^\[?(?:an?\s)?(?:\d{4}\s)?update\s(?:on|of|in)\b|\bupdate\s\d{4}\b"),
    ("narrative_review", "spotlight", r"^\W?spotlight\son\b"),
    ("narrative_review", "product indication", r"[:.]\s(?:new\s(?:product|indication|drug|preparation|dosage)|second\slook)\b"),
    ("narrative_review", "opinion viewpoint", r"\b(?:expert|personal)\sopinion\b|\bviewpoint\b"),
    ("perhaps", "art concepts perspective perspectives advances approaches trends progress options strategies insights", r"\bstate[\s-]of[\s-]the[\s-]art\b|\b(?:current|recent|new|emerging|future|novel|modern)\s(?:[\w-]+\s){0,2}(?:concepts|perspectives?|advances|approaches|trends|progress|options|strategies|insights)\b|\badvances\sin\b|\bfrom\s(?:bench|basic)\b"),
)  # fmt: skip

#: A search of the literature: what only a synthesis of other papers describes.
SEARCHED = table(
    ("systematic_review", "medline pubmed embase cochrane cinahl psycinfo psychinfo scopus lilacs medlars currents", r"\b(?:search(?:ed|es|ing)?|retriev\w+|identif\w+|(?:electronic|bibliographic)\sdatabases?|references|data sources?)\b[^\n]{0,200}?\b(?:MEDLINE|PubMed|EMBASE|Cochrane|CINAHL|Psyc?h?INFO|Scopus|LILACS|Current Contents)\b|\b(?:MEDLINE|PubMed|EMBASE|Cochrane|CINAHL|Psyc?h?INFO|Scopus|LILACS|Current Contents)\b[^\n]{0,200}?\b(?:search\w*|databases?|(?:were|was)\s(?:\w+\s)?(?:used|reviewed|consulted|identified|selected|retrieved))\b"),
    ("systematic_review", "search searches searched", r"\b(?:systematic|literature|comprehensive|electronic|computeri[sz]ed|database|bibliographic)\s(?:\w+\s){0,2}search(?:es|ed)?\b|\bsearch(?:ed|es)?\s(?:of\s|in\s|for\s)?(?:the\s)?(?:\w+\s){0,2}(?:literature|published|databases)\b|\bliterature\s(?:was|were)\s(?:\w+\s)?searched\b"),
)  # fmt: skip
#: What a synthesis says of other papers, and a trial almost never.
SYNTHESIS_TEXT = table(
    ("systematic_review", "trials studies rcts articles papers publications reports", r"\b(?:\d+|" + FEW + r")\s(?:[\w,-]+\s){0,5}?(?:trials|studies|RCTs|articles|papers|publications|reports)\s(?:\([^)]{1,60}\)\s)?(?:that\s|which\s)?(?:were\s|was\s|had\s|have\s)?(?:\w+\s)?(?:included|identified|eligible|met\s(?:the|our|all|inclusion)|selected|analy[sz]ed|reviewed|retrieved|pooled|fulfilled)\b|\b(?:trials|studies)\swere\s(?:included|eligible|selected|excluded|considered)\s(?:in|if|for|when|that)\b"),
    ("systematic_review", "review reviewed systematically", r"\b(?:this|our|the\spresent|a|present|the)\ssystematic(?:ally)?\s(?:\w+\s){0,2}review\b(?!s)|\b(?:we|authors)\s(?:\w+\s){0,2}systematically\s(?:\w+\s){0,2}(?:review|search|identif|evaluat)\w*|\bwere\s(?:reviewed\ssystematically|systematically\sreviewed)"),
    ("meta_analysis", "meta metaanalysis metaanalytic", r"\b(?:this|our|the\spresent|present|we\s(?:\w+\s){0,3}?(?:an?|the|two))\s(?:\w+\s){0,2}meta-?analy(?:sis|tic)\b|\bmeta-?analys[ie]s\s(?:was|were)\s(?:\w+\s)?(?:performed|conducted|carried|done|used|undertaken|made)\b|\bwe\s(?:\w+\s)?meta-?analy[sz]ed\b|\b(?:data|results|studies|trials)\swere\s(?:\w+\s){0,2}meta-?analy[sz]ed\b|\b(?:performed|conducted|undertook|undertaken|using|by)\s(?:\w+\s){0,2}?(?:an?\s)?(?:[\w-]+\s){0,2}meta-?analysis\b"),
)  # fmt: skip

#: What a paper says of itself: a review, unless it is one of its own patients.
SYNTHESIS_SAID = table(
    ("narrative_review", "review reviews overview", r"\b(?:this|our|the\spresent|the\sfollowing|the\scurrent)\s(?:(?!chart|record|retrospective|case|file|peer|expert|manual|medical|blinded|independent)[\w-]+\s){0,3}(?:review|overview)\b(?!\s(?:of\s(?:\w+\s){0,3}(?:cases|patients|charts|records))|board)|\b(?:this|the|present|our)\s(?:\w+\s)?(?:article|paper|chapter|report|manuscript|communication|contribution|presentation|monograph|section)\s(?:\w+\s){0,3}?(?:reviews?|overviews?)\b|\b(?:aim|purpose|objective|goal)s?\sof\sthis\s(?:\w+\s)?review\b|\bin\sthis\s(?:\w+\s)?(?:review|overview)\b|\b(?:articles?|papers?|authors?|I)\s(?:\w+\s)?reviews?\b|\bwe\s(?:\w+\s)?review\s(?!of\b)|\breview(?:ed)?\s(?:of\s)?(?:the\s)?(?:[\w-]+\s){0,2}(?:literature|evidence|trials|studies|articles|publications)\b|\bReview\b(?=:)|\bpurpose\sof\sreview\b"),
    ("guideline", "guideline guidelines consensus recommendations", r"\b(?:these|this|the\spresent|the\sfollowing)\s(?:[\w-]+\s){0,3}(?:guidelines?|recommendations)\s(?:were|was|are|is|provides?|summari|cover|address|aim|have|has|for|on|from)|\bconsensus\s(?:statement|guidelines?|recommendations)\b"),
)  # fmt: skip
#: Words that a review uses of its matter, and other papers of their own: they count
#: only where nothing was studied.
SYNTHESIS_PERHAPS = table(
    ("narrative_review", "reviewed discussed summarized summarised outlined", r"\b(?:is|are|will\sbe)\s(?:(?:also|briefly|critically|then|here|\w+ly)\s){0,2}(?:reviewed|discussed|summari[sz]ed|outlined)\b"),
    ("narrative_review", "article paper chapter authors author", r"\b(?:this|the|present|our)\s(?:\w+\s)?(?:article|paper|chapter|communication|monograph|manuscript)\s(?:\w+\s){0,2}?(?:discuss|summari[sz]|outlin|provides?\b|highlights?|focus|explores?|covers?|addresses|offers|aims|considers|deals|is\san?\b|argues)\w*|\b(?:authors?|I)\s(?:\w+\s)?(?:discuss(?:es)?|summari[sz]es?|outlines?)\b|\bwe\s(?:\w+\s)?(?:discuss|summari[sz]e|outline|focus\son|highlight)\b|\bin\sthis\s(?:article|chapter|paper)\b"),
    ("narrative_review", "literature published articles", r"\b(?:recent|current|published|available|medical|existing|world|english[\s-]language|relevant|the)\sliterature\b|\bpublished\s(?:reports|studies|trials|data)\b"),
    ("guideline", "guideline guidelines consensus recommendations panel task", r"\bconsensus\s(?:panel|conference|group|meeting)\b|\b(?:expert|task)\s(?:panel|force)\b"),
)  # fmt: skip
#: What papers say that studied something, patients or not.
RESEARCH = table(
    ("research", "investigated examined measured studied determined tested assessed compared analyzed analysed observed evaluated obtained calculated recorded collected performed synthesized prepared isolated developed synthesised", r"\b(?:was|were)\s(?:\w+ly\s|also\s|then\s|not\s)?(?:investigated|examined|measured|studied|determined|tested|assessed|compared|analy[sz]ed|observed|evaluated|obtained|calculated|recorded|collected|performed|synthesi[sz]ed|prepared|isolated)\b"),
    ("research", "study", r"\b(?:this|present|current|our|the)\s(?:\w+\s)?study\b"),
    ("research", "we", r"\bwe\s(?:also\s|have\s|then\s|further\s|here\s|now\s)?(?:found|find|show|showed|shown|demonstrate\w*|measured|examined|explored|investigated|studied|tested|developed|report(?:ed)?|observed|compared|determined|analy[sz]ed|used|identified|evaluated|assessed)\b"),
    ("research", "proposed", r"\bproposed\s(?:method|system|model|algorithm|approach|framework)\b"),
    ("research", "p", r"\bp\s?[<=>≤]\s?0?\.\d"),
    ("research", "results result", r"\bresults?:|\bresults\s(?:\w+\s){0,3}(?:show|indicate|suggest|demonstrate|obtained|confirm)"),
    ("research", "", r"±"),
    ("research", "patients cases operations procedures subjects volunteers children women men infants", r"(?<![\d,.])(?<!\bin\s)(?<!\bsince\s)\d{1,4}\s(?:[\w-]+\s){0,3}?(?:patients|cases|operations|procedures|subjects|volunteers|children|women|men|infants)\b"),
)  # fmt: skip

#: A paper that says what will be done.
PROTOCOL_TITLE = table(
    ("protocol", "protocol protocols", r"\b(?:study|trial|review|research|treatment\strial)\sprotocol\b|\bprotocol\s(?:for|of)\s(?:an?\s|the\s|two\s)?(?:[\w'(),/-]+\s){0,9}?(?:trial|study|review|meta-analysis|registry|cohort|survey|RCT|evaluation)\b|[:-]\s(?:an?\s|the\s)?protocol\b(?!s|\sfor\s(?:the\s)?(?:treatment|management)|-)|\bprotocol\s(?:article|paper)\b|\(protocol\)"),
    ("protocol", "rationale design", r"\brationale\s(?:and|&)\s(?:study\s|trial\s)?(?:design|methods|protocol)|\b(?:study\s|trial\s)?design(?:,\smethods,?)?\sand\s(?:rationale|methods|methodology|protocol)\b|\b(?:rationale|design),\s(?:[\w\s]{1,30},\s)?(?:design|methods|rationale)|[:-]\s(?:study|trial)?\s?design\b\s?[.)]?$|^(?:the\s)?(?:study\s)?design\s(?:of|for)\s(?:an?|the)\s(?:[\w()'-]+\s){0,8}(?:trial|study)\b"),
    ("protocol", "nct registry", r"\bregistry\srecord\b|\bNCT\d{8}\b[)\s]*$"),
)  # fmt: skip
PROTOCOL_TEXT = table(
    ("protocol", "will", rf"\b(?:{PEOPLE}|trial|study|they|dyads|practices|centres|centers|clinics|schools|hospitals|data|outcomes?|endpoints?|groups?|pain|arm|sample)\b[^.;\n]{{0,60}}?\bwill\s(?:then\s|also\s|each\s|subsequently\s)?(?:be\s)?(?:\w+ly\s)?(?:randomi[sz]ed|recruit\w*|enrol\w*|allocated|assigned|includ\w+|compare\b|evaluate\b|receive\b|assess\w*|test\b|measured|collected|conducted|carried|performed|undergo\b|divided|administered|given|treated|followed|investigate\b|examine\b|analy[sz]ed|invited|asked|stratified|complete\b)"),
    ("protocol", "will", r"\b(?:we|investigators|researchers)\swill\s(?:then\s|also\s)?(?:include|recruit|randomi[sz]e|enrol|conduct|evaluate|assess|compare|measure|test|determine|investigate|examine|collect|perform|use)\b|\bwill\sbe\s(?:\w+ly\s)?(?:randomi[sz]ed|recruited|enrolled|allocated|included)\b"),
    ("protocol", "protocol", r"\b(?:this|the\spresent|our)\s(?:study|trial|research)\sprotocol\s(?:describes|outlines|presents|reports|details)\b|\b(?:describe|present|report|outline)s?\s(?:here\s)?(?:the|a|our)\s(?:study\s|trial\s|research\s)?protocol\s(?:of|for)\s(?:an?|the|this|our)\s(?:[\w-]+\s){0,6}(?:trial|study|review)\b|\b(?:study|trial)\sprotocol\s(?:is|paper)\s(?:described|presented)"),
    ("protocol", "enrolment enrollment recruitment sample", r"\b(?:enrol?l?ment|recruitment|sample)\s(?:size\s)?(?:target|goal|is\sestimated|planned|is\splanned)|\b(?:planned|target|estimated|anticipated)\s(?:enrol?l?ment|sample\ssize|recruitment)\b(?=\s?(?:of|is|:)?\s?\d)"),
    ("protocol", "underway ongoing recruiting recruitment", r"\b(?:trial|study|recruitment)\sis\s(?:currently\s)?(?:underway|ongoing|in\sprogress|recruiting)\b"),
)  # fmt: skip

#: A title that names animals as those studied.
ANIMAL_TITLE = table(
    ("animal", _BEAST_WORDS, rf"\b(?:in|of|on|for|by|from|to|between)\s(?:[\w(),'-]+\s){{0,5}}?{BEASTS}\b(?!-bite|\s(?:allerg|bites?|scratch|dander|owners?|hair|epithel|milk|serum|meat|insulin|antiserum|antithymo|monoclonal|anti|exposure|handlers|breeders|farm|workers|contact))|^\W?(?:[\w-]+\s){{0,2}}{BEASTS}\b(?!-bite|\s(?:allerg|bite|scratch|dander|owner|milk|meat|insulin))"),
    ("animal", _KINDS_OF_BEAST, r"\b(?:rat|mouse|canine|feline|equine|porcine|murine|bovine|ovine|rodent|rabbit)s?\s(?:[\w-]+\s){0,2}(?:models?|brain|cortex|spinal|nerve|dorsal|liver|hippocamp\w+|osteoarthritis|study|stomach|kidney|cerebell\w+|lung|heart|muscle|skin|tissue|striatum|neurons?|retina|uter\w+|aort\w+|bladder|trachea|diaphragm|knee|bone|embryos?|oocytes?|patients?|anesthesia|anaesthesia)\b"),
    ("animal", "animal animals veterinary", r"\banimal\s(?:models?|study|studies|experiments?)\b|\b(?:in|of)\s(?:experimental\s|laboratory\s|small\s|large\s)?animals\b|\bveterinary\b"),
)  # fmt: skip
#: Words of a text that can only be about animals studied.
ANIMAL_TEXT = table(
    ("animal", "sprague wistar evans balb bl mongrel beagle beagles fischer zealand swiss icr macaca mulatta yorkshire landrace cd ddy nod knockout transgenic nude scid wild", r"\bsprague[\s-]dawley\b|\bwistar\b|\blong[\s-]evans\b|\bbalb/?c\b|\bc57\s?bl|\bfischer[\s-]344\b|\bnew\szealand\s(?:white|rabbits?)\b|\b(?:mongrel|beagle)\s?(?:dogs?)?\b|\b(?:swiss|icr|cd-?1|ddy|nod|wild-type|knockout|transgenic|nude|scid)[\s-](?:webster\s|albino\s)?(?:mice|mouse)\b|\bmacaca\b|\b(?:yorkshire|landrace)\b"),
    ("animal", _BEAST_WORDS, rf"\b(?:\d+|male|female|adult|ana?esthe(?:ti[sz]ed|tized)|awake|conscious|neonatal|newborn|these|healthy|young|old|pregnant|infant|client-owned|diabetic|experimental|naive|untreated|treated|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|sixteen|eighteen|twenty|thirty|forty)\s(?:[\w-]+\s){{0,2}}?{BEASTS}\b(?!\s(?:allerg|bites?|owners?|insulin|serum|model))(?=\s(?:were|was|received|under|with|after|in|to|and|that|which|by|before|treated|at|during|had|showed)\b|[,.;)(])|\b{BEASTS}\s(?:were|received|underwent|had|showed|that\sreceived|treated|subjected|trained)\b|\bin\sthe\s{BEASTS}\b"),
    ("animal", _BEAST_WORDS, rf"\b(?:examin\w+|investigat\w+|evaluat\w+|assess\w+|test(?:ed|ing)|effects?|studied|behaviou?rs?)\b[^.;\n]{{0,120}}\bin\s(?:\w+\s){{0,2}}{BEASTS}\b"),
    ("animal", "animals", r"\banimals\s(?:were|received|had|showed|underwent|in|that|treated)\b|\b(?:all|the|these|\d+|control|experimental)\sanimals\b"),
)  # fmt: skip
#: Words for people as those studied: an animal study has them at most in passing.
HUMAN_TEXT = table(
    ("human", "patients volunteers participants women men children adults subjects infants neonates parturients outpatients consent", rf"\b(?:{FEW}|hundred|consecutive|healthy|enrolled|recruited|adult|our|the|these|all|both|of|in)\s(?:[\w-]+\s){{0,3}}?(?:patients|volunteers|participants|women|men|children|adults|infants|parturients|outpatients)\b|\b(?:patients|volunteers|participants|women|children)\s(?:were|received|underwent|with|who|had|undergoing|treated|scheduled)\b|\binformed\sconsent\b"),
)  # fmt: skip

#: What only a report of its own patients says; see own_patients.py for the rest.
OWN_PATIENTS = table(
    ("own", "consent", r"\binformed\s(?:\w+\s)?consent\b"),
    ("own", "old", r"\b(?:a|an|this|one|another)\s(?:\w+\s)?(?:\d{1,3}|\w+)[\s-](?:year|yr|month|week|day)s?[\s-]old\b"),
    ("own", "charts records notes chart files", r"\b(?:charts|records|case[\s-]?notes|files)\s(?:[\w\s]{0,40}\s)?were\s(?:\w+ly\s)?(?:reviewed|examined|analy[sz]ed|studied|searched|abstracted|evaluated)\b|\bchart\sreview\b"),
    ("own", "case cases", rf"\b(?:a\s(?:[\w-]+\s){{0,3}}case|(?:{FEW}|\d+)\s(?:[\w-]+\s){{0,2}}cases)\s(?:[\w\s,-]{{1,60}}?\s)?(?:is|are|was|were)\s(?:here\s)?(?:reported|described|presented)\b|\b(?:we|authors?|I|paper|article|report)\s(?:report|describe|present|observed|encountered|treated|saw)(?:ed|d|s)?\s(?:[\w-]+\s){{0,5}}?cases?\b"),
)  # fmt: skip

#: Verbs of those who explain, and of those who tell what they did.
PRESENT = words(
    "is are can may should must has have remains remain seems appears need needs becomes occurs includes include requires require depends might could will causes suggests"
)
PAST = words("was were had did found showed received underwent developed")
#: Words of medicine: an essay without them is none that a reviewer asks about.
MEDICAL = words(
    "patient patients treatment therapy clinical disease pain drug drugs physicians nurses care medicine"
)

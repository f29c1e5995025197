"""The words that name unwanted events of treatment, in tables.

A table of words is looked up word by word; that stays quick however long it grows. To
teach the rules an event, add its words here.
"""

from __future__ import annotations


def word_table(words: str) -> frozenset[str]:
    """Read a table of words, parted by spaces."""
    return frozenset(words.split())


#: One word that names an unwanted event by itself.
HARMS = word_table(
    # stomach and bowels
    "nausea nauseated nauseous vomiting vomited emesis emeses retching ponv constipation constipated diarrhea diarrhoea dyspepsia heartburn flatulence "
    "anorexia eructation regurgitation gagging oesophagitis esophagitis hiccup hiccups xerostomia ileus dysphagia bloating cramps cramping gastritis pancreatitis sialorrhea sialorrhoea drooling "
    # head and senses
    "dizziness dizzy vertigo lightheadedness light-headedness lightheaded drowsiness drowsy somnolence somnolent sleepiness oversedation over-sedation hypersomnia fatigue tiredness "
    "asthenia lethargy malaise headache headaches backache insomnia diplopia nystagmus tinnitus dysgeusia ataxia dysarthria amnesia tremor tremors hangover weakness lacrimation giddiness presyncope fainting grogginess nystagmus ptosis mydriasis miosis dystonia fasciculation fasciculations twitching trismus parkinsonism cinchonism "
    # mind
    "dysphoria hallucination hallucinations hallucinated nightmare nightmares delirium delirious agitation agitated confusion disorientation euphoria dissociation derealization depersonalization "
    "psychosis paranoia irritability restlessness nervousness pseudohallucinations depersonalisation derealisation hypomania disinhibition dreaming akathisia dyskinesia dyskinesias catatonia stupor "
    # skin
    "pruritus pruritis itching itch rash rashes urticaria erythema flushing ecchymosis ecchymoses bruising hyperhidrosis diaphoresis sweating dermatitis burning stinging angioedema blisters blistering chills acne photosensitivity cellulitis necrosis sneezing "
    # heart and lungs
    "hypotension hypotensive hypertension bradycardia tachycardia arrhythmia arrhythmias dysrhythmia dysrhythmias extrasystoles palpitations syncope faintness desaturation desaturations desaturated bradyarrhythmia bradyarrhythmias tachyarrhythmia tachyarrhythmias asystole bradycardic reintubation hypoxia hypoxaemia "
    "hypoxemia apnea apnoea apnoeic hypoventilation bradypnea bradypnoea hypercapnia hypercarbia laryngospasm bronchospasm stridor dyspnea dyspnoea pneumothorax hemothorax haemothorax hemoptysis haemoptysis pneumonia atelectasis "
    # shaking, salivation, throat
    "shivering shivered hypersalivation salivation hoarseness cough coughing myoclonus "
    # nerves and blocks
    "paresthesia paresthesias paraesthesia paraesthesias paresthesiae paraesthesiae pareses paresis numbness hypoesthesia hypoaesthesia hypesthesia paraplegia hemiplegia quadriplegia paralysis dysesthesia dysesthesias dysaesthesia dysaesthesias pdph "
    # bleeding, clots, infection, wounds
    "bleeding bleed bleeds hemorrhage hemorrhages haemorrhage haemorrhages hematoma hematomas haematoma haematomas seroma seromas hematemesis melena epistaxis thrombosis thrombophlebitis phlebitis embolism "
    "infection infections bacteremia bacteraemia septicemia septicaemia osteomyelitis meningitis arachnoiditis peritonitis sepsis abscess abscesses fistula fistulas fistulae dehiscence perforation perforations ulcer ulcers ulceration pyrexia fever "
    # organs and blood
    "hepatotoxicity hepatotoxic transaminitis jaundice cholestasis dysuria hematuria haematuria nocturia oliguria polyuria hydronephrosis rhabdomyolysis hypercalcemia hypercalcaemia hypocalcemia hypocalcaemia hypophosphatemia hypophosphataemia lymphocytopenia granulocytopenia pancytopenia agranulocytosis lymphopenia eosinophilia hyponatraemia hyperkalaemia hypokalaemia hyperglycaemia nephrotoxicity cardiotoxicity neurotoxicity ototoxicity neutropenia leukopenia leucopenia thrombocytopenia anemia anaemia alopecia stomatitis mucositis proteinuria cystitis arthralgia myalgia swelling "
    "hypoglycemia hypoglycaemia hyperglycemia hyperkalemia hypokalemia hyponatremia oedema edema seizures convulsions anaphylaxis nonunion malunion priapism gynecomastia gynaecomastia "
    # the worst
    "death deaths died mortality morbidity "
    # all of them
    "complication complications toxicity toxicities aes saes teaes ae sae"
)  # fmt: skip

#: Two words that name an event together: the first, then what may follow it.
_FOLLOWED = {
    "adverse": "event events effect effects reaction reactions experience experiences outcome outcomes symptom symptoms sequelae",
    "side": "effect effects",
    "untoward": "event events effect effects reaction reactions",
    "undesirable": "effect effects event events",
    "unwanted": "effect effects event events",
    "toxic": "effect effects reaction reactions",
    "dry": "mouth", "bitter": "taste", "taste": "disturbance disturbances perversion alteration", "nasal": "congestion irritation", "throat": "irritation", "chest": "tightness discomfort heaviness symptoms", "mood": "swings changes", "vasovagal": "syncope reaction reactions episode episodes", "airway": "obstruction complications", "intraoperative": "awareness", "involuntary": "movement movements", "memory": "impairment loss", "foot": "drop", "sensory": "deficit deficits loss", "csf": "leak leaks leakage", "cerebrovascular": "accident accidents events", "thromboembolic": "events complications", "venous": "thromboembolism", "suicidal": "ideation", "emotional": "lability", "blurred": "vision", "blurry": "vision", "out-of-body": "experience experiences", "perceptual": "disturbance disturbances", "abnormal": "dreams", "strange": "dreams", "elevated": "transaminases", "catheter": "migration dislodgement dislocation", "double": "vision", "visual": "disturbance disturbances hallucinations",
    "respiratory": "depression arrest failure distress obstruction insufficiency compromise derangement infection infections",
    "urine": "retention", "urinary": "retention incontinence urgency hesitancy frequency symptoms", "tract": "symptoms", "bladder": "pain dysfunction irritation inflammation spasm spasms", "voiding": "difficulty difficulties dysfunction", "fecal": "incontinence",
    "oxygen": "desaturation", "arterial": "desaturation",
    "abdominal": "pain cramps discomfort distension", "epigastric": "pain discomfort", "stomach": "upset pain ache",
    "gastrointestinal": "upset disturbances symptoms bleeding",
    "bad": "dreams taste", "vivid": "dreams", "unpleasant": "dreams", "metallic": "taste", "perioral": "numbness",
    "emergence": "reactions reaction phenomena delirium agitation",
    "psychomimetic": "effects effect symptoms reactions phenomena", "psychotomimetic": "effects effect symptoms reactions phenomena",
    "psychedelic": "effects effect symptoms", "psychic": "effects disturbances reactions", "psychotropic": "effects",
    "dissociative": "effects symptoms", "cognitive": "impairment dysfunction", "extrapyramidal": "symptoms reactions",
    "sore": "throat", "hot": "flushes flashes", "cold": "sweats", "muscle": "weakness rigidity", "leg": "weakness", "limb": "weakness",
    "myocardial": "infarction infarctions ischemia ischaemia", "cardiac": "arrest events", "cardiovascular": "collapse events",
    "liver": "injury failure damage dysfunction toxicity", "hepatic": "failure injury dysfunction toxicity damage", "biliary": "dilatation dilation", "qt": "prolongation", "qtc": "prolongation", "serotonin": "syndrome", "kidney": "injury",
    "wound": "infection infections dehiscence", "surgical": "complications", "pulmonary": "embolism edema oedema complications",
    "weight": "gain loss", "allergic": "reaction reactions", "anaphylactic": "reaction reactions", "hypersensitivity": "reaction reactions",
    "injection": "site", "site": "reactions reaction", "local": "reactions reaction irritation", "heart": "failure attack", "bowel": "obstruction", "restless": "legs", "drug": "reaction reactions", "skin": "irritation reactions reaction rash",
    "propofol": "pain", "nerve": "injury damage palsy injuries", "horner's": "syndrome", "horner": "syndrome", "phrenic": "nerve",
    "dural": "puncture punctures", "postdural": "puncture", "vascular": "puncture", "total": "spinal",
    "withdrawal": "symptoms syndrome response responses movement movements", "abuse": "behavior behaviour behaviors behaviours", "abusive": "behavior behaviour behaviors behaviours",
    "anastomotic": "leak leaks leakage", "premature": "contractions", "ventricular": "tachycardia fibrillation", "atrial": "fibrillation",
    "liver-enzyme": "elevation elevations", "enzyme": "elevation elevations", "renal": "failure impairment dysfunction", "transient": "neurologic", "neurologic": "deficit deficits symptoms", "neurological": "deficit deficits symptoms sequelae",
}  # fmt: skip
PAIRS = {first: frozenset(then.split()) for first, then in _FOLLOWED.items()}
#: Every word that stands second in one of these pairs.
SECONDS = frozenset().union(*PAIRS.values())

#: Names of all unwanted events together.
GENERAL = frozenset(
    ("adverse", "side", "untoward", "undesirable", "unwanted", "toxic", "complication", "complications", "toxicity", "toxicities", "aes", "saes", "teaes", "ae", "sae", "morbidity", "side-effect", "side-effects")
)  # fmt: skip
#: Written with a hyphen.
HYPHENED = frozenset(("side-effect", "side-effects", "post-dural", "adverse-event", "adverse-events"))  # fmt: skip

#: What may stand before the name of an event and belongs to it.
BEFORE = word_table(
    "mild moderate severe serious minor major slight transient temporary persistent prolonged excessive marked "
    "postoperative post-operative intraoperative perioperative postprocedural delayed early late acute chronic clinically significant relevant clinically-relevant important possible "
    "treatment-related drug-related treatment-emergent related opioid-related ketamine-related therapy-related severe-to-moderate mild-to-moderate "
    "gastrointestinal gi neurological neurologic cardiovascular cardiac respiratory pulmonary renal hepatic psychiatric neuropsychiatric cns hematologic haematologic "
    "psychomimetic psychotomimetic psychedelic dissociative hemodynamic haemodynamic anticholinergic opioid dermatological cutaneous "
    "visual auditory vivid unpleasant generalized generalised local systemic wound urinary tract surgical site chest upper lower arterial venous deep vein oxygen "
    "orthostatic postural supraventricular ventricular sinus post-dural postdural puncture spinal unexpected other any fatal life-threatening grade overall non-serious serious-adverse frequent common "
    "gastric duodenal gastroduodenal peptic superficial hospital 30-day in-hospital peripheral facial periorbital emergence hemorrhagic haemorrhagic ulcerative"
)  # fmt: skip

#: Events that are the disease itself where the title names it: a headache is no harm in
#: a trial on migraine. The event's first letters, then the title's.
DISEASES = (
    (("headache",), ("headache", "migraine", "cephal")),
    (("seizure", "convuls"), ("seizure", "epilep", "convuls", "status")),
    (("infect", "pneumonia", "sepsis", "fever", "pyrexia"), ("infect", "septic", "abscess", "pneumonia", "sepsis", "fever", "malaria", "antibiotic", "herpes", "hiv", "hepatitis", "vaccin", "cystic", "tubercul", "febrile")),
    (("insomnia",), ("insomnia", "sleep")),
    (("fatigue", "tiredness", "asthenia"), ("fatigue",)),
    (("cough",), ("cough", "asthma", "copd", "bronchi")),
    (("dyspn",), ("dyspn", "copd", "asthma", "breath", "pulmonary", "heart")),
    (("mucositis", "stomatitis"), ("mucositis", "stomatitis", "mouthwash")),
    (("xerostomia",), ("xerostomia", "saliva", "sjögren", "sjogren")),
    (("dyspepsia", "heartburn"), ("dyspepsia", "reflux", "gerd", "pylori", "gastroesophageal", "heartburn")),
    (("constipat",), ("constipat", "bowel", "naltrexone")),
    (("diarr",), ("diarr", "colitis", "crohn", "bowel")),
    (("hypertens",), ("hypertens", "blood pressure", "antihypertens")),
    (("backache",), ("back pain",)),
    (("ulcer",), ("ulcer", "pylori", "aphth", "wound", "foot", "venous", "colitis")),
    (("bleed", "hemorrhag", "haemorrhag"), ("bleed", "hemorrhag", "haemorrhag", "varice", "haemophil", "hemophil", "periodont", "gingiv")),
    (("abdominal", "epigastric", "stomach"), ("irritable", "abdominal pain", "dyspepsia", "colic", "pancreatitis", "ulcer")),
    (("anemia", "anaemia"), ("anemia", "anaemia", "erythropoietin", "epoetin")),
    (("edema", "oedema"), ("edema", "oedema")),
    (("thromb", "embolism"), ("thromb", "embol")),
    (("psychosis", "agitat", "confusion", "delirium"), ("schizophren", "psychos", "bipolar", "delirium", "agitation", "dementia", "alzheimer")),
    (("atrial",), ("atrial fibrillation",)),
    (("death", "died", "mortality"), ("mortality", "survival", "sepsis", "septic", "cancer", "carcinoma", "covid", "coronavirus", "stroke", "infarction", "shock", "trauma", "cardiac arrest", "critical", "intensive care", "respiratory distress", "heart failure", "cirrhosis", "palliative", "terminal")),
    (("itch", "prurit", "urticaria", "dermatitis", "rash"), ("dermatitis", "urticaria", "eczema", "psoria", "pruritus of", "herpes", "zoster")),
    (("myoclon", "hiccup", "nightmare"), ("myoclon", "hiccup", "ptsd", "nightmares in")),
    (("abscess", "fistula"), ("abscess", "fistula", "crohn")),
    (("numbness", "paresthesia", "paraesthesia"), ("neuropath", "carpal", "numb", "radicul")),
    (("tinnitus", "vertigo"), ("tinnitus", "vertigo", "meni", "vestibular")),
    (("anorexia",), ("anorexia", "cachexia", "appetite")),
    (("withdrawal", "abuse"), ("withdrawal s", "opioid withdrawal", "opiate withdrawal", "alcohol withdrawal", "abstinence", "detoxification", "dependence", "addict")),
    (("depress",), ("depress",)),
    (("weight",), ("weight", "obes", "diet")),
    (("limb", "leg", "muscle", "neurolog"), ("stroke", "palsy", "sclerosis", "parkinson")),
    (("hallucinat",), ("schizophren", "psychos", "psychotic", "parkinson")),
    (("arrhythmi", "myocardial", "cardiac"), ("arrhythmi", "infarct", "coronary", "angina")),
    (("paraplegia", "hemiplegia", "quadriplegia", "paralysis", "weakness", "tremor", "ataxia", "dysarthri", "dyskines", "amnesia"), ("stroke", "palsy", "sclerosis", "parkinson", "spinal cord", "plegi", "paralysis", "tremor", "myasthen", "weakness", "dystroph", "ataxia", "amnesia")),
    (("jaundice", "cholesta"), ("jaundice", "liver", "hepat", "bile", "biliary", "bilirubin", "cholesta", "cirrho")),
    (("cystitis", "dysuria", "nocturia", "urinary", "urgency", "bladder", "voiding", "tract", "hematuria", "haematuria", "hydroneph"), ("bladder", "urinary", "cystitis", "prostat", "incontinen", "overactive", "lower urinary", "stone", "ureter", "lithotrip")),
    (("tachycardia", "ventricular", "bradycardia"), ("tachycardia", "tachyarrhythmia", "arrhythmia", "bradycardia", "pacemaker")),
    (("pancreatitis",), ("pancrea",)), (("gastritis",), ("gastritis", "pylori")),
    (("cramp",), ("cramp", "dysmenorrh")), (("hangover",), ("alcohol", "hangover")),
)  # fmt: skip

#: In these titles the same events are harms of what was done: a headache after a dural
#: puncture, agitation on waking, ulcers under analgesics. The event's first letters,
#: then what the title says.
CAUSED = (
    (("headache",), r"dural[ -]puncture|postdural|spinal an(?:a)?esth|spinal needle|pdph"),
    (("cough",), r"-?induced cough|emergence|extubat|during (?:induction|recovery)|an(?:a)?esthe"),
    (("psychosis", "agitat", "confusion", "delirium"), r"emergence|post-?(?:operative|an(?:a)?esth)|sevoflurane|after (?:\w+ )?(?:surgery|an(?:a)?esth)|surgery|ketamine-induced"),
    (("myoclon", "hiccup", "nightmare"), r"etomidate|-?induced (?:myoclon|hiccup)|an(?:a)?esth"),
    (("backache",), r"epidural an(?:a)?esth|spinal an(?:a)?esth|post-?epidural"),
    (("ulcer",), r"ulcers? (?:associated|induced)|nsaids?|anti-?inflammator|\w*coxib|gastrointestinal (?:safety|toler|effects|complic)|upper gastrointestinal"),
    (("pancreatitis",), r"post-?ercp|(?:after|following) (?:ercp|endoscopic)|in endoscopic retrograde|ercp"),
    (("hypertens",), r"\w*coxib|nsaids?|intubation|pneumoperitoneum"),
    (("edema", "oedema"), r"\w*coxib|nsaids?"),
    (("tachycardia", "ventricular", "bradycardia"), r"intubation|an(?:a)?esth|oculocardiac"),
    (("neurolog",), r"transient neurologic"),
    (("death", "died", "mortality"), r"\bsafety\b"),
)  # fmt: skip

"""The words for routes, as tables: which route each names, and what it stands beside."""

from __future__ import annotations

from typing import Literal

from ketaevidence.extraction.rules.treatment.dose_words import table

#: On which side of the word its drug stands: "oral morphine" before it, "morphine was
#: given orally" behind it, "morphine tablets" and "tablets of morphine" on either; a
#: technique ("caudal block") names its drug with "with" or "for", a site ("into the
#: trigger points") stands near it on either side.
Side = Literal["adjective", "adverb", "short", "form", "technique", "site"]

#: route -> the adjectives that name it; an adverb is the same with "ly" behind.
_ADJECTIVES = {
    "intravenous": "intravenous intra-venous endovenous",
    "intraarterial": "intraarterial intra-arterial",
    "intraosseous": "intraosseous intra-osseous",
    "oral": "oral peroral per-oral enteral",
    "buccal": "buccal transbuccal",
    "intranasal": "intranasal intra-nasal transnasal nasal",
    "topical": "topical transcutaneous",
    "epidural": "epidural peridural extradural",
    "intrathecal": "intrathecal intra-thecal subarachnoid intraspinal",
    "intramuscular": "intramuscular intra-muscular",
    "subcutaneous": "subcutaneous sub-cutaneous",
    "caudal": "caudal",
    "sublingual": "sublingual sub-lingual",
    "rectal": "rectal",
    "transdermal": "transdermal",
    "perineural": "perineural peri-neural intraneural",
    "intraarticular": "intraarticular intra-articular",
    "intraperitoneal": "intraperitoneal intra-peritoneal",
    "intrapleural": "intrapleural intra-pleural interpleural",
    "subpleural": "subpleural",
    "vaginal": "intravaginal vaginal",
    "intradermal": "intradermal intracutaneous",
    "intralesional": "intralesional intra-lesional",
    "intravitreal": "intravitreal",
    "intradiscal": "intradiscal intra-discal",
    "intravesical": "intravesical",
    "intrauterine": "intrauterine",
    "infiltration": "periarticular peri-articular intraligamentary intraligamental "
    "intrawound intraincisional intra-incisional peri-incisional periincisional",
    "inhaled": "inhaled nebulized nebulised inhalational aerosolized aerosolised",
}
_FORMS = {
    "oral": "tablet tablets capsule capsules lozenge lozenges pill pills syrup caplet "
    "caplets softgel softgels juice lollipop lollipops elixir",
    "topical": "ophthalmic cream creams ointment ointments gel gels lotion mouthwash "
    "mouthrinse spray sprays jelly plaster plasters gargle gargles eyedrops",
    "rectal": "suppository suppositories",
    "transdermal": "patch patches",
    "inhaled": "inhaler nebulizer nebuliser nebulization nebulisation inhalation",
}
_TECHNIQUES = {
    "perineural": "block blocks blockade plexus",
    "infiltration": "infiltration infiltrated infiltrate infiltrations infiltrating",
    "intrathecal": "spinal",
    "regional_intravenous": "bier ivra",
}
_ENDINGS: tuple[tuple[str, Side], ...] = (("", "adjective"), ("ly", "adverb"))
#: word -> its route, and on which side its drug stands.
TABLE: dict[str, tuple[str, Side]] = {
    **{
        word + ending: (route, side)
        for route, words in _ADJECTIVES.items()
        for word in words.split()
        for ending, side in _ENDINGS
    },
    "intraarticularly": ("intraarticular", "adverb"),
    "nasally": ("intranasal", "adverb"),
    "pcia": ("intravenous", "short"),
    "pcea": ("epidural", "short"),
    "pcina": ("intranasal", "short"),
    **{word: (r, "form") for r, words in _FORMS.items() for word in words.split()},
    **{
        word: (r, "technique") for r, words in _TECHNIQUES.items() for word in words.split()
    },
}  # fmt: skip

#: Behind an adjective, what makes it something else's: "oral surgery".
_NOT_BEFORE = {
    "oral": "surgery surgical cavity mucositis health hygiene intake mucosa mucosal "
    "glucose contraceptive contraceptives anticoagulant anticoagulants anticoagulation "
    "food fluid fluids feeding care cancer lesions ulcers medicine lichen examination "
    "communication presentation questionnaire informed consent pain opening function "
    "diet soft tissue tissues aphthous candidiasis submucous squamous nutrition "
    "rehydration bioavailability system intubation sex dryness",
    "orally": "active intubated available bioavailable",
    "vaginal": "delivery deliveries birth births hysterectomy bleeding wall surgery examination "
    "discharge repair infection mucosa route-of prolapse dryness atrophy pain hysterectomies",
    "epidural": "space puncture hematoma haematoma blood fibrosis scar scarring abscess "
    "stimulation stimulator adhesions fat catheterization needle pressure electrode",
    "nasal": "congestion surgery polyps polyposis packing mucosa septum cannula oxygen "
    "obstruction bleeding cavity airway swab swabs continuous flow prongs allergen "
    "endoscopic endoscopy symptoms symptom cpap bones",
    "subarachnoid": "hemorrhage haemorrhage space bleeding",
    "rectal": "cancer surgery bleeding temperature examination tube prolapse carcinoma "
    "tumor tumour wall resection distension distention mucosa pain barostat balloon "
    "sensitivity hypersensitivity sensation stimulation",
    "buccal": "mucosa mucosal fat nerve bone cortical surface surfaces side flap tooth "
    "teeth infiltration infiltrations injection injections vestibule sulcus cavity "
    "segment plate smear smears swab swabs region",
    "subcutaneous": "tissue tissues fat emphysema tunneling infection nerve sodium",
    "intranasal": "surgery packing",
    "intraperitoneal": "air gas pressure adhesions bleeding",
    "intramuscular": "stimulation electromyography pressure temperature",
    "intraosseous": "lesion lesions defect defects implant implants",
    "intralesional": "excision",
    "intrauterine": "device devices growth pregnancy insemination fetal contraception "
    "adhesions system death infection",
    "intraarterial": "catheter line pressure",
    "intravenous": "line access fluid fluids cannula cannulation cannulae catheter "
    "catheters contrast immunoglobulin sedation drug",
    "intraarticular": "fracture fractures adhesions pathology",
    "intra-articular": "fracture fractures adhesions pathology",
    "caudal": "region direction",
    "topical": "review",
    "ophthalmic": "surgery examination examinations branch nerve anesthesia anaesthesia",
    "transcutaneous": "electrical electric electro electrostimulation oxygen nerve "
    "monitoring stimulation",
    "periarticular": "tissue tissues swelling fracture fractures structures",
    "capsule": "endoscopy",
}  # fmt: skip
NOT_BEFORE = {word: frozenset(s.split()) for word, s in _NOT_BEFORE.items()}

NO_FORMS = frozenset(
    {"blood", "skin", "agarose", "silica", "polyacrylamide", "sephadex", "shoulder",
     "joint", "royal", "epidural", "ultrasound", "lens", "renal", "posterior"}
)  # fmt: skip
#: "An orally disintegrating tablet" may lie under the tongue.
DISSOLVING = frozenset({"disintegrating", "dissolving", "dispersible"})
#: Patches whose drug stays in the skin; other patches give it to the whole body.
LOCAL_PATCHES = table(
    "capsaicin lidocaine diclofenac ketoprofen flurbiprofen etofenamate menthol "
    "loxoprofen felbinac tetracaine"
)
#: Before "spray" or "drops", what takes the form away from the skin.
NOT_ON_SKIN = frozenset(
    {"nasal", "intranasal", "sublingual", "oral", "buccal", "oromucosal", "inhalation"}
)
#: "A TAP-block", "the LFCN-block".
GLUED = ("-block", "-blocks", "-blockade")
BLOCKS = table(
    "block blocks blockade analgesia anesthesia anaesthesia anesthetic anaesthetic"
)
BLOCKED = frozenset({"epidural", "caudal", "intrathecal", "perineural"})
SPINAL_TECHNIQUE = table("anesthesia anaesthesia analgesia block anesthetic")
SPINAL = SPINAL_TECHNIQUE | table(
    "morphine fentanyl sufentanil bupivacaine ropivacaine lidocaine injection "
    "administration neostigmine clonidine ketamine"
)
NASAL = table(
    "spray sprays administration drops route application delivery insufflation ketamine "
    "esketamine fentanyl sufentanil midazolam dexmedetomidine sumatriptan zolmitriptan "
    "butorphanol premedication calcitonin lidocaine"
)
#: What stands before "block" where it is a block of nerves.
NERVES = table(
    "nerve nerves plexus femoral sciatic saphenous adductor canal tap plane popliteal "
    "interscalene supraclavicular infraclavicular axillary brachial paravertebral "
    "intercostal peribulbar retrobulbar scalp ganglion pudendal penile compartment "
    "iliaca iliac ankle ilioinguinal transversus obturator occipital lumbar stellate "
    "sympathetic fnb pecs serratus spinae quadratus lumborum alveolar mandibular dental "
    "interpleural ilio-inguinal hypogastric ilio-hypogastric iliohypogastric "
    "suprascapular genicular facet branch paracervical sphenopalatine "
    "wrist digital parasternal sub-tenon's subtenon subtenon's tenon's "
    "rectus sheath abdominis psoas wound-site peritonsillar infraorbital "
    "mental maxillary trigeminal glossopharyngeal laryngeal perivascular"
)

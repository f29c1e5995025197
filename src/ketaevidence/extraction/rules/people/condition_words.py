"""The conditions that studies of pain and anaesthesia name, by their usual name.

One condition a line: its usual name, then "=" and its other names between bars. A name
matches as whole words in any case; a space in it also stands for a hyphen. Those that
begin with "~" are wide: a narrower one in the same text is what patients have.
"""

from __future__ import annotations

from typing import NamedTuple

_TABLE = """
fibromyalgia = fibromyalgia syndrome | fibrositis | fibromyalgic
chronic widespread pain
postherpetic neuralgia = post herpetic neuralgia | postzoster neuralgia
herpes zoster = acute zoster | shingles | zoster pain | zoster associated pain
trigeminal neuralgia = tic douloureux
occipital neuralgia
chronic low back pain = chronic lower back pain | chronic lumbar pain | clbp
acute low back pain
low back pain = lower back pain | lumbago | lumbar pain | back pain | nonspecific low back pain
sciatica = sciatic pain | lumbosacral radicular pain | lumbar radiculopathy | lumbosacral radiculopathy | radicular pain | lumbar disc herniation | lumbar disk herniation | lumbar radicular pain
lumbar spinal stenosis
failed back surgery syndrome = post laminectomy syndrome | postlaminectomy syndrome
cervical radiculopathy = cervicobrachial pain
neck pain = cervical pain
whiplash = whiplash associated disorders
shoulder pain = hemiplegic shoulder pain
shoulder impingement syndrome = subacromial impingement | impingement syndrome | subacromial pain
frozen shoulder = adhesive capsulitis
rotator cuff tear = rotator cuff tears | rotator cuff tendinopathy
tennis elbow = lateral epicondylitis | lateral epicondylalgia
carpal tunnel syndrome
plantar fasciitis = plantar heel pain | heel pain
patellofemoral pain = patellofemoral pain syndrome | anterior knee pain
myofascial pain = myofascial pain syndrome | myofascial trigger points
temporomandibular disorder = temporomandibular disorders | temporomandibular joint pain | temporomandibular pain
migraine = migraine attacks | migraine headache | acute migraine | migraineurs | migraine attack | chronic migraine
menstrual migraine = menstrually related migraine
cluster headache = cluster headaches
tension-type headache = tension type headache | tension headache | chronic tension type headache
medication overuse headache
post-dural puncture headache = postdural puncture headache | post dural puncture headache | pdph
headache = headaches | chronic daily headache | primary headache
osteoarthritis of the knee = knee osteoarthritis | osteoarthritis of the knees | gonarthrosis | osteoarthritic knee
osteoarthritis of the hip = hip osteoarthritis | coxarthrosis
osteoarthritis = degenerative joint disease | oa patients
rheumatoid arthritis
psoriatic arthritis
juvenile idiopathic arthritis
ankylosing spondylitis
gout = acute gout | gouty arthritis | acute gouty arthritis | gout flares | gout flare
cancer pain = cancer related pain | pain due to cancer | malignant pain | tumor pain | tumour pain | cancer associated pain | pain in cancer
breakthrough cancer pain = breakthrough pain
painful bone metastases = bone metastases | metastatic bone pain | bone pain
oral mucositis
phantom limb pain = phantom pain
stump pain = residual limb pain | postamputation pain | post amputation pain
painful diabetic neuropathy = diabetic neuropathic pain | painful diabetic peripheral neuropathy | diabetic peripheral neuropathic pain | diabetic neuropathy pain | diabetic polyneuropathy | diabetic peripheral neuropathy | diabetic neuropathy
chemotherapy-induced peripheral neuropathy = chemotherapy induced neuropathy | chemotherapy induced painful peripheral neuropathy
peripheral neuropathic pain = painful polyneuropathy | polyneuropathy | peripheral neuropathy
central post-stroke pain = central poststroke pain | poststroke pain | post stroke pain | thalamic pain
pain after spinal cord injury = spinal cord injury pain
~spinal cord injury = spinal cord injuries
multiple sclerosis
~neuropathic pain = neurogenic pain | neuropathic pain syndrome | neuropathic pain syndromes
~central pain = central neuropathic pain
~chronic pain = chronic noncancer pain | chronic non cancer pain | chronic nonmalignant pain | chronic non malignant pain | chronic pain syndrome | intractable pain | persistent pain | chronic pain syndromes
~musculoskeletal pain = chronic musculoskeletal pain
chronic postsurgical pain = chronic post surgical pain | persistent postsurgical pain | persistent postoperative pain | chronic postoperative pain | post thoracotomy pain syndrome | postmastectomy pain
sickle cell disease = sickle cell crisis | vaso occlusive crisis | sickle cell pain
burns = burn pain | burn injury | burn patients | burn injuries
dysmenorrhea = dysmenorrhoea | primary dysmenorrhea | primary dysmenorrhoea
endometriosis
chronic pelvic pain = pelvic pain
chronic prostatitis = chronic prostatitis/chronic pelvic pain syndrome
interstitial cystitis = painful bladder syndrome | bladder pain syndrome
irritable bowel syndrome
chronic pancreatitis
acute pancreatitis
renal colic = ureteral colic | ureteric colic
abdominal pain = functional abdominal pain
chest pain = noncardiac chest pain | angina pectoris
labor pain = labour pain | labor analgesia | labour analgesia
pregnancy-related low back pain = pregnancy related pelvic girdle pain | pelvic girdle pain
dental pain = toothache | irreversible pulpitis | endodontic pain | postendodontic pain
burning mouth syndrome
sore throat = postoperative sore throat | pharyngitis
pain on injection of propofol = propofol injection pain | injection pain of propofol | propofol induced pain
postoperative nausea and vomiting = ponv
postoperative shivering = shivering
emergence agitation = emergence delirium
spasticity = spastic
dystonia
treatment-resistant depression = treatment resistant depression | treatment resistant major depression | treatment resistant major depressive disorder
bipolar depression = bipolar disorder
depression = major depressive disorder | major depression
suicidal ideation
posttraumatic stress disorder = post traumatic stress disorder | ptsd
obsessive-compulsive disorder = obsessive compulsive disorder
schizophrenia
anxiety disorder = social anxiety disorder | generalized anxiety disorder
alcohol dependence = alcohol use disorder | alcoholism
cocaine dependence = cocaine use disorder
opioid dependence = opioid use disorder | heroin dependence | opioid addiction
status epilepticus = refractory status epilepticus
epilepsy
stroke
traumatic brain injury = head injury
asthma
fracture of the wrist = wrist fracture | wrist fractures | distal radius fracture | distal radius fractures | colles fracture | colles fractures
hip fracture = hip fractures | femoral neck fracture
rib fractures = rib fracture
ankle fracture = ankle fractures
ankle sprain = ankle sprains
vertebral compression fracture = vertebral compression fractures | osteoporotic vertebral fracture
"""


class Entry(NamedTuple):
    """One name of a condition: the words behind its first one, and what it stands for."""

    rest: tuple[str, ...]
    name: str
    is_wide: bool


def _read() -> dict[str, tuple[Entry, ...]]:
    names: dict[str, list[Entry]] = {}
    for line in _TABLE.strip().splitlines():
        usual, _, others = line.partition(" = ")
        is_wide = usual.startswith("~")
        usual = usual.lstrip("~")
        for name in (usual, *filter(None, others.split(" | "))):
            first, *rest = name.replace("-", " ").lower().split()
            names.setdefault(first, []).append(Entry(tuple(rest), usual, is_wide))
    return {
        first: tuple(sorted(entries, key=lambda entry: -len(entry.rest)))
        for first, entries in names.items()
    }


#: First word -> the names that begin with it, the longest first.
NAMES = _read()

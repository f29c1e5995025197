"""The words around "random" that say whose trial it was, and whether it was one."""

from __future__ import annotations

from ketaevidence.extraction.rules.study.signs import beginnings, words

#: Behind "random" or "randomly": nothing that happened to patients (beginnings).
OTHER_SENSE = beginnings(
    "effect forest coil walk digit intercept slope amplif primer mutag noise access error blood plasma serum urin glucose sampl survey telephone skin pattern variation variab oligo field "
    "network graph matri copolymer event chance process motion dot flap biops donor chosen drawn picked orient occur mated bred fluctuat subset cross-section household permutation "
    "representative integration insertion select start search response guess component parameter coefficient regression model interval mating"
)
#: Behind "randomly selected": patients were given something after all.
SELECTED_FOR = words(
    "to for either into in assigned allocated receive received divided given"
)
#: Beginnings of the verbs for giving people something: "randomly assigned".
GIVING = beginnings(
    "assign allocat allott alocat divid separat split group treat administ receiv given giving gave enrol recruit includ appoint classif order inject categor placed prescri "
    "applied crossed subdivid stratif entered sorted underw undergo infus anesth anaesth schedul designat partition dispens deliver instruct switch offered sedat perform expos "
    "supplement vaccin immuni compar used determin decid studied put set sequenced chosen-to selected implanted transfused"
)
#: Behind "randomly divided": data and samples, for a model to learn from.
OF_DATA = words(
    "validation discovery derivation calibration dataset datasets mailed questionnaire"
)
#: Of these verbs, those that need to say among whom: "randomly distributed into".
AMONG = ("distribut",)
#: The same in front: "were assigned to two groups at random".
GIVEN = beginnings(
    "assign allocat allott alocat divid distribut separat split treated administ receiv given giving gave enrol appoint classif inject categor prescri subdivid entered sorted underw "
    "infus dispens offered determin decid performed used compar studied groups grouped ordered sequence"
)
#: Of these, the ones that make groups of people: "assigned by random numbers".
ASSIGNED = beginnings(
    "assign allocat allott alocat divid distribut separat split enrol group treated received"
)
#: Directly behind "randomly": a verb is left out.
TO = words("to into either in between among")

#: Behind "random": a plan for giving treatments.
PLAN = words(
    "allocation assignment fashion manner basis way division administration sequence sequences order orders allotment numbers number block blocks design crossover cross-over double-blind"
)
ORDERS = words("order orders sequence sequences")
#: Random order is about treatments only where something was given (beginnings).
TREATING = beginnings(
    "treat drug dose inject infus placebo receiv administ session occasion therap medicat inhal condition intervention diet exercis saline anaesth anesth solution block phase period "
    "crossover cross-over given tablet capsule product formulation ketamine preparation technique visit day"
)

#: Around "randomisation": of people in this study, and no idea of a method.
BEFORE_NOUN = words(
    "after before at from following by until since prior post upon with to used using per block stratified central computer computer-generated simple restricted blocked the under "
    "underwent computerized computerised blinded"
)
BEHIND_NOUN = words(
    "to was were into group groups ratio code codes list schedule envelopes table in by using sequence number numbers according between followed procedure stratified"
)

#: What a study in the singular is called, or its people.
HEADS = words(
    "trial study comparison experiment design fashion manner condition conditions investigation evaluation protocol phase period basis rct test discontinuation withdrawal substudy sub-study "
    "way method pilot approach technique format assessment analysis groups group arms arm patients participants subjects women men children volunteers persons people adults cohort "
    "allocation assignment sequence order treatment treatments project crossover cross-over"
)
#: What else may close "randomised ...": "Design: randomised, double-blind."
SORT_OF_STUDY = words(
    "double-blind double-blinded single-blind single-blinded placebo-controlled parallel-group parallel clinical controlled prospective open-label double single multicentre multicenter "
    "multi-centre multi-center open blinded triple-blind active-controlled comparative"
)
#: Studies in the plural: other people's, as a rule.
PLURALS = words(
    "trials studies rcts investigations comparisons experiments data evidence literature reports designs"
)
#: What the words of this study's name cannot reach over.
VERBS = words(
    "was were is are has have had that which who we they did does do may can showed shows"
)
#: Words that only say of what sort a trial is.
SORTS = words(
    "a an the this that our of in large larger small smaller big phase iii iv ii i trial prospective multicentre multicenter multi-centre multi-center adequately powered properly well "
    "designed well-designed conducted well-conducted double double-blind double-blinded single single-blind single-blinded blind blinded placebo controlled placebo-controlled high quality "
    "high-quality long long-term short short-term term new international national and or major pivotal clinical similar comparative definitive such open open-label parallel "
    "parallel-group crossover cross-over appropriate pragmatic explanatory pilot adequate carefully rigorous rigorously sufficiently large-scale"
)
#: The study's plan, denied.
DENIED = words(
    "not never without no nor neither lack lacking lacked absence few non instead rather refused declined refusing unable cannot ineligible unwilling absent"
)
#: What may stand between the denial and the word.
BESIDE_DENIAL = words(
    "been being yet of be were was done performed any by further than"
)
#: What "was not randomised" is said of, when it is this study.
DENIED_OF = words("was were but study trial groups patients assignment allocation")
#: What stands in front of a study that is not this one.
ELSEWHERE = words(
    "previous previously prior earlier recent recently other another published unpublished ongoing future further more additional subsequent forthcoming upcoming planned need needs needed "
    "require requires required await awaits awaiting warrant warrants warranted recommend recommended should several many most numerous existing available parent original until pending proposed "
    "propose suggest justify unlike since include included confirmed like search searched identify identified medline literature part "
    "al these those some all any versus only already originally data"
)
TAKING = words("took taken take takes taking")
TOOK_PART = words("participated completed enrolled entered")
#: The same in front of people: "patients previously randomised".
BEFORE_OTHERS = ELSEWHERE - {
    "all",
    "these",
    "those",
    "some",
    "any",
    "include",
    "included",
}
#: What is said behind a study that is wished for or somebody else's.
WISHED = words(
    "needed required warranted necessary should would could lacking indicated recommended planned underway justified awaited desirable mandatory advocated proposed merited scarce limited "
    "essential ongoing have has"
)
#: In front of "in randomised trials": a paper on how trials are made.
OF_METHOD = words(
    "statistical methods methodology reporting quality bias adjustment adjusted estimation"
)
DONE = words("conducted performed undertaken carried designed done used")
WERE = words("was were")
#: Of trials in the plural: this paper's own.
OWN = words("this our present current")
COUNTED = words("two three four both identical replicate parallel these")
CONDUCTED = words("conducted performed undertaken enrolled we were patients")
OWN_PLURAL = words("in of from both across between")

#: In front of "randomised": people were, or somebody did it.
VERB_BEFORE = words(
    "were was been being are is be we they who and then after before those patients subjects participants children women men volunteers adults infants eyes limbs cases pairs practices "
    "students clusters hospitals centers centres sites individuals number all investigators people subsequently equally also further prospectively once when pregnancies parturients openly "
    "successfully each initially first blindly independently centrally individually again consecutively evenly total couples neonates families physicians nurses residents females males "
    "outpatients or newborns consecutive knees hips teeth study trial we"
)
#: Behind it: to what, how, and whom.
VERB_BEHIND = words(
    "to into in for between among amongst by according using either with within after before on at and equally via through from if when groups group but while who per evenly patients subjects "
    "participants children women men volunteers adults infants people individuals eyes practices because as during prospectively newborns neonates consecutive healthy"
)
#: Groups of people that are randomised as one.
UNITS = words(
    "cluster clusters practices hospitals clinics wards villages schools classes communities physicians homes units centers centres clinicians households worksites pharmacies surgeries towns "
    "districts sites departments nurses"
)

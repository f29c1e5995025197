"""Which studies came and went, and what was entered about them: old and new value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields
from typing import Any, Final

from ketaevidence.curation.entries import key_of
from ketaevidence.curation.inclusion import study_keys
from ketaevidence.curation.model import Register, Source, Study
from ketaevidence.curation.vocabulary import DESIGNS
from ketaevidence.present import words
from ketaevidence.present.answers import answer_words
from ketaevidence.present.bias_words import judgement_words
from ketaevidence.present.digest import anchors as places
from ketaevidence.present.digest.anchors import Anchors
from ketaevidence.present.digest.model import Item, Signature, Told
from ketaevidence.present.digest.words import as_told
from ketaevidence.present.inclusion import included_studies, standings
from ketaevidence.present.links import pubmed_link
from ketaevidence.present.snapshot import Snapshot

#: The register's tables, with what a row is called, also in the store.
_TABLES: Final = (("studies", "study"), ("arms", "arm"), ("results", "result"))
_IS: Final = {"new": "is new", "gone": "is gone", "changed": "has changed"}
#: A value that is longer is cut where it is only one of many.
_LONGEST: Final = 160


def study_items(
    before: Snapshot, after: Snapshot, told: Told, anchors: Anchors
) -> Iterator[Item]:
    """Yield studies added and removed, then what was entered and judged of them."""
    old = {study.study_id: study for study in included_studies(before)}
    new = {study.study_id: study for study in included_studies(after)}
    for key, study in new.items():
        if key not in old:
            yield Item(
                section="studies",
                kind="study_added",
                text=f"Added: {study.label}.",
                anchor=anchors.study(key),
                key=key,
                details=(words.sentence(_about(study)), _rows(study, after.register)),
                link=pubmed_link(study.pmid),
            )
    for key, study in old.items():
        if key not in new:
            yield Item(
                section="studies",
                kind="study_removed",
                text=f"Removed: {study.label}.",
                anchor=anchors.study(key),
                key=key,
                details=(_why_removed(study, after),),
                link=pubmed_link(study.pmid),
            )
    fresh = {s.study_id for s in after.register.studies} - {
        s.study_id for s in before.register.studies
    }
    for item, study_id in _entered(before.register, after.register, told, anchors):
        # What came with an added study is told with it.
        if not (study_id in fresh and study_id in new):
            yield item
    yield from _answered(before, after)
    yield from _sources(before, after)
    yield from _judged(before, after)


def _about(study: Study) -> str:
    design = DESIGNS.get(study.design, study.design)
    n = study.n_analysed or study.n_enrolled
    patients = "number of patients not recorded" if n is None else f"{n} patients"
    return f"{design}; {patients}"


def _rows(study: Study, register: Register) -> str:
    arms = sum(arm.study_id == study.study_id for arm in register.arms)
    results = len(register.results_of(study.study_id))
    return f"{words.counted(arms, 'arm')} and {words.counted(results, 'result')}."


def _why_removed(study: Study, after: Snapshot) -> str:
    """Say who decided what on its report, or what else took the study out."""
    if study.study_id not in {s.study_id for s in after.register.studies}:
        return "The register has no such study any more."
    for record, standing, decision in standings(after):
        if record.key not in study_keys(study):
            continue
        if standing == "awaiting" or decision is None:
            return "Its report awaits a decision again."
        reason = decision.reason or ""
        why = after.question.exclusion_reasons.get(reason, reason)
        because = f": {why}" if why else ""
        verdict = standing.replace("_", " ")
        return (
            f"{words.capital(verdict)} by {decision.by}, {decision.at[:10]}{because}."
        )
    return "Its report is no longer among the records."


def _entered(
    before: Register, after: Register, told: Told, anchors: Anchors
) -> Iterator[tuple[Item, str]]:
    """Yield each row of the register that is new, changed or gone, with its study."""
    labels = {s.study_id: s.label for s in (*before.studies, *after.studies)}
    for table, kind in _TABLES:
        old = {key_of(row): row for row in getattr(before, table)}
        new = {key_of(row): row for row in getattr(after, table)}
        for key in dict.fromkeys((*new, *old)):
            then, now = old.get(key), new.get(key)
            if then == now:
                continue
            study_id = new[key].study_id if key in new else old[key].study_id
            verb = "new" if then is None else "gone" if now is None else "changed"
            what = "the study's row" if kind == "study" else f"{kind} {key}"
            is_changed = then is not None and now is not None
            item = Item(
                section="studies",
                kind=f"{kind}_{verb}",
                text=f"{labels[study_id]}: {what} {_IS[verb]}.",
                anchor=anchors.study(study_id),
                key=key,
                details=(
                    *(_changes(then, now) if is_changed else ()),
                    *_signed(told.signatures.get(f"{kind}/{key}")),
                ),
            )
            yield item, study_id


def _signed(signature: Signature | None) -> Iterator[str]:
    """Give who entered a row last, and why."""
    if signature is not None:
        why = f": {as_told(signature.reason)}" if signature.reason.strip() else ""
        yield f"By {signature.by}, {signature.at[:10]}{why}."


def _changes(then: Any, now: Any) -> Iterator[str]:
    """Give each field that differs: old value, new value."""
    for part in fields(then):
        old, new = getattr(then, part.name), getattr(now, part.name)
        if old == new:
            continue
        if isinstance(old, Source) and isinstance(new, Source):
            yield from (f"source {line}" for line in _changes(old, new))
        else:
            name = part.name.replace("_", " ")
            yield f"{name}: {_value(old)} → {_value(new)}"


def _value(value: Any) -> str:
    if value is None:
        return "not recorded"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return words.plain(value)
    return f"“{words.shortened(words.clean(value), _LONGEST)}”"


def _answered(before: Snapshot, after: Snapshot) -> Iterator[Item]:
    """Yield what people answered to the checks, also what they answered in between."""
    known = {*before.rulings, *before.past_rulings}
    for ruling in (*after.past_rulings, *after.rulings):
        if ruling not in known:
            yield Item(
                section="studies",
                kind="check_answered",
                text=answer_words(ruling),
                anchor=places.CHECKS,
                key=ruling.finding_id,
                details=(f"About: {ruling.place}.",),
            )


def _sources(before: Snapshot, after: Snapshot) -> Iterator[Item]:
    """Yield what other sources state of a row, where that is new or was withdrawn."""
    old = {other.name: other for other in before.other_sources}
    new = {other.name: other for other in after.other_sources}
    for name in dict.fromkeys((*new, *old)):
        if old.get(name) == new.get(name):
            continue
        verb = "states something" if name in new else "was withdrawn"
        verb = "states something else" if name in new and name in old else verb
        yield Item(
            section="studies",
            kind="other_source",
            text=f"Another source of a row {verb}: {name}.",
            anchor=places.DISAGREEMENTS,
            key=name,
            details=tuple(f"{c}: {v}" for c, v in new[name].cells)
            if name in new
            else (),
        )


def _judged(before: Snapshot, after: Snapshot) -> Iterator[Item]:
    """Yield the judgements on the risk of bias that are new or were made again."""
    old = {made.key: made for made in before.bias}
    labels = {study.study_id: study.label for study in after.register.studies}
    for made in after.bias:
        if old.get(made.key) == made:
            continue
        again = "judged again" if made.key in old else "judged"
        label = labels.get(made.study_id, made.study_id)
        yield Item(
            section="studies",
            kind="bias_judged",
            text=f"{label}: risk of bias {again}.",
            anchor=places.BIAS,
            key=made.key,
            details=(judgement_words(made, after.register),),
        )


def rated_items(told: Told, anchors: Anchors) -> Sequence[Item]:
    """Give the ratings of certainty that are new or were made again."""
    old = {made.key: made for made in told.rated_then}
    return tuple(
        Item(
            section="results",
            kind="certainty_rated",
            text=f"Certainty of the evidence rated {made.rating}: {_outcome(made)}.",
            anchor=anchors.analysis(made.kind),
            key=made.key,
            details=(f"By {made.by}, {made.at[:10]}: {as_told(made.reason)}.",)
            if made.reason.strip()
            else (f"By {made.by}, {made.at[:10]}.",),
        )
        for made in told.rated_now
        if old.get(made.key) != made
    )


def _outcome(made: Any) -> str:
    kind = made.kind.replace("_", " ")
    return f"{kind}, {made.group}" if made.group else kind

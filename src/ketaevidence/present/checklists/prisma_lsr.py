"""What the review says to each item of PRISMA-LSR."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from ketaevidence.present import words
from ketaevidence.present.checklists import lsr_changes
from ketaevidence.present.checklists.facts import (
    Held,
    does_not_apply,
    in_part,
    listed,
    not_done,
    not_stated,
    stated,
    told,
)
from ketaevidence.present.checklists.model import Item, Said
from ketaevidence.present.methods_text.kept_alive import change_in_meaning


def answer(item: Item, held: Held) -> Said:
    """Say what the review holds on an item."""
    return _ANSWERS[item.key](held)


def _enter(name: str, what: str) -> str:
    return f'Under [living] in review.toml: {name} = "{what}"'


def _living(held: Held) -> Said:
    title = held.snapshot.question.title
    if "living" in title.casefold().split():
        return stated(f"Title: {title}")
    return in_part(
        f"The report adds it to its title; the review's own title is: {title}",
        'In review.toml: title = "...: a living systematic review"',
    )


def _version(held: Held) -> Said:
    if held.number is not None:
        return in_part(
            f"This is version {held.number}.",
            "Write the number into the paper's title.",
        )
    newest = held.preceding
    since = f" It goes on from version {newest.number}." if newest else ""
    return not_stated(
        "Freeze it: `ketaevidence versions FOLDER --freeze 'why'`",
        f"This state is not frozen as a version.{since}",
    )


def _retired(held: Held) -> Said:
    plan = held.snapshot.question.living.retirement
    text = "Whether this is the last living version is not stated."
    if plan is not None:
        text += f" The plan: {words.sentence(plan)}"
    return not_stated("Say so in the abstract, if it is.", text)


def _why(held: Held) -> Said:
    return told(
        held.snapshot.question.living.rationale,
        _enter("rationale", "why the review is kept living"),
    )


def _preceding(held: Held) -> Said:
    before = held.preceding
    if before is None:
        return does_not_apply("No version was frozen before this state.")
    return stated(
        f"Version {before.number}, frozen on {before.at[:10]} "
        f"({words.sentence(before.reason).rstrip('.')}); SHA-256 of its numbers "
        f"{before.digest}."
    )


def _schedule(held: Held) -> Said:
    days = held.snapshot.question.living.refresh_days
    if days is None:
        return not_stated(
            "Under [living] in review.toml: refresh_days = a number of days",
            "How often PubMed is to be searched is not stated.",
        )
    text = f"PubMed: every {words.counted(days, 'day')}."
    if not held.other_databases and not held.registries:
        return stated(text)
    names = listed([*held.other_databases, *held.registries])
    return in_part(
        f"{text} For {names} no schedule is stated.",
        'Under [search_report] in review.toml: databases = "when each is searched"',
    )


def _steps(held: Held) -> Said:
    question = held.snapshot.question
    text = (
        "A refresh or an import that changed something is frozen as a version when it "
        "has landed; people freeze what they decided and entered since. Between two "
        f"states {change_in_meaning(question.digest)}"
    )
    if question.living.publishing is not None:
        return stated(f"{words.sentence(question.living.publishing)} {text}")
    return in_part(
        text, _enter("publishing", "when people screen, extract, analyse and publish")
    )


def _retirement(held: Held) -> Said:
    return told(
        held.snapshot.question.living.retirement,
        _enter("retirement", "when it stops being living, or: no plan"),
    )


def _recheck(held: Held) -> Said:
    searched = (
        "At each refresh every record of the review is fetched again, and what PubMed "
        "now says of an included report (retraction, concern, correction) is told "
        "first. "
        if held.snapshot.searches
        else ""
    )
    return in_part(
        f"{searched}A correction of an entry, and a new judgement, stands beside the "
        "earlier one with who, when and why; all numbers are worked out anew.",
        "Say in the paper whether and when people read earlier studies again.",
    )


def _repeated(held: Held) -> Said:  # noqa: ARG001 (as the others)
    return stated(
        "Every version analyses all data anew by the same plan. Intervals are not "
        "adjusted for repeated looks."
    )


def _trigger(held: Held) -> Said:
    if held.number is None:
        return not_stated(
            "Freeze it, with the reason: `ketaevidence versions FOLDER --freeze 'why'`",
            "This state is not frozen as a version.",
        )
    event = next(one.event for one in held.news if one.version == held.number)
    return stated(event)


def _limits(held: Held) -> Said:  # noqa: ARG001 (as the others)
    return not_stated("Write it in the discussion of the paper.")


def _authors(held: Held) -> Said:
    value = held.snapshot.question.living.authors
    enter = _enter("authors", "names, with what each did and who joined or left")
    if value is None:
        return not_stated(enter)
    return in_part(
        f"Authors: {words.sentence(value)}",
        "Say in the paper what each did, and who joined or left since the version "
        "before.",
    )


def _registration(held: Held) -> Said:
    plan = held.snapshot.question.living
    parts = [
        f"{title}: {words.sentence(value)}"
        for title, value in (
            ("Registered", plan.registration),
            ("Protocol", plan.protocol),
        )
        if value is not None
    ]
    enter = f'{_enter("registration", "where, with the number")}; protocol = "where"'
    if not parts:
        return not_stated(enter)
    if len(parts) == 1:
        return in_part(parts[0], enter)
    return stated(" ".join(parts))


def _support(held: Held) -> Said:
    return told(
        held.snapshot.question.living.funding,
        _enter("funding", "who pays, or: no funding"),
    )


def _interests(held: Held) -> Said:
    return told(
        held.snapshot.question.living.competing_interests,
        _enter("competing_interests", "of each author, or: none"),
    )


def _availability(held: Held) -> Said:
    n = len(held.versions)
    kept = (
        f"{words.counted(n, 'version')} of data, settings and software can be made "
        "again from the store."
        if n
        else "No version has been frozen yet."
    )
    return in_part(
        kept,
        "Publish `ketaevidence site` or `release`, and give the address in the paper.",
    )


def _status(held: Held) -> Said:
    last = held.snapshot.searches[-1].at[:10] if held.snapshot.searches else None
    days = held.snapshot.question.living.refresh_days
    if last is None:
        return not_done("No search has been run in this review.")
    text = f"Last complete search of PubMed: {last}."
    if days is None:
        return in_part(
            text, "Under [living] in review.toml: refresh_days = a number of days"
        )
    return stated(f"{text} The next is due {words.counted(days, 'day')} later.")


_ANSWERS: Final[Mapping[str, Callable[[Held], Said]]] = {
    "living": _living,
    "version": _version,
    "retired": _retired,
    "why": _why,
    "preceding": _preceding,
    "question": lsr_changes.to_question,
    "schedule": _schedule,
    "steps": _steps,
    "retirement": _retirement,
    "recheck": _recheck,
    "repeated": _repeated,
    "methods": lsr_changes.to_methods,
    "trigger": _trigger,
    "flow": lsr_changes.flow,
    "results": lsr_changes.to_results,
    "limits": _limits,
    "authors": _authors,
    "registration": _registration,
    "support": _support,
    "interests": _interests,
    "availability": _availability,
    "status": _status,
}

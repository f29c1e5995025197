"""Rayyan's log, customizations_log.csv: who decided what on which article, and when.

Each row is an event: ``created_at`` (UTC), ``user_id``, ``user_email``, ``article_id``,
``key`` and ``value``. The key ``included`` has the values 1 (included), -1 (excluded),
0 (maybe) and ``deleted``; ``"__EXR__wrong population"`` gives a reason for exclusion
(1) or takes it back (``deleted``); other keys are labels and notes. The log names
articles by the number in the articles file (``rayyan-100000001``) and people by their
addresses, which the articles file does not have: who is who is told by what each
decided, and where that does not tell, a person says it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from ketaevidence.exchange import aliases
from ketaevidence.exchange.rows import Problems, Row, Vote
from ketaevidence.exchange.tables import Table, TableRow

#: What somebody decided in the end; nothing where it was taken back.
State = Literal["include", "exclude", "maybe"]

_STATES: Final[Mapping[str, State | None]] = {
    "1": "include",
    "0": "maybe",
    "-1": "exclude",
    "deleted": None,
}
_GIVEN: Final = {"1": True, "0": False, "deleted": False}
_DECISION, _REASON = "included", "__EXR__"
_TIME: Final = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(\.\d+)?(?:Z| UTC)")
_ARTICLE: Final = re.compile(r"(?:rayyan-)?([0-9]+)")
#: The same in the notes of the articles file.
SAID: Final[Mapping[str, State]] = {
    "included": "include",
    "excluded": "exclude",
    "maybe": "maybe",
}
_WORDS: Final = {state: word.capitalize() for word, state in SAID.items()}


@dataclass(slots=True)
class Decided:
    """What one person decided on one article in the end, since when, and why."""

    state: State | None = None
    at: str | None = None
    #: Whether each reason stands that was ever given, in the order of giving.
    reasons: dict[str, bool] = field(default_factory=dict)

    @property
    def why(self) -> str | None:
        """The reasons as Rayyan's articles file writes several."""
        return ",".join(name for name, stands in self.reasons.items() if stands) or None


#: By person, as the log names people, and article.
Log = dict[str, dict[str, Decided]]


@dataclass(frozen=True, slots=True)
class Article:
    """A row of the articles file: its number, and what each person decided."""

    row: Row
    number: str | None
    said: Mapping[str, State]


@dataclass(frozen=True, slots=True)
class Combined:
    """The rows of an articles file with what its log adds."""

    rows: tuple[Row, ...]
    #: People whom only their address names: a person says who they are.
    unnamed: tuple[str, ...]
    remarks: tuple[str, ...]


def article_number(text: str) -> str | None:
    """Give an article's number in Rayyan, or ``None``.

    Examples
    --------
    >>> article_number("rayyan-100000001"), article_number("PMID 1")
    ('100000001', None)
    """
    match = _ARTICLE.fullmatch(text.strip())
    return match[1] if match else None


def read_log(table: Table) -> Log:
    """Read what the log says of each person's decisions.

    Raises
    ------
    ReadError
        If it is not Rayyan's log, or a spreadsheet or a hand has changed it; each
        place is named.
    """
    problems = Problems(table.name)
    for name, known in aliases.LOG_COLUMNS.items():
        if not table.has(*known):
            problems.add(
                "header",
                f"no column {' or '.join(known)} ({name}); Rayyan's log has "
                "created_at, user_email, article_id, key, value",
            )
    problems.check()
    events = [event for row in table.rows if (event := _event(row, problems))]
    problems.check()
    log: Log = {}
    # Rayyan does not always write events in the order of time.
    for event in sorted(events, key=lambda event: (event.at, event.fraction)):
        own = log.setdefault(event.person, {}).setdefault(event.article, Decided())
        if event.reason is None:
            own.state, own.at = _STATES[event.value], event.at
        else:
            own.reasons.pop(event.reason, None)
            own.reasons[event.reason] = _GIVEN[event.value]
    if not any(d.state for own in log.values() for d in own.values()):
        problems.add("the whole log", "nobody has decided anything in it")
    problems.check()
    return log


@dataclass(frozen=True, slots=True)
class _Event:
    """Somebody decided, or gave a reason, or took one of them back."""

    at: str
    fraction: str
    person: str
    article: str
    #: ``None`` for the decision itself.
    reason: str | None
    value: str


def _event(row: TableRow, problems: Problems) -> _Event | None:
    """Read a decision or a reason; other events are passed over."""
    place = f"row {row.number}"
    given = {name: row.first(known) for name, known in aliases.LOG_COLUMNS.items()}
    key = given["key"].strip('"')
    is_reason = key.startswith(_REASON)
    if key != _DECISION and not is_reason:
        return None  # a label or a note
    moment = _TIME.fullmatch(given["time"])
    if moment is None:
        problems.add(
            place,
            f"{given['time']!r} is not how Rayyan writes a time "
            "(2026-01-31T12:00:00Z); export the log again and leave it unopened",
        )
    number = article_number(given["article"])
    if number is None:
        problems.add(
            place,
            f"{given['article']!r} is no article's number; export the log again and "
            "leave it unopened",
        )
    if not given["person"]:
        problems.add(place, "nobody is named")
    known = _GIVEN if is_reason else _STATES
    value = given["value"].casefold()
    if value not in known:
        problems.add(place, f"{key}: {given['value']!r} is none of {', '.join(known)}")
    if moment is None or number is None or value not in known:
        return None
    return _Event(
        at=f"{moment[1]}T{moment[2]}Z",
        fraction=moment[3] or "",
        person=given["person"],
        article=number,
        reason=key.removeprefix(_REASON).strip() if is_reason else None,
        value=value,
    )


def with_log(articles: Sequence[Article], log: Log, problems: Problems) -> Combined:
    """Give the rows of an articles file with the log's times and own reasons.

    Parameters
    ----------
    articles
        The rows, with what their notes say.
    log
        What the log says.
    problems
        Rows on which the two do not fit are added to these.

    Returns
    -------
    Combined
        One vote for each person who decided; those who only have an address are named.
    """
    held = {a.number: a for a in articles if a.number is not None}
    for article in articles:
        if article.number is None and article.said:
            problems.add(
                article.row.place,
                "no key “rayyan-…”, by which the log names its articles",
            )
        elif article.number is not None:
            _check_fit(article, log, problems)
    people = _who_is_who(held, log)
    rows = tuple(_row(article, log, people) for article in articles)
    elsewhere = sum(
        d.state is not None
        for own in log.values()
        for number, d in own.items()
        if number not in held
    )
    active = _active(held, log)
    told = [f"{name} is {people[name]}" for name in active if name in people]
    remarks = ["Times and each person's own reasons are from the log."]
    remarks += (
        [f"Who is who in it, by what they decided: {'; '.join(told)}."] if told else []
    )
    if elsewhere:
        remarks.append(
            f"Decisions in the log on articles that are not in this file: {elsewhere}."
        )
    unnamed = tuple(name for name in active if name not in people)
    return Combined(rows, unnamed, tuple(remarks))


def _check_fit(article: Article, log: Log, problems: Problems) -> None:
    """Compare what the notes and the log say of an article, whoever said it."""
    notes = sorted(_WORDS[state] for state in article.said.values())
    events = sorted(
        _WORDS[state]
        for own in log.values()
        if (state := _state(own, article.number)) is not None
    )
    if notes != events:
        problems.add(
            article.row.place,
            f"the notes have {' and '.join(notes) or 'nothing'}, the log has "
            f"{' and '.join(events) or 'nothing'}; export both together, or leave the "
            "log out",
        )


def _state(own: Mapping[str, Decided], number: str | None) -> State | None:
    decided = own.get(number or "")
    return decided.state if decided else None


def _active(held: Mapping[str, Article], log: Log) -> list[str]:
    """Give the people of the log who decided on an article of the file."""
    return [
        person
        for person, own in log.items()
        if any(_state(own, number) is not None for number in held)
    ]


def _who_is_who(held: Mapping[str, Article], log: Log) -> dict[str, str]:
    """Give the name of each address, where what was decided leaves only one.

    Both files are of one moment, so that a person's decisions in one are those in the
    other. Two people who decided alike on everything cannot be told apart.
    """
    names = dict.fromkeys(name for article in held.values() for name in article.said)
    fitting = {
        person: [
            name
            for name in names
            if all(
                _state(log[person], number) == article.said.get(name)
                for number, article in held.items()
            )
        ]
        for person in _active(held, log)
    }
    taken = [name for found in fitting.values() for name in found]
    return {
        person: found[0]
        for person, found in fitting.items()
        if len(found) == 1 and taken.count(found[0]) == 1
    }


def _row(article: Article, log: Log, people: Mapping[str, str]) -> Row:
    votes, undecided = [], []
    for person, own in log.items():
        decided = own.get(article.number or "")
        if decided is None or decided.state is None:
            continue
        name = people.get(person, person)
        if decided.state == "maybe":
            undecided.append(f"{name}: {_WORDS['maybe']}")
            continue
        why = decided.why if decided.state == "exclude" else None
        votes.append(Vote(decided.state, by=name, at=decided.at, reason=why))
    none = () if votes or undecided else ("nobody decided",)
    return replace(article.row, votes=tuple(votes), undecided=tuple(undecided) or none)

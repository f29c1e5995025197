"""Screening in a terminal, one record at a time: resumable, and one can go back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketaevidence.cli.asking import EndedError, Terminal

if TYPE_CHECKING:
    from ketaevidence.records.model import Record
    from ketaevidence.review import Review
    from ketaevidence.screening.model import Stage, Suggestion, Verdict

_ANSWERS = {
    "i": "include",
    "e": "exclude",
    "s": "skip",
    "b": "back",
    "q": "quit",
}
_FULL_TEXT = {"n": "not retrieved"}
_VERDICTS: dict[str, Verdict] = {
    "i": "include",
    "e": "exclude",
    "n": "not_retrieved",
}


def screen(review: Review, stage: Stage, by: str, terminal: Terminal) -> int:
    """Go through the records that await a decision; give how many were recorded.

    Each answer is recorded at once, so that a session may end at any time and the next
    one goes on. "Back" shows the record before again; the newer answer then counts,
    and the older one stays in the history.
    """
    waiting = _waiting(review, stage, by)
    hints = {s.record_key: s for s in review.suggestions()}
    records = {record.key: record for record in review.records()}
    recorded = place = 0
    try:
        while place < len(waiting):
            key = waiting[place]
            head = f"{place + 1} of {len(waiting)}  {key}"
            _show(terminal, records[key], hints.get(key), head, review)
            answer = _asked(terminal, stage)
            if answer == "q":
                break
            if answer == "b":
                place = max(0, place - 1)
                continue
            if answer != "s":
                reason = _reason(review, stage, answer, terminal)
                review.decide_on(
                    {key: _VERDICTS[answer]}, stage=stage, by=by, reason=reason
                )
                recorded += 1
            place += 1
    except EndedError:
        pass
    left = len(_waiting(review, stage, by))
    terminal.show(f"Recorded {recorded}; {left} left at this stage.")
    return recorded


def _waiting(review: Review, stage: Stage, by: str) -> list[str]:
    """Give the records that await this person, what rules would include first."""
    keys = review.to_decide(by, stage)
    if stage == "full_text":
        return list(keys)
    order = {"include": 0, "unclear": 1, "exclude": 2}
    hints = {s.record_key: order[s.verdict] for s in review.suggestions()}
    return sorted(keys, key=hints.__getitem__)


def _show(
    terminal: Terminal,
    record: Record,
    hint: Suggestion | None,
    head: str,
    review: Review,
) -> None:
    from ketaevidence.present.highlight import highlight
    from ketaevidence.present.lines import wrapped
    from ketaevidence.present.words import clean

    shown = highlight(record, question=review.question)
    terminal.show("─" * min(terminal.width, 80))
    terminal.show(head)
    terminal.show(shown.text(terminal.width, colour=terminal.colour))
    if hint is not None:
        told = f"The rule {hint.rule} suggests {hint.verdict}: {clean(hint.reason)}"
        terminal.show("\n".join(wrapped(told, terminal.width)))


def _asked(terminal: Terminal, stage: Stage) -> str:
    answers = _ANSWERS if stage == "title_abstract" else {**_FULL_TEXT, **_ANSWERS}
    return terminal.choose("Decide", answers)


def _reason(
    review: Review, stage: Stage, answer: str, terminal: Terminal
) -> str | None:
    """Ask for the reason of an exclusion; at the full-text stage one of the list."""
    if answer != "e":
        return None
    if stage == "title_abstract":
        return terminal.line("Why (may be left blank) > ").strip() or None
    reasons = list(review.question.exclusion_reasons.items())
    offered = {str(n): words for n, (_, words) in enumerate(reasons, start=1)}
    chosen = terminal.choose("Why", offered)
    return reasons[int(chosen) - 1][0]

"""Whether a text says that this study's own people were given treatments at random.

Abstracts also speak of trials that others made, that are lacking, or that should be
made, and of samples, effects and errors that are random. So every place that says
"random" is judged by itself, by the words before and behind it in its sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ketaevidence.extraction.rules.study import random_words as w
from ketaevidence.extraction.text import View, Word


class Randomisation(NamedTuple):
    """A place that speaks of randomisation in this study."""

    #: "assigned": people were given treatments at random; "trial": the study calls
    #: itself randomised; "order": treatments came in random order; "unit": groups of
    #: people were randomised; "refused": the study says that it was not randomised.
    kind: str
    start: int
    end: int


#: How many words before and behind are read.
_READ = 12
#: What ends a statement.
_STOPS = (". ", "\n", ";", "? ", "! ")


def randomisations(view: View) -> tuple[Randomisation, ...]:
    """Give every place that speaks of randomisation in this study, in order.

    Ask through ``view.once(randomisations)``.
    """
    if "random" not in view.lower and "RCT" not in view.text:
        return ()
    found = (
        _read(view, number)
        for number, word in enumerate(view.words)
        if "random" in word.lower or word.lower == "rct"
    )
    return tuple(item for item in found if item is not None)


def is_randomised(view: View) -> bool:
    """Say whether the text says that this study was randomised."""
    return any(r.kind != "refused" for r in view.once(randomisations))


def _read(view: View, number: int) -> Randomisation | None:
    word = view.words[number]
    back, ahead = _run(view, number, -1), _run(view, number, 1)
    if word.lower.startswith(("non", "un")) or (back and back[0].lower == "non"):
        return _refused(word, back, ahead)
    if _is_denied(back):
        own = back[0].lower == "not" and len(back) > 1 and back[1].lower in w.DENIED_OF
        return Randomisation("refused", back[0].start, word.end) if own else None
    if "ation" in word.lower:
        return _noun(word, back, ahead)
    if ahead and _is_other_sense(ahead):
        return None
    return _stated(view, word, back, ahead)


def _stated(
    view: View, word: Word, back: Sequence[Word], ahead: Sequence[Word]
) -> Randomisation | None:
    """Read a place that neither denies nor means something else."""
    if "randomly" in word.lower or _is_at_random(word, back):
        return _adverb(word, back, ahead)
    if word.lower == "random":
        return _bare(word, back, ahead)
    return _participle(view, word, back, ahead)


def _run(view: View, number: int, step: int) -> list[Word]:
    """Give the words before or behind one, nearest first, within its statement."""
    words, text = view.words, view.folded
    found: list[Word] = []
    at = number + step
    while 0 <= at < len(words) and len(found) < _READ:
        left, right = min(at, at - step), max(at, at - step)
        gap = text[words[left].end : words[right].start]
        if any(stop in gap for stop in _STOPS):
            break
        found.append(words[at])
        at += step
    return found


def _is_denied(back: Sequence[Word]) -> bool:
    for word in back[:5]:
        if word.lower in w.DENIED or word.lower.endswith("n't"):
            return True
        if word.lower not in w.SORTS and word.lower not in w.BESIDE_DENIAL:
            return False
    return False


def _is_other_sense(ahead: Sequence[Word]) -> bool:
    if not ahead[0].lower.startswith(w.OTHER_SENSE):
        return False
    is_selected = ahead[0].lower.startswith("select")
    return not (is_selected and any(a.lower in w.SELECTED_FOR for a in ahead[1:4]))


def _is_at_random(word: Word, back: Sequence[Word]) -> bool:
    return word.lower == "random" and bool(back) and back[0].lower == "at"


def _refused(
    word: Word, back: Sequence[Word], ahead: Sequence[Word]
) -> Randomisation | None:
    """Read "non-randomised": of this study, not of studies in the plural."""
    theirs = any(a.lower in w.PLURALS for a in ahead[:5]) or _is_elsewhere(back)
    # "Nonrandom mutations" speak of chance alone.
    theirs = theirs or word.lower.endswith("random")
    return None if theirs else Randomisation("refused", word.start, word.end)


def _adverb(
    word: Word, back: Sequence[Word], ahead: Sequence[Word]
) -> Randomisation | None:
    """Read "randomly" and "at random": what was done so."""
    if any(a.lower in w.OF_DATA for a in ahead):
        return None
    for place, other in enumerate(ahead[:5]):
        if other.lower.startswith(w.AMONG):
            among = any(a.lower in w.TO for a in ahead[place + 1 : place + 3])
            return (
                Randomisation(_kind(word, back), word.start, other.end)
                if among
                else None
            )
        if other.lower.startswith(w.GIVING) or (not place and other.lower in w.TO):
            return Randomisation(_kind(word, back), word.start, other.end)
    for other in back[:9]:
        if other.lower.startswith(w.AMONG):
            return None
        if other.lower.startswith(w.GIVEN):
            return Randomisation(_kind(word, back), other.start, word.end)
    return None


def _bare(
    word: Word, back: Sequence[Word], ahead: Sequence[Word]
) -> Randomisation | None:
    """Read "random": random order, random allocation, in a random manner."""
    head = _head_of_random(ahead)
    if head is not None and not (_is_elsewhere(back) or _is_wished(ahead)):
        return Randomisation("trial", word.start, head.end)
    plan = next((a for a in ahead[:4] if a.lower in w.PLAN), None)
    given = next((b for b in back[:7] if b.lower.startswith(w.ASSIGNED)), None)
    if plan is None or plan.lower.startswith(("number", "block")):
        return Randomisation("assigned", given.start, word.end) if given else None
    if plan.lower in w.ORDERS:
        near = (*back[:9], *ahead[:9])
        treated = any(n.lower.startswith(w.TREATING) for n in near)
        return Randomisation("order", word.start, plan.end) if treated else None
    return Randomisation("assigned", word.start, plan.end)


def _head_of_random(ahead: Sequence[Word]) -> Word | None:
    """Give the study of "a random clinical trial", where only its sort stands between."""
    for word in ahead[:4]:
        if word.lower in {"trial", "study"}:
            return word
        if word.lower not in w.SORT_OF_STUDY:
            return None
    return None


def _noun(
    word: Word, back: Sequence[Word], ahead: Sequence[Word]
) -> Randomisation | None:
    """Read "randomisation": of this study's people, and no idea of a method."""
    if back and back[0].lower == "mendelian":
        return None
    ours = (back and back[0].lower in w.BEFORE_NOUN) or (
        ahead and ahead[0].lower in w.BEHIND_NOUN
    )
    if not ours or _is_elsewhere(back) or _is_wished(ahead):
        return None
    return Randomisation(_kind(word, back), word.start, word.end)


def _participle(
    view: View, word: Word, back: Sequence[Word], ahead: Sequence[Word]
) -> Randomisation | None:
    """Read "randomised": people who were, or a study that is."""
    if _is_verb(view, word, back, ahead):
        start = back[0].start if back else word.start
        return Randomisation(_kind(word, back), start, word.end)
    head = word if word.lower == "rct" else _head(ahead)
    if head is None:
        alone = _stands_alone(view, word, back, ahead)
        return Randomisation("trial", word.start, word.end) if alone else None
    if head.lower in w.PLURALS:
        own = _are_own(back, ahead) and not any(b.lower in w.OF_METHOD for b in back)
        return Randomisation("trial", word.start, head.end) if own else None
    own = any(b.lower in w.OWN for b in back[:6])
    if not own and (_is_elsewhere(back) or _is_wished(ahead)):
        return None
    if head.lower in w.ORDERS:
        return Randomisation("order", word.start, head.end)
    kind = "unit" if _kind(word, back) == "unit" else "trial"
    return Randomisation(kind, word.start, head.end)


def _stands_alone(
    view: View, word: Word, back: Sequence[Word], ahead: Sequence[Word]
) -> bool:
    """Find "Design: Randomised." and "pretreatment (randomised) with"."""
    text = view.folded
    in_front, behind = text[: word.start][-2:].strip(), text[word.end : word.end + 1]
    if in_front == "(":
        return behind == ")"
    return not ahead and (not back or in_front == ":")


def _is_verb(
    view: View, word: Word, back: Sequence[Word], ahead: Sequence[Word]
) -> bool:
    if word.lower == "rct" or word.lower.endswith(("ize", "ise", "izing", "ising")):
        return False
    if back and back[0].lower in w.BEFORE_OTHERS:
        return False
    following = view.folded[word.end : word.end + 3].lstrip()
    closed = not following or following[0] in ".,;:)(" or following[0].isdigit()
    # "Randomised intraoperatively to receive": how comes before to what.
    behind = [a for a in ahead[:3] if not a.lower.endswith("ly")][:1]
    if not closed and behind and behind[0].lower in w.TO:
        return _head(ahead[:3]) is None or behind[0].lower != "in"
    who = any(b.lower in w.VERB_BEFORE or b.lower.endswith("ly") for b in back[:1])
    if who and following[:1].isdigit():
        return True
    what = closed or any(a.lower in w.VERB_BEHIND for a in behind)
    return what and who and _head(ahead[:6]) is None


def _head(ahead: Sequence[Word]) -> Word | None:
    """Give what is called randomised: the first name of a study, one or several."""
    sort = None
    for word in ahead[:10]:
        if word.lower in w.HEADS or word.lower in w.PLURALS:
            return word
        if word.lower in w.VERBS:
            break
        if word.lower in w.SORT_OF_STUDY:
            sort = word
    return sort


def _are_own(back: Sequence[Word], ahead: Sequence[Word]) -> bool:
    """Say whether trials in the plural are this paper's: "in two identical ..."."""
    if back and back[0].lower in w.OWN_PLURAL:
        return True
    counted = any(b.lower in w.COUNTED for b in back[:5])
    done = any(a.lower in w.CONDUCTED for a in ahead)
    return counted and done


def _kind(word: Word, back: Sequence[Word]) -> str:
    is_unit = "cluster" in word.lower or any(b.lower in w.UNITS for b in back[:3])
    return "unit" if is_unit else "assigned"


def _is_elsewhere(back: Sequence[Word]) -> bool:
    for place, word in enumerate(back[:8]):
        is_part = _is_part_taken(back, place)
        if word.lower in w.TOOK_PART or is_part:
            # "Patients who had participated in a randomised trial" come from there.
            verb = place + 1 + is_part
            return verb < len(back) and back[verb].lower == "had"
        if word.lower in w.ELSEWHERE:
            return True
        if word.lower not in w.SORTS:
            return False
    return False


def _is_part_taken(back: Sequence[Word], place: int) -> bool:
    """Say whether a word is the "part" of "took part in"."""
    return (
        back[place].lower == "part"
        and place + 1 < len(back)
        and back[place + 1].lower in w.TAKING
    )


def _is_wished(ahead: Sequence[Word]) -> bool:
    for place, word in enumerate(ahead):
        if word.lower in w.WISHED:
            return True
        if word.lower in w.DONE and place and ahead[place - 1].lower in w.WERE:
            # "A randomised study was conducted to learn whether it could help".
            return False
    return False

"""What the store tells beside the state that a report shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from ketaevidence.library import Version

if TYPE_CHECKING:
    from ketaevidence.present.digest import Digest


@dataclass(frozen=True, slots=True)
class Beside:
    """Versions, what changed, and how the newest search went.

    All of it may be left out: a report of a state alone says that it knows no more.
    """

    #: Every frozen version, oldest first; ``None`` where nobody asked the store.
    versions: tuple[Version, ...] | None = None
    #: The version that the shown state is; ``None`` if it is not frozen.
    number: str | None = None
    #: What changed since the version before.
    digest: Digest | None = None
    #: Why that cannot be told, in a person's words.
    no_digest_because: str | None = None
    #: (started, status, why) of the newest refresh, landed or not.
    attempt: tuple[str, str, str | None] | None = None
    #: Who kept a study out of every pool, and when, by ``study_id``.
    signed: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    #: How often PubMed is to be searched [days]; ``None`` where nobody says.
    search_every_days: int | None = None


#: What a report of a state alone knows beside it.
NOTHING: Final = Beside()

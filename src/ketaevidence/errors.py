"""Every error and warning of the package, one class per stage of the data's way.

A message says what is wrong, where, with which value, and what to do. All errors
derive from :class:`KetaEvidenceError`, so one ``except`` catches what this package
raises on purpose; anything else that escapes is a bug.
"""

from __future__ import annotations


class KetaEvidenceError(Exception):
    """Something a user can act on went wrong; nothing was changed.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> try:
    ...     ke.open_review("no-such-folder")
    ... except ke.KetaEvidenceError as error:
    ...     print(type(error).__name__)
    LibraryError
    """


class QuestionError(KetaEvidenceError):
    """The review's question or settings file cannot be used as it is."""


class ReadError(KetaEvidenceError):
    """A file is not what PubMed or a reference manager writes."""


class PubMedError(KetaEvidenceError):
    """PubMed could not be asked, or its answer cannot be used; nothing was changed."""


class PubMedUnavailableError(PubMedError):
    """PubMed gave no usable answer within the attempts and the time allowed."""


class PubMedBlockedError(PubMedError):
    """PubMed asks this machine to stop for a while; asking on makes it worse.

    ``not_before`` is the earliest time to try again, in seconds since 1970 (UTC).
    """

    def __init__(self, message: str, *, not_before: float | None = None) -> None:
        super().__init__(message)
        self.not_before = not_before


class PubMedKeyError(PubMedError):
    """PubMed does not accept the API key."""


class PubMedQueryError(PubMedError):
    """A search or a PMID means nothing to PubMed as it is written."""


class PubMedIncompleteError(PubMedError):
    """PubMed's answers do not add up to everything that was asked for."""


class LibraryError(KetaEvidenceError):
    """The review's folder or its store cannot be opened, read or written."""


class LockedError(LibraryError):
    """Another run holds the review; this one did nothing (exit code 75)."""


class ScreeningError(KetaEvidenceError):
    """A screening decision cannot be recorded as given."""


class CurationError(KetaEvidenceError):
    """A study, arm or result of the register is impossible as given."""


class EffectError(KetaEvidenceError, ValueError):
    """An effect size cannot be computed from the numbers given."""


class PoolingError(KetaEvidenceError, ValueError):
    """Effects cannot be pooled as asked."""


class PresentError(KetaEvidenceError):
    """A table, figure or report cannot be made or written."""


class UsageError(KetaEvidenceError):
    """The command line was used in a way that has no meaning (exit code 2)."""


class EvidenceWarning(UserWarning):
    """What a careful reader should know about a number before using it.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> issubclass(ke.PoolingWarning, ke.EvidenceWarning)
    True
    """


class PoolingWarning(EvidenceWarning):
    """A pooled number stands, with a caveat that changes how to read it.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> import warnings
    >>> with warnings.catch_warnings(record=True) as caught:
    ...     warnings.simplefilter("always")
    ...     pooled = ke.pool([-1.0, -1.1, -0.9], [0.1, 0.2, 0.1], test="knha")
    >>> caught[0].category.__name__
    'PoolingWarning'
    """


class BrokenRecordWarning(EvidenceWarning):
    r"""Some records of a file could not be read; the others are here.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> import warnings
    >>> with warnings.catch_warnings(record=True) as caught:
    ...     warnings.simplefilter("always")
    ...     records = ke.read_records(b"PMID- 1\nTI  - A title\n\nPMID- 2\n")
    >>> len(records), str(caught[0].message)
    (1, 'the bytes given: PMID 2 at byte 23 is broken: ...')
    """

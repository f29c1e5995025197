"""What changed in a review between two states, and whether it matters.

The pure part: two snapshots and what the store tells beside them go in, a Digest comes
out, and each of its forms (Markdown, HTML, JSON, Atom) is the same bytes every time.
"""

from ketaevidence.present.digest.gather import digest_of
from ketaevidence.present.digest.model import KIND_OF, Digest, Moment, Signature, Told

__all__ = ["KIND_OF", "Digest", "Moment", "Signature", "Told", "digest_of"]

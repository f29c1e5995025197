"""The Review, built up along the way of the data.

Each class adds one room's verbs to the class before: opened, collected, curated,
screened, living, and at last the Review itself. It knows the whole chain, and it alone
reads the clock.
"""

from ketaevidence.review.review import Review

__all__ = ["Review"]

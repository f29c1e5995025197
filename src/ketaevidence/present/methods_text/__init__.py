"""The methods of a review as paragraphs for a paper, written from its own settings."""

from ketaevidence.present.methods_text.build import methods_text
from ketaevidence.present.methods_text.model import MethodsText

__all__ = ["MethodsText", "methods_text"]

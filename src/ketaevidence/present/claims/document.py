"""A checked text as a document for machines."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from ketaevidence.claims.model import VERDICTS, ClaimsCheck
from ketaevidence.present.claims.shown import CAUTION


def claims_document(check: ClaimsCheck) -> dict[str, Any]:
    """Give a checked text as lists, texts and numbers, with every span and source."""
    document = asdict(check)
    document["caution"] = CAUTION
    document["verdicts"] = dict(VERDICTS)
    return document


def claims_json(check: ClaimsCheck) -> str:
    """Write a checked text as JSON, keys sorted."""
    document = claims_document(check)
    return json.dumps(document, ensure_ascii=False, sort_keys=True, indent=2) + "\n"

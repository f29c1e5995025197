"""The one place that asks what time it is."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> str:
    """Give the present time in UTC, as the store keeps times."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def days_since(moment: str) -> int:
    """Give how many whole days have passed since a time in UTC."""
    return (datetime.now(UTC) - datetime.fromisoformat(moment)).days

"""The sheet in which people extract: written, read back, and merged cell by cell."""

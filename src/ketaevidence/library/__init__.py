"""The store: every revision of every record, every decision, one SQLite file."""

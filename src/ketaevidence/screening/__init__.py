"""Decisions by people, suggestions by rules, and the PRISMA numbers."""

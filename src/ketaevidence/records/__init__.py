"""The Record and its parts: one citation at one revision."""

"""Checks that ask a person about what can be and is hard to believe."""

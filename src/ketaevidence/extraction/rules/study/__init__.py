"""What kind of paper it is, and what it may be used for."""

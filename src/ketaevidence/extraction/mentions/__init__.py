"""What values hang on: the arms, times and drugs that a text names, found once."""

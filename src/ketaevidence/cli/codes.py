"""Exit codes, for schedulers."""

#: Done; nothing new.
DONE = 0
#: Failed; nothing was changed.
FAILED = 1
#: The command line has no such meaning.
WRONG_USAGE = 2
#: Done; there is something new to look at.
NEWS = 10
#: Done; an included record was retracted or put under concern.
ALARM = 20
#: Another run holds the review; this one did nothing.
LOCKED = 75
#: Stopped by Ctrl-C or by a request to end (128 + the signal).
INTERRUPTED = 130
TERMINATED = 143

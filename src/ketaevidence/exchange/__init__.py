"""Files that other tools of a systematic review read and write."""

"""Which results may be pooled with which: the answer, or the reason why not."""

"""Who took part, how many, and with what condition."""

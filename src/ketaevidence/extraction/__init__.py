"""From text to candidate values, each with the words that prove it."""

"""What is asked: the search, who is eligible, which outcomes, which times."""

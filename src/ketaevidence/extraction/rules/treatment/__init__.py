"""What was given: drug, dose, route, how long and how often."""

"""The rules, by what they read. A rule reads what is stated, or says nothing."""

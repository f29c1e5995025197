"""One file per family of fields. A rule reads what is stated, or says nothing."""

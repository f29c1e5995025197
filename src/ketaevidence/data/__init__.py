"""The bundled review of ketamine in CRPS: facts and citations, no abstracts."""

"""Read PubMed's own files."""

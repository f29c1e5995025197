"""PubMed on disk: screen the baseline and update files for what a review asks for."""

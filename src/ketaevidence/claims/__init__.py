"""A text's claims on a treatment, each answered from what a review holds."""

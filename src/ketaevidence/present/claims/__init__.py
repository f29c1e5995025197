"""A text's claims and their answers as Markdown, HTML, JSON and plain lines."""

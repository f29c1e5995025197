"""A review as a folder of static files that any web server can show."""

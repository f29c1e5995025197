"""The evidence table as a file: one module for each format, one document for all."""

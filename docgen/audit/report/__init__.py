"""The report of a template: what a reviewer reads and signs, in several forms."""

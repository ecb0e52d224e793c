"""Drafts on disk: written whole, never over an edit, each with a side-car that answers for it."""

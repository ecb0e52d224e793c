"""Audit: whether templates and wordings of the library keep to what they may say."""

"""Narrative → passages found by meaning and by words."""

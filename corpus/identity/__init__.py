"""Whose report it is, of where, and of which year."""

"""A question → an answer, and the ways to ask."""

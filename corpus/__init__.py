"""Published reports → exact figures."""

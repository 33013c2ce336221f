"""Files → the home's library, and the search index that belongs to it."""

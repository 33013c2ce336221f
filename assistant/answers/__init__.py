"""One module per kind of answer. Each takes the question, its scope and the library, and returns an Answer or None."""

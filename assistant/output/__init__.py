"""An answer → a terminal, a file, a record."""

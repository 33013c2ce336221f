"""A question in words → what it asks: no language model, and no look at any report."""

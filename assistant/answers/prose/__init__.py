"""The reports' own words: passages, numbers that only the prose gives, shares of them."""

"""What reports say twice, compared."""

"""What the default model is trained from and how; no question needs any of it."""

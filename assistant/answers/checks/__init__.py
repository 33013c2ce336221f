"""Does it add up, do prose and table agree, was a number lost in print."""

"""What the form asks, what is loaded, what a report prints about itself."""

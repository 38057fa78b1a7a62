"""What is done in recognition."""

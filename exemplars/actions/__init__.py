"""What is done with exemplars and with the scale of a kind."""

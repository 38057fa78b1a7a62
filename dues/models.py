"""The dues app."""

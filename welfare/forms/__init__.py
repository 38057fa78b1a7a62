"""Forms of welfare at the desk, by noun."""

"""Forms of exemplars and of a kind's scale."""

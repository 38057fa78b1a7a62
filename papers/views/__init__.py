"""Pages for printing: lists, cards, labels, letters."""

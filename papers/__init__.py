"""What is printed for members: lists, cards, labels, letters."""

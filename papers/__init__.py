"""Printed papers for members: lists, cards, labels, letters."""

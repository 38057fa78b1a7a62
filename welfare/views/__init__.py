"""Views of welfare: the public page here, the desk's pages by noun."""

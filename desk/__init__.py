"""The officers' toolkit: what the pages of every room share. It knows no room."""

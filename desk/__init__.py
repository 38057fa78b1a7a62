"""Toolkit of the officers' workspace, shared by all apps' pages; it imports none of them."""

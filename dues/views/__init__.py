"""Pages of dues in the officers' workspace."""

"""Pages of the reports in the officers' workspace."""

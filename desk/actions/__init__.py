"""Actions of the toolkit; each checks the acting user's right first."""

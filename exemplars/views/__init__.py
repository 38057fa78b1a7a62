"""Pages of exemplars, for officers and for everybody."""

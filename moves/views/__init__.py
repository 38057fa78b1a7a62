"""Pages of candidates, applications, transfers, departures and decisions."""

"""How members come, move and leave: candidates, applications, transfers, departures, decisions."""

"""Pages of events: for everyone, and for the officers who write them."""

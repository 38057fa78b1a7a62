"""What officers do that touches more than one row, or must be recorded in the history."""

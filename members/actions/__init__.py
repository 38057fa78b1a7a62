"""What officers do that touches more than one row, or must be told in the history."""

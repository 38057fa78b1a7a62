"""What officers do here, each asking first who acts."""

"""What people ask of the newspaper: `reading` for everyone, the desk's pages for its writers."""

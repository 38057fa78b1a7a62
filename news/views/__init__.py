"""Pages of the newspaper: `reading` for everyone, the `desk_` modules for its writers and editors."""

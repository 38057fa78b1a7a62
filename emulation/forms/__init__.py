"""Forms of emulation at the desk."""

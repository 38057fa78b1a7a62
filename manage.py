#!/usr/bin/env python
"""Django's command line for the portal."""

import os
import sys

from django.core.management import execute_from_command_line

from members.actor import acting_as, command_source

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "assoc.settings")
    with acting_as(source=command_source(sys.argv[1] if len(sys.argv) > 1 else "")):
        execute_from_command_line(sys.argv)

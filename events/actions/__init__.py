"""Actions on events; see `members.actions.permission`."""

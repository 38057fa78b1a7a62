"""Pages for visitors are made once, and made anew as soon as anything that they show has changed.

`generation` counts the changes, `store` keeps the pages of one process, `middleware` answers with them.
docs/adr/0054 tells why they are honest.
"""

"""The old blog brought home, and the newsroom taken along: Blogger's two backup formats and our own.

`archive` opens what somebody uploaded, `feed` streams its entries, `html` turns a blog's markup into
ours, `pictures` finds and rehosts photographs, `importing` and `exporting` do the work, `report`
tells of it.
"""

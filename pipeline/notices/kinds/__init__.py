"""The kinds of notice, one file each: when each is due, to whom, about what."""

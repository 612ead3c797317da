"""The steps of a pass, one file each; the order stands in `scheduler.run`."""

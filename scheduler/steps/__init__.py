"""The steps of a pass, whose order stands in `scheduler.run`, and beside them what only a step uses."""

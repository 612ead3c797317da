"""Word documents: which are made for what, and how a template is filled."""

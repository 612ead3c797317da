"""What the command line shows a person, and the same as JSON."""

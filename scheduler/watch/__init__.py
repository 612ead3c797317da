"""What stands around a pass: its record, the child in which it runs, and whoever is told when it does not come good."""

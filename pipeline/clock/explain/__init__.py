"""A date in words and as JSON: where it came from, how it was counted, what would change it."""

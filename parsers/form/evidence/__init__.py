"""What a question in words of its own may mean, weighed: its label, its place, its answer, and all of them together."""

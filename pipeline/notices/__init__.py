"""What is due to be said, to whom, and in which words."""

"""The three-way merge: what was written, what stands, what is due."""

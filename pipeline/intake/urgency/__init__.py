"""Whether a child may be in danger now, by what the sender wrote."""

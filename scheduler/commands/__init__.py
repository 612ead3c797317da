"""The commands, each a thin door to what the other rooms know."""

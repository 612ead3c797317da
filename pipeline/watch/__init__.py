"""When the world fails: what stands, who is told of it and when, in words that need no template, journal or law."""

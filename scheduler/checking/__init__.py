"""What a person's check of the set-up looks at, one file a part of the world."""

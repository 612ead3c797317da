"""What several machines that work for the same office keep from each other in its journal's database."""

"""From items to typed answers: which field a question asks, of whom, and what was answered."""

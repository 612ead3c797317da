"""From typed answers to a referral, and the proof that no word was lost on the way."""

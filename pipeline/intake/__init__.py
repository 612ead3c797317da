"""What a mail is, whether it is urgent and whether it may be answered: a decision from values alone."""

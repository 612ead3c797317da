"""What is true about mails, cases, deadlines and notices."""

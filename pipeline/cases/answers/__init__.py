"""What people answer to our questions and reminders, read in their own words."""

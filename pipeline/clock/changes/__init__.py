"""What a changed law, calendar or choice does to dates that run."""

"""The statutory clock: rules, calendars, counting, deadlines and their explanation."""

"""The only modules that touch the world: mailbox, outgoing mail, journal, tracker file, files and clock."""

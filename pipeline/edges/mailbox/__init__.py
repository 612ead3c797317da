"""The shared mailbox over IMAP; the only room that knows IMAPClient."""

"""The rapid review meeting: its invitations, their answers, and who will be missing."""

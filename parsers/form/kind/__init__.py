"""What document it is: a referral, a return, a blank, another process's form; known forms and editions."""

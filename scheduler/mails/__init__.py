"""What is done with one mail beside its decision, inside its transaction: replies, proposals, departures, incidents."""

"""The first hour of an office: what is asked, how it is written down, and what is made of it."""

"""The record of one case gathered from journal, store and folders, and written as a bundle."""

"""The record of one case as an inspector is given it: values, and the page that shows them."""

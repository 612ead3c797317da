"""From forms to cases: the facts of a form, which case it belongs to, what a person is told."""

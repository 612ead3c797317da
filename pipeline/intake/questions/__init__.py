"""The questions asked of a mail, one file each; their order stands in `pipeline.intake.decide`."""

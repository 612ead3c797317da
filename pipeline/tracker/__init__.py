"""The tracking workbook: its layout, its rows, the merge with the office's edits and the lossless patch."""

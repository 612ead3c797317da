"""A new workbook as it should look: sheets, columns, colours, print set-up."""

"""What this version brings to a workbook that an earlier one wrote: the sheet Today, new columns, new choices."""

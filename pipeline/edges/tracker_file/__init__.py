"""The workbook as a file: who has it open, and how it is replaced without harm."""

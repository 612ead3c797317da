"""The bytes of a workbook: packages, sheets, cells, tables; knows no case."""

"""The binary format of Word 97 to 2003 ([MS-DOC]), as far as a form needs it."""

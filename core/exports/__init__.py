"""Spreadsheet export of any list as filtered on screen, judged by the policy and logged."""

"""Answers on paper: sheets, booklets and posters to print, scripts to read out, words to paste.

Everything here is pure: entries and the township's stationery go in, bytes or text come out.
"""

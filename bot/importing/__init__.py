"""Sheets that a township keeps anyway -> records: what is in the file, what is wrong with it, what is new.

``workbook`` reads cells, ``cells`` understands what people type in them, ``kinds`` makes records of rows, ``plan`` holds
these against what is recorded already.
"""

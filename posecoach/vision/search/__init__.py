"""Finding the person where a plain look fails: far away, in dim light, in clothes like the floor, after a cut.

Importing it loads nothing.
"""

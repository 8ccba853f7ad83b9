"""Hostile inputs: how real ones are changed, what reads them, and what is a find."""

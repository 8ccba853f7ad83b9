"""Movements of figures on film: those that are no exercise, and what tests make of the exercises themselves."""

"""What is found: poses in, attempts, holds and faults out."""

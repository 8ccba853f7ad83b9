"""What is read afterwards: pages in one file that open from disk and ask nothing of any network."""

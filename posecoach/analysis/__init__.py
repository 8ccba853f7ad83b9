"""Analysis of recordings: one video, or a folder of them."""

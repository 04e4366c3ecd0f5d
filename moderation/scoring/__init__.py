"""A linear score over words, pairs of what they mean, and pieces of them."""

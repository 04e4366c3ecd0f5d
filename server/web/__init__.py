"""How pages are made and guarded: templates, words, headers, addresses."""

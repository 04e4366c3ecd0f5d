"""Who watches over the rooms, and how they appear to a person they write to."""

"""The pages and feeds around the rooms: timetable, walk, shelf, slip, a guest's door, appeal."""

"""The timetable: when which meeting begins. Pure: the moment and the zones come in as values."""

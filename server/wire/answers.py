"""Who has answered the one who shared: it is one message each, or one question in all."""

from server.wire.frames import FeedbackFacts, MeetingFrame, Turn


class Answers:
    """Who wrote since the answers began; of a page that was opened later, as far as it is told."""

    def __init__(self) -> None:
        self.by: set[str] = set()
        self._is_open = False

    def enter(self, feedback: FeedbackFacts | None) -> None:
        """Begin with what the door says. What was said before follows, also how it came to that."""
        self._is_open = feedback is not None

    def follow(self, frame: MeetingFrame) -> None:
        """Begin anew where somebody else may be answered."""
        if not isinstance(frame, Turn):
            return
        is_open = bool(frame.feedback)
        if is_open and not self._is_open:
            self.by.clear()
        self._is_open = is_open

    def said(self, by: str) -> None:
        """Count somebody who wrote while answers were open."""
        self.by.add(by)

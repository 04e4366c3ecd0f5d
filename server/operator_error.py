"""What an operator asked for and cannot have."""


class OperatorError(Exception):
    """What was asked for cannot be done; the message is a sentence for the operator."""

"""The chat in a terminal: asks `Chat`, draws `Answer`, holds no logic of its own. Only this package knows Textual."""

"""Between the turns of a conversation: what a half sentence takes up, what could be asked next."""

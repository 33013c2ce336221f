"""Which kind of answer a question gets."""

"""Pages of the register: list, card, awards, offices, accounts."""

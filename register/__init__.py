"""The members' register: the list, cards, private details, awards, offices, accounts."""

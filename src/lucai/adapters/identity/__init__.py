"""Identity checks: is the person at the screen the one who was drawn?"""

"""Evaluations over several places: venues, presence, discipline, conference and recording.

A sitting (评审会) is the meeting of one project's panel; which seats the panel has, and who sits in
them, ``panels`` knows. Names never stand here: a seat is its number.
"""

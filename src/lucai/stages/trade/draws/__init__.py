"""Draws that wait (抽取): the parties of a draw seal nonces of their own, and all are opened together.

For whoever draws by ``lucai-draw/1``: evaluation panels, review groups, invited suppliers.
"""

"""Migrate: what of someone's TF1 code a move to native TF2 must deal with.

Input: a folder or file of Python, which is read and never imported. Output: findings, and a to-do
list in the order to work. ``sources`` reads files, ``names`` resolves what they call things,
``scan`` finds constructs, ``todo`` orders them; ``apply`` alone changes files, and only when told.
"""

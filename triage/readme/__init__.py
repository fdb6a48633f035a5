"""READMEs of model folders, checked against the template of the TensorFlow Model Garden.

In: a folder or its README. Out: ``Problem`` records with stable codes. Files are read and never
written; no network is used, and nothing of the folder is run or imported.
"""

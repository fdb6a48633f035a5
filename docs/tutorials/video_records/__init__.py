"""Video annotations to the records that LSTM-SSD reads, and back; with a validator.

Readers: :mod:`voc` (Pascal-VOC XML, the folders of ImageNet VID) and :mod:`coco` (COCO-video
JSON). :mod:`densify` fills frames between labelled ones, :mod:`sequence` writes and reads
``tf.train.SequenceExample``, :mod:`validate` says what is wrong with a file of records. Only the
last two import TensorFlow. On the command line: ``python -m video_records --help``.
"""

"""Keras' files: .keras archives, .h5 models and weights alone, of Keras 2 and 3.

Belongs here: what knows HDF5, Keras' configurations, its names and its layouts of weights. May import what the other
readers in formats share, `state_dict`, text and engine; HDF5 is pyfive's, behind `hdf5`, and imported when a file is
opened.
"""

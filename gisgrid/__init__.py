"""gisgrid: the map service on which a city's grid governance (网格化治理) runs.

The slices, lowest first: kernel, identity, notices, grid, assets, duties, cases, dispatch, maps.
A slice imports only downwards and only through another slice's front door.
"""

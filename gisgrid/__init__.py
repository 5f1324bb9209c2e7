"""gisgrid: the map service on which a city's grid governance (网格化治理) runs.

The slices, lowest first: kernel, identity, files, notices, grid, bulletins, assets, patrols,
duties, cases, dispatch, maps; then what joins them: reactions, edge, web, worker, migrations, run,
demo, cli. A slice imports only downwards and only through another slice's front door.
"""

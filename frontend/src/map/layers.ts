// Which layers are on: one switch per layer of the catalogue, whatever it is drawn with.
import type { Map } from 'maplibre-gl'

interface Tagged {
  id: string
  metadata?: unknown
}

function layerOf(drawn: Tagged): string | undefined {
  return (drawn.metadata as { layer?: string } | undefined)?.layer
}

/** Show or hide everything that draws one layer. */
export function showLayer(map: Map, layer: string, shown: boolean): void {
  for (const drawn of map.getStyle().layers)
    if (layerOf(drawn) === layer)
      map.setLayoutProperty(drawn.id, 'visibility', shown ? 'visible' : 'none')
}

/** List the ids of what draws one layer, for picking. */
export function drawnBy(map: Map, layer: string): string[] {
  return map
    .getStyle()
    .layers.filter((drawn) => layerOf(drawn) === layer)
    .map((drawn) => drawn.id)
}

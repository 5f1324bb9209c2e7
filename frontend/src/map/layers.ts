// Which layers are on: one switch per layer of the catalogue, whatever it is drawn with.
import type { Map } from 'maplibre-gl'
import type { Layer } from '@/api/layers'

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
function drawnBy(map: Map, layer: string): string[] {
  return map
    .getStyle()
    .layers.filter((drawn) => layerOf(drawn) === layer)
    .map((drawn) => drawn.id)
}

/** Return what a click meets of some layers, the topmost of them; a point is met from near by, too. */
export function topmost(map: Map, layers: readonly Layer[], { x, y }: { x: number; y: number }) {
  const near: [[number, number], [number, number]] = [
    [x - 6, y - 6],
    [x + 6, y + 6],
  ]
  return layers
    .filter((layer) => layer.popup.length && !['area', 'case_count'].includes(layer.id))
    .flatMap((layer) => {
      const features = map.queryRenderedFeatures(layer.geometry === 'polygon' ? [x, y] : near, { layers: drawnBy(map, layer.id) })
      return features.slice(0, 1).map((feature) => ({ layer, feature }))
    })
    .at(-1)
}

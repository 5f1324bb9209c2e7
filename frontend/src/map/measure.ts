// Lines on the map of points that were clicked: what is measured, what is shown as evidence, how long it is.
import { LngLat, type GeoJSONSource, type Map } from 'maplibre-gl'
import type { FeatureCollection } from 'geojson'

export type Line = readonly [number, number][]

/** Return the metres along a line on the sphere; 0 for less than two points. */
export function lengthOf(line: Line): number {
  const legs = line.slice(1).map((to, i) => new LngLat(...line[i]!).distanceTo(new LngLat(...to)))
  return legs.reduce((sum, leg) => sum + leg, 0)
}

function drawn(lines: readonly Line[]): FeatureCollection {
  const points = lines.flat().map((at) => ({ type: 'Feature' as const, properties: {}, geometry: { type: 'Point' as const, coordinates: at } }))
  const paths = lines.filter((line) => line.length > 1)
  const drawn = paths.map((line) => ({ type: 'Feature' as const, properties: {}, geometry: { type: 'LineString' as const, coordinates: [...line] } }))
  return { type: 'FeatureCollection', features: [...drawn, ...points] }
}

/** Draw lines of one kind on top of everything; nothing is drawn before the first point. */
export function drawLines(map: Map, kind: 'measure' | 'evidence', lines: readonly Line[], { colour, paper }: { colour: string; paper: string }): void {
  const source = map.getSource<GeoJSONSource>(kind)
  if (source) void source.setData(drawn(lines))
  if (source || !lines.flat().length) return
  map.addSource(kind, { type: 'geojson', data: drawn(lines) })
  const path = { 'line-color': colour, 'line-width': 3 }
  map.addLayer({ id: kind, type: 'line', source: kind, paint: path, layout: { 'line-join': 'round', 'line-cap': 'round' } })
  const dot = { 'circle-color': paper, 'circle-radius': 5, 'circle-stroke-color': colour, 'circle-stroke-width': 2 }
  map.addLayer({ id: `${kind}-points`, type: 'circle', source: kind, filter: ['==', ['geometry-type'], 'Point'], paint: dot })
}

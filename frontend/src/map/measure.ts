// Measuring on the map: a line of points that were clicked, and how long it is.
import { LngLat, type GeoJSONSource, type Map } from 'maplibre-gl'
import type { FeatureCollection } from 'geojson'

const LINE = 'measure'
type Place = [number, number]

/** Return the metres along a line on the sphere; 0 for less than two points. */
export function lengthOf(line: readonly Place[]): number {
  const legs = line.slice(1).map((to, i) => new LngLat(...line[i]!).distanceTo(new LngLat(...to)))
  return legs.reduce((sum, leg) => sum + leg, 0)
}

function drawn(line: readonly Place[]): FeatureCollection {
  const points = line.map((at) => ({ type: 'Feature' as const, properties: {}, geometry: { type: 'Point' as const, coordinates: at } }))
  const path = { type: 'Feature' as const, properties: {}, geometry: { type: 'LineString' as const, coordinates: [...line] } }
  return { type: 'FeatureCollection', features: line.length > 1 ? [path, ...points] : points }
}

/** Draw the line on top of everything; nothing is drawn before its first point. */
export function drawLine(map: Map, line: readonly Place[], colour: string, paper: string): void {
  const source = map.getSource<GeoJSONSource>(LINE)
  if (source) void source.setData(drawn(line))
  if (source || !line.length) return
  map.addSource(LINE, { type: 'geojson', data: drawn(line) })
  const path = { 'line-color': colour, 'line-width': 3 }
  map.addLayer({ id: LINE, type: 'line', source: LINE, paint: path, layout: { 'line-join': 'round', 'line-cap': 'round' } })
  const dot = { 'circle-color': paper, 'circle-radius': 5, 'circle-stroke-color': colour, 'circle-stroke-width': 2 }
  map.addLayer({ id: `${LINE}-points`, type: 'circle', source: LINE, filter: ['==', ['geometry-type'], 'Point'], paint: dot })
}

// Judges styles by MapLibre's own specification and reads tiles as MapLibre does, for the Python tests.
// In: {"styles": {name: style}, "tiles": {name: base64}}. Out: {"faults": [...], "tiles": {name: {layer: features}}}.
import { text } from 'node:stream/consumers'
import { VectorTile } from '@mapbox/vector-tile'
import { validateStyleMin } from '@maplibre/maplibre-gl-style-spec'
import { PbfReader } from 'pbf'

const { styles, tiles } = JSON.parse(await text(process.stdin))
const faults = Object.entries(styles).flatMap(([name, style]) =>
  validateStyleMin(style).map(({ message }) => `${name}: ${message}`),
)

function read(content) {
  const found = new VectorTile(new PbfReader(Buffer.from(content, 'base64')))
  return Object.fromEntries(Object.entries(found.layers).map(([name, layer]) => [name, features(layer)]))
}

function features(layer) {
  return Array.from({ length: layer.length }, (_, i) => {
    const { id, properties, extent } = layer.feature(i)
    return { id, properties, extent, parts: layer.feature(i).loadGeometry().length }
  })
}

const readable = Object.fromEntries(Object.entries(tiles).map(([name, content]) => [name, read(content)]))
process.stdout.write(JSON.stringify({ faults, tiles: readable }))

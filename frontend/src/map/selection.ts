// The selected place and area on the map: a pin, a circle of doubt, a lifted area.
import { Marker, type GeoJSONSource, type Map } from 'maplibre-gl'
import type { Feature, Polygon } from 'geojson'
import type { Spot } from './address'

const DOUBT = 'doubt'
const EARTH_M = 6_371_008.8

/** Draw a circle of some metres around a place, as a polygon. */
export function circle({ lon, lat }: Spot, radius: number, corners = 64): Feature<Polygon> {
  const north = ((radius / EARTH_M) * 180) / Math.PI
  const east = north / Math.cos((lat * Math.PI) / 180)
  const corner = (i: number) => {
    const turn = (2 * Math.PI * (i % corners)) / corners
    return [lon + east * Math.cos(turn), lat + north * Math.sin(turn)]
  }
  const ring = Array.from({ length: corners + 1 }, (_, i) => corner(i))
  return { type: 'Feature', properties: {}, geometry: { type: 'Polygon', coordinates: [ring] } }
}

const NOTHING = { type: 'FeatureCollection' as const, features: [] }

export class Selection {
  private readonly pin: Marker
  private lifted: readonly number[] = []

  constructor(
    private readonly map: Map,
    private readonly colour: () => string,
    moved: (spot: Spot) => void,
  ) {
    const shape = document.createElement('div')
    shape.className = 'pin'
    this.pin = new Marker({ element: shape, anchor: 'bottom' })
    this.pin.on('dragend', () => {
      const { lng, lat } = this.pin.getLngLat()
      moved({ lon: lng, lat })
    })
  }

  /** Put the pin somewhere, or take it away; while a form waits for a place it can be dragged. */
  point(spot: Spot | null, accuracy: number | null, loose = false): void {
    this.pin.setDraggable(loose)
    this.pin.getElement().classList.toggle('loose', loose)
    if (spot) this.pin.setLngLat([spot.lon, spot.lat]).addTo(this.map)
    else this.pin.remove()
    this.doubt(spot && accuracy ? circle(spot, accuracy) : null)
  }

  /** Lift areas out of the others. */
  lift(areas: readonly number[]): void {
    const target = (id: number) => ({ source: 'grid', sourceLayer: 'area', id })
    for (const area of this.lifted) this.map.removeFeatureState(target(area))
    this.lifted = areas
    for (const area of areas) this.map.setFeatureState(target(area), { selected: true })
  }

  private doubt(shape: Feature<Polygon> | null): void {
    const source = this.map.getSource<GeoJSONSource>(DOUBT)
    if (source) void source.setData(shape ?? NOTHING)
    else if (shape) this.addDoubt(shape)
  }

  private addDoubt(shape: Feature<Polygon>): void {
    this.map.addSource(DOUBT, { type: 'geojson', data: shape })
    const paint = { 'fill-color': this.colour(), 'fill-opacity': 0.15 }
    this.map.addLayer({ id: DOUBT, type: 'fill', source: DOUBT, paint })
  }
}

// The map itself: MapLibre on our own style, fonts and marks; it asks no other host.
import {
  AttributionControl,
  GeolocateControl,
  Map,
  NavigationControl,
  ScaleControl,
  setWorkerUrl,
  type StyleSpecification,
} from 'maplibre-gl'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url'
import 'maplibre-gl/dist/maplibre-gl.css'
import '@/map/map.css'
import type { View } from '@/map/address'
import { controlWords, nameControls, type Say } from '@/map/controls'
import { fontFaces } from '@/map/fonts'
import { chooseGround, ground, OWN, teachPmtiles, whole } from '@/map/ground'
import { drawMark } from '@/map/marks'
import type { Theme } from '@/theme'
import type { Lang } from '@/words/time'

setWorkerUrl(workerUrl)


/** Fetch the style for this reader, theme, language and base map, with our own fonts in it. */
export async function fetchStyle(theme: Theme, lang: Lang): Promise<StyleSpecification> {
  const answer = await fetch(`/style.json?theme=${theme}&lang=${lang}&ground=${ground.value}`)
  if (answer.status === 404 && ground.value !== OWN) {
    // The base map that this device had chosen is gone.
    chooseGround(OWN)
    return fetchStyle(theme, lang)
  }
  if (!answer.ok) throw new Error(`the map's style: ${answer.status}`)
  const style = (await answer.json()) as StyleSpecification
  await teachPmtiles(style)
  return { ...style, 'font-faces': fontFaces(), sources: absolute(style.sources) }
}

// A worker has no page to be relative to.
function absolute(sources: StyleSpecification['sources']): StyleSpecification['sources'] {
  return Object.fromEntries(
    Object.entries(sources).map(([name, source]) => {
      if (source.type === 'vector' || source.type === 'raster') return [name, { ...source, tiles: source.tiles?.map(whole) }]
      if (source.type === 'geojson' && typeof source.data === 'string')
        return [name, { ...source, data: whole(source.data) }]
      return [name, source]
    }),
  )
}

/** Open a map in an element, at a view or with the whole district in sight. */
export function openMap(
  container: HTMLElement,
  style: StyleSpecification,
  view: View | null,
  t: Say,
): Map {
  const map = new Map({
    container,
    style,
    ...(view ? { center: [view.lon, view.lat], zoom: view.zoom } : wholeDistrict(style, container)),
    minZoom: 8,
    maxZoom: 19,
    attributionControl: false,
    dragRotate: false,
    fadeDuration: 0,
    locale: controlWords(t),
    canvasContextAttributes: { preserveDrawingBuffer: import.meta.env.MODE === 'test' },
  })
  map.touchZoomRotate.disableRotation()
  map.addControl(new NavigationControl({ showCompass: false }), 'top-right')
  map.addControl(new GeolocateControl({ positionOptions: { enableHighAccuracy: true } }), 'top-right')
  map.addControl(new ScaleControl({ maxWidth: 110 }), 'bottom-left')
  map.addControl(new AttributionControl({ compact: false, customAttribution: t('attribution') }), 'bottom-right')
  nameControls(map, t)
  return map
}

/** Draw an open map anew: in another theme, language or base map. */
export async function restyled(map: Map, theme: Theme, lang: Lang, t: Say): Promise<void> {
  const style = await fetchStyle(theme, lang)
  nameControls(map, t)
  map.setStyle(style, { diff: false })
}

/** Say how many pixels of the map are covered from below: a sheet lies over a map as high as the phone. */
export function coveredBelow(container: HTMLElement): number {
  const isUnder = window.innerWidth <= 760 && container.clientHeight > window.innerHeight * 0.6
  return isUnder ? container.clientHeight * 0.52 : Math.min(40, container.clientHeight * 0.08)
}

function wholeDistrict(style: StyleSpecification, container: HTMLElement) {
  const { bounds } = style.metadata as { bounds?: [number, number, number, number] }
  const padding = { top: 48, left: 24, right: 24, bottom: coveredBelow(container) }
  return bounds ? { bounds, fitBoundsOptions: { padding } } : {}
}

/** Draw marks as the style asks for them; the halo is the colour of the ground. */
export function drawMissingMarks(map: Map, halo: () => string): void {
  map.setMissingStyleImageResolver((id) => {
    const drawn = drawMark(id, halo())
    if (drawn) map.addImage(id, drawn, { pixelRatio: 2 })
  })
}

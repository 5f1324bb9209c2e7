// The map's own buttons in the reader's words: MapLibre says them in English, and names the one
// that finds the reader only after the browser was asked whether it may.

import type { Map } from 'maplibre-gl'

export type Say = (key: string) => string

/** Say MapLibre's own words, as its option `locale` wants them. */
export function controlWords(t: Say): Record<string, string> {
  return {
    'GeolocateControl.FindMyLocation': t('controls.locate'),
    'GeolocateControl.LocationNotAvailable': t('controls.nowhere'),
    'Map.Title': t('controls.map'),
    'Marker.Title': t('controls.marker'),
    'NavigationControl.ZoomIn': t('controls.nearer'),
    'NavigationControl.ZoomOut': t('controls.further'),
    'Popup.Close': t('controls.close'),
  }
}

/** Name the buttons and the picture of an open map, at once and when the language changes. */
export function nameControls(map: Map, t: Say): void {
  name(map, 'geolocate', t('controls.locate'))
  name(map, 'zoom-in', t('controls.nearer'))
  name(map, 'zoom-out', t('controls.further'))
  map.getCanvas().setAttribute('aria-label', t('controls.map'))
}

function name(map: Map, control: string, word: string): void {
  const button = map.getContainer().querySelector(`.maplibregl-ctrl-${control}`)
  button?.setAttribute('aria-label', word)
  button?.setAttribute('title', word)
}

// What a thing on the map is, in words: the fields its layer's file names, as text only.
import { Popup, type Map } from 'maplibre-gl'
import type { Layer } from '@/api/layers'
import type { Picture } from '@/api/photos'
import type { Asset } from '@/api/search'
import type { Spot } from './address'
import { coveredBelow } from './base'
import { moment, type Lang } from '@/words/time'

export interface Line {
  label: string
  value: string
  means: string
}

type Properties = Record<string, unknown>
/** Pixels between a card and the edge of the map, and the height of the tip that shows its place. */
const EDGE = 8
const TIP = 10

/** Say one field; codes and known terms in their words, times as times, numbers with their unit. */
export function sayField(layer: Layer, field: string, properties: Properties, lang: Lang): string {
  const described = layer.fields[field]
  const english = lang === 'en' ? properties[`${field}_en`] : null
  const value = english || properties[field]
  if (value === null || value === undefined || value === '' || !described) return ''
  if (described.kind === 'code' || described.kind === 'term') return described.values?.[String(value)]?.[lang] ?? String(value)
  if (described.kind === 'time') return moment(new Date(String(value)), new Date(), lang)
  return described.unit ? `${value} ${described.unit[lang]}` : String(value)
}

/** List what a popup shows; what is not known is left out. */
export function popupLines(layer: Layer, properties: Properties, lang: Lang): Line[] {
  return layer.popup.flatMap((field) => {
    const described = layer.fields[field]
    const value = sayField(layer, field, properties, lang)
    return described && value ? [{ label: described[lang], value, means: described.means[lang] }] : []
  })
}

/** List what is known of an asset: what it is, its code, whose it is, where it lies. */
export function assetLines(asset: Asset, lang: Lang, t: (key: string) => string): Line[] {
  const said = (zh: string | null, en: string | null) => (lang === 'en' ? en : null) || zh || ''
  const areas = asset.areas.map((one) => said(one.name, one.name_en)).join(lang === 'en' ? ', ' : '、')
  const lines = { kind: said(asset.kind_name, asset.kind_name_en), code: asset.code, owner: said(asset.owner_name, asset.owner_name_en), areas }
  return Object.entries(lines).flatMap(([key, value]) => (value ? [{ label: t(`asset.${key}`), value, means: '' }] : []))
}

export interface Act {
  words: string
  go: () => void
}

/** Open a popup where the sheet does not cover it, and return it; Esc or a choice in it closes it. */
export function openPopup(map: Map, { lon, lat }: Spot, title: string, lines: Line[], acts: Act[]): HTMLElement {
  const padding = { top: EDGE, left: EDGE, right: EDGE, bottom: coveredBelow(map.getContainer()) }
  const popup = new Popup({ closeButton: true, maxWidth: '300px', focusAfterOpen: true, padding })
  const closing = acts.map(({ words, go }) => ({ words, go: () => (popup.remove(), go()) }))
  popup.setLngLat([lon, lat]).setDOMContent(content(title, lines, closing)).addTo(map)
  const close = (key: KeyboardEvent) => key.key === 'Escape' && popup.remove()
  document.addEventListener('keydown', close)
  const card = popup.getElement()
  // What is told later makes the card taller.
  const grown = new ResizeObserver(() => keepInSight(map, card))
  grown.observe(card)
  popup.on('close', () => {
    document.removeEventListener('keydown', close)
    grown.disconnect()
  })
  return card
}

/** Let a card be no taller than the map that is seen, and move the map until all of it is there. */
function keepInSight(map: Map, card: HTMLElement): void {
  const box = map.getContainer().getBoundingClientRect()
  const top = box.top + EDGE
  const bottom = box.bottom - coveredBelow(map.getContainer()) - EDGE
  const content = card.querySelector<HTMLElement>('.maplibregl-popup-content')
  if (content) content.style.maxHeight = `${Math.max(bottom - top - TIP, 80)}px`
  const at = card.getBoundingClientRect()
  const over = at.bottom > bottom ? at.bottom - bottom : Math.min(at.top - top, 0)
  if (Math.abs(over) >= 1) map.panBy([0, over], { animate: false })
}

/** Build the popup's content; nothing from the data is ever read as markup. */
function content(title: string, lines: Line[], acts: Act[]): HTMLElement {
  const card = document.createElement('div')
  card.className = 'popup'
  card.append(element('h3', title))
  card.append(document.createElement('dl'))
  addLines(card, lines)
  for (const act of acts) {
    const button = element('button', act.words)
    button.addEventListener('click', act.go)
    card.append(button)
  }
  return card
}

/** Write lines below those that a popup has. */
export function addLines(card: HTMLElement, lines: readonly Line[]): void {
  for (const line of lines) {
    const term = element('dt', line.label)
    term.title = line.means
    card.querySelector('dl')?.append(term, element('dd', line.value))
  }
}

/** Show photos below the lines, each to be opened, and voice notes to be heard. */
export function addPictures(card: HTMLElement, pictures: readonly Picture[], say: (key: string) => string): void {
  const strip = document.createElement('div')
  strip.className = 'pictures'
  for (const one of pictures) strip.append(one.voice ? sound(one.voice, say('voice.title')) : thumbnail(one, say(one.video ? 'video' : 'photo')))
  if (pictures.length) card.querySelector('dl')?.after(strip)
}

function sound(src: string, label: string): HTMLElement {
  const heard = Object.assign(document.createElement('audio'), { controls: true, preload: 'none', src })
  heard.setAttribute('aria-label', label)
  return heard
}

function thumbnail({ thumbnail: src, photo, video }: Picture, alt: string): HTMLElement {
  const way = Object.assign(document.createElement('a'), { href: video ?? photo, target: '_blank', rel: 'noopener' })
  way.append(Object.assign(document.createElement('img'), { src, alt }))
  return way
}

function element(tag: string, text: string): HTMLElement {
  const made = document.createElement(tag)
  made.textContent = text
  return made
}

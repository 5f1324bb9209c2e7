// Who answers where the officer stands, and who just across the border: on this device, without a network.
import { useQuery } from '@tanstack/vue-query'
import { computed, type Ref } from 'vue'
import { api, given } from '@/api/client'
import { indexOf, useEdition } from '@/api/layers'
import type { components } from '@/api/schema'
import { Locator } from '@/locator'
import type { Spot } from '@/map/address'
import type { Standing } from './position'

type Area = components['schemas']['IndexAreaOut']
type Leader = components['schemas']['AreaLeaderOut']

/** A border this near is asked about however exact the place is, in metres. */
const CLOSE_M = 10
/** So far beyond the border a pin is put that the officer says to be across, in metres. */
const STEPS_M = [0.5, 1, 2, 4, 8]

export interface SideOf {
  face: number
  /** From coarse to fine. */
  areas: Area[]
  leader: Leader | null
  /** Where the pin stands when this side is chosen. */
  spot: Spot
}

export interface Around {
  here: SideOf | null
  /** Given when the place may as well lie across. */
  other: SideOf | null
  metres: number
}

/** Who leads where, as staff may know it. */
export const LEADERS = {
  queryKey: ['leaders'],
  queryFn: async () => given(await api.GET('/api/leaders')),
  staleTime: 3_600_000,
  gcTime: Infinity,
}

/** The borders in force, once they are here. */
export function useIndex() {
  const { data: edition } = useEdition()
  return useQuery(computed(() => ({ ...indexOf(edition.value?.id ?? 0), enabled: edition.value !== undefined }))).data
}

const useLeaders = () => useQuery(LEADERS).data

/** Ask the locator on this device about a place that is right within its accuracy. */
export function useSides(standing: Ref<Standing | null>): Ref<Around | null> {
  const index = useIndex()
  const leaders = useLeaders()
  const locator = computed(() => (index.value ? new Locator(index.value) : null))
  const areas = computed(() => new Map(index.value?.areas.map((one) => [one.id, one])))

  function side(face: number, spot: Spot): SideOf | null {
    const path = face > 0 ? (index.value?.leaves[face - 1] ?? []) : []
    const named = path.flatMap((id) => areas.value.get(id) ?? [])
    const codes = named.map((one) => one.code).reverse()
    const leader = codes.map((code) => leaders.value?.find((one) => one.area_code === code)).find(Boolean) ?? null
    return named.length ? { face, areas: named, leader, spot } : null
  }

  return computed(() => {
    const place = standing.value
    if (!place || !locator.value) return null
    const found = locator.value.border(place.lon, place.lat)
    const asked = found.metres <= Math.max(CLOSE_M, place.accuracy)
    const across = asked && found.other > 0 ? beyond(locator.value, found.at, found.other) : null
    return {
      here: side(found.face, { lon: place.lon, lat: place.lat }),
      other: across && side(found.other, across),
      metres: found.metres,
    }
  })
}

/** Return a place just inside a face, at its border; null where it is narrower than our steps. */
export function beyond(locator: Locator, at: Spot, face: number): Spot | null {
  for (const metres of STEPS_M)
    for (let turn = 0; turn < 8; turn++) {
      const [north, east] = [Math.cos((turn * Math.PI) / 4), Math.sin((turn * Math.PI) / 4)]
      const lat = at.lat + (north * metres) / 111_195
      const lon = at.lon + (east * metres) / (111_195 * Math.cos((at.lat * Math.PI) / 180))
      if (locator.face(lon, lat) === face) return { lon, lat }
    }
  return null
}

// What the card of an asset says once it is open: how it stands in its round, to staff alone.
import { fetchHistory } from '@/api/checkIns'
import type { Layer } from '@/api/layers'
import { useMe } from '@/api/people'
import { useSpeak } from '@/words/speak'
import { checkLines } from './checks'
import { addLines, addPictures } from './popup'

/** Tell whether a layer shows assets, by the ids that they have everywhere. */
export const isAsset = (layer: Pick<Layer, 'group'>) => layer.group.en === 'Assets'

/** Write into an open card how its asset stands; out of sight or of the network, nothing is added. */
export function useChecks() {
  const { me } = useMe()
  const { t, lang } = useSpeak()
  return async (card: HTMLElement, asset: number): Promise<void> => {
    if (!me.value?.may.includes('checkin.see')) return
    const found = await fetchHistory(asset, 1).catch(() => null)
    if (!found) return
    addLines(card, checkLines(found, lang.value, t))
    addPictures(card, found.check_ins[0]?.photos ?? [], t)
  }
}

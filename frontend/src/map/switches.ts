// The reader's choice of layers, as an address says it: only what differs from the first state.

export interface Switchable {
  id: string
  shown: boolean
}

/** Write which layers were switched, as "camera,-river"; null when nothing was. */
export function writeSwitches(layers: readonly Switchable[], on: ReadonlySet<string>): string | null {
  const turned = layers
    .filter((layer) => layer.shown !== on.has(layer.id))
    .map((layer) => (layer.shown ? `-${layer.id}` : layer.id))
  return turned.length ? turned.join(',') : null
}

/** Read which layers are on. */
export function readSwitches(layers: readonly Switchable[], text: unknown): Set<string> {
  const turned = new Set(typeof text === 'string' ? text.split(',') : [])
  const isOn = (layer: Switchable) =>
    layer.shown ? !turned.has(`-${layer.id}`) : turned.has(layer.id)
  return new Set(layers.filter(isOn).map((layer) => layer.id))
}

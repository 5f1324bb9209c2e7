// The borders of the whole district on this device: the edition's PMTiles file, kept as one.
import { PMTiles, type RangeResponse, type Source } from 'pmtiles'

const DISTRICT = 'district'
const BAKED = /^\/tiles\/(\d+)\/grid\/(\d+)\/(\d+)\/(\d+)\.mvt$/
const fileOf = (edition: number | string) => `/tiles/${edition}/boundaries.pmtiles`

/** A file that is here already: its parts are cut from memory. */
class Held implements Source {
  constructor(
    private readonly name: string,
    private readonly content: Blob,
  ) {}

  getKey(): string {
    return this.name
  }

  async getBytes(offset: number, length: number): Promise<RangeResponse> {
    return { data: await this.content.slice(offset, offset + length).arrayBuffer() }
  }
}

/** Fetch the file of an edition and keep it; files of other editions make room. Its size in bytes. */
export async function keepDistrict(edition: number): Promise<number> {
  const address = fileOf(edition)
  const answer = await fetch(address)
  if (!answer.ok) throw new Error(String(answer.status))
  const size = (await answer.clone().blob()).size
  const cache = await caches.open(DISTRICT)
  await cache.put(address, answer)
  for (const one of await cache.keys()) if (new URL(one.url).pathname !== address) await cache.delete(one)
  return size
}

/** Tell whether the whole district of an edition is on this device. */
export async function hasDistrict(edition: number): Promise<boolean> {
  return Boolean(await (await caches.open(DISTRICT)).match(fileOf(edition)))
}

/** Cut a boundary tile from the file that is kept; null where there is no such file or tile. */
export async function keptTile(pathname: string): Promise<Response | null> {
  const [, edition, z, x, y] = BAKED.exec(pathname) ?? []
  if (edition === undefined) return null
  const held = await (await caches.open(DISTRICT)).match(fileOf(edition))
  if (!held) return null
  const file = new PMTiles(new Held(edition, await held.blob()))
  const tile = await file.getZxy(Number(z), Number(x), Number(y))
  const headers = { 'Content-Type': 'application/vnd.mapbox-vector-tile' }
  return tile ? new Response(tile.data, { headers }) : null
}

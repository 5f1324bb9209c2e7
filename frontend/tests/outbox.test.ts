import { describe, expect, it } from 'vitest'
import { localPhotos, orphans, outcomeOf, withReferences } from '../src/offline/outbox'
import { isAway } from '../src/offline/send'
import { Refusal } from '../src/api/client'

const BODY = { action: 'handle', note: 'local news', codes: { before: ['local:a'], after: ['photo:7', 'local:b'] } }

describe('photos of this device', () => {
  it('are found wherever a reference may stand', () => {
    expect(localPhotos(BODY.codes)).toEqual(['a', 'b'])
  })
  it('give way to the references of the server', () => {
    const sent = withReferences(BODY, new Map([['a', 'photo:1'], ['b', 'photo:2']]))
    expect(sent).toEqual({ ...BODY, codes: { before: ['photo:1'], after: ['photo:7', 'photo:2'] } })
  })
  it('go once nobody sends them, a day after they were kept', () => {
    const kept = [{ id: 'a', keptAt: 5 }, { id: 'b' }, { id: 'c', keptAt: 5 }, { id: 'voice-d', keptAt: 20 }, { id: 'e' }]
    expect(orphans(kept, [{ body: BODY }], 10)).toEqual(['c', 'e'])
  })
  it('leave everything else as it was', () => {
    const said = { lon: 113.1, photos: null, none: [], deep: [{ yes: true }] }
    expect(withReferences(said, new Map())).toEqual(said)
  })
})

describe('what the server says', () => {
  const answer = (status: number, body: object) => outcomeOf(new Response(JSON.stringify(body), { status }), (said) => said.number)
  it('is done when it is taken', async () => {
    expect(await answer(201, { number: '20261123000017' })).toEqual({ kind: 'done', word: '20261123000017' })
  })
  it('is tried again when it may pass', async () => {
    for (const status of [401, 408, 429, 500, 503]) expect(await answer(status, {})).toEqual({ kind: 'later' })
  })
  it('is refused for good with its sentence', async () => {
    expect(await answer(409, { detail: '案件已有新进展' })).toEqual({ kind: 'refused', word: '案件已有新进展' })
    expect(await answer(422, {})).toEqual({ kind: 'refused', word: '422' })
  })
})

describe('a failure', () => {
  it('is the network only where the server said nothing', () => {
    expect(isAway(new TypeError('Failed to fetch'))).toBe(true)
    expect(isAway(new Refusal(0, '', ''))).toBe(true)
    expect(isAway(new Refusal(409, 'Conflict', 'no'))).toBe(false)
    expect(isAway(new Error('other'))).toBe(false)
  })
})

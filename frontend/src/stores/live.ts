// What is committed, as the server tells it: lists are asked again, maps draw anew. While the
// stream is broken or the page hidden, lists poll. Who is not signed in hears of borders and of
// layers for everybody; their lists poll.
import { useQueryClient, type QueryClient } from '@tanstack/vue-query'
import { onScopeDispose, reactive, watch, type Ref } from 'vue'

export interface Somebody {
  id: number
  name: string
  name_en: string | null
}

/** What has changed; the public is told of layers and the edition alone. */
interface Change {
  cases?: [string, number][]
  orders?: string[]
  layers: string[]
  edition: number | null
  notices?: boolean
}

interface Live {
  /** Whether the stream of staff stands; null before it was tried, and for the public. */
  stands: boolean | null
  /** When the last word came, or when a list was last asked for. */
  heard: Date
  /** The layers of the last change: maps watch this. */
  layers: readonly string[]
  /** The edition that was published last while one looked on. */
  edition: number | null
  /** The cases of the last change, with their versions. */
  cases: ReadonlyMap<string, number>
  /** Who looks at which case. */
  here: Record<string, { people: Somebody[]; at: number }>
}

export const live = reactive<Live>({
  stands: null,
  heard: new Date(),
  layers: [],
  edition: null,
  cases: new Map(),
  here: {},
})

/** Queries that hold something of cases, by the first word of their keys. */
export const OF_CASES = ['cases', 'board', 'counts', 'orders', 'tasks']
/** Queries about one case, named by the second word. */
export const OF_ONE = ['case', 'slip']
const SILENCE_MS = 40_000
const RETRY_MS = 20_000
/** A server that holds no more streams of the public is asked seldom. */
const PUBLIC_RETRY_MS = 120_000
const GATHER_MS = 400
/** How often at most a map is told to draw layers anew: officers on the move tell of one all the time. */
const DRAW_MS = 1000

/** How often a list is asked for by itself: seldom while the stream stands. */
export function pace(milliseconds: number): () => number {
  return () => (live.stands ? 120_000 : milliseconds)
}

class Stream {
  private source: EventSource | null = null
  private silence: number | undefined
  private retry: number | undefined
  private flush: number | undefined
  private lists = false
  private pause: number | undefined
  private readonly drawn = new Set<string>()
  private readonly ones = new Set<string>()
  private isPublic = false

  constructor(private readonly queries: QueryClient) {}

  /** Open the stream of whoever is signed in, or the public's. */
  open(isPublic: boolean): void {
    if (this.source || document.hidden) return
    this.isPublic = isPublic
    this.source = new EventSource(isPublic ? '/api/live/public' : '/api/live')
    const on = (kind: string, act: (said: never) => void) =>
      this.source?.addEventListener(kind, (event: MessageEvent<string>) => {
        this.hear()
        act(JSON.parse(event.data) as never)
      })
    // What was asked for before the stream stood may have changed meanwhile.
    on('hello', () => this.askCases())
    on('beat', () => undefined)
    on('again', () => this.askAll())
    on('change', (said: Change) => this.take(said))
    on('here', (said: { number: string; people: Somebody[] }[]) => {
      for (const one of said) live.here[one.number] = { people: one.people, at: Date.now() }
    })
    on('bye', () => {
      this.close()
      void this.queries.invalidateQueries()
    })
    this.source.onerror = () => this.broken()
    this.wait()
  }

  close(): void {
    this.source?.close()
    this.source = null
    clearTimeout(this.silence)
    clearTimeout(this.retry)
  }

  /** Ask for all that is shown: something may have been missed. */
  askAll(): void {
    live.layers = ['*']
    void this.queries.invalidateQueries({ predicate: (one) => one.queryKey[0] !== 'me' })
  }

  private askCases(): void {
    const keys = [...OF_CASES, ...OF_ONE]
    void this.queries.invalidateQueries({ predicate: (one) => keys.includes(String(one.queryKey[0])) })
  }

  private hear(): void {
    if (!this.isPublic) live.stands = true
    live.heard = new Date()
    this.wait()
  }

  private wait(): void {
    clearTimeout(this.silence)
    this.silence = window.setTimeout(() => this.broken(), SILENCE_MS)
  }

  /** Close what is broken and try again later; meanwhile lists poll. */
  private broken(): void {
    const { isPublic } = this
    if (!isPublic) live.stands = false
    this.close()
    this.retry = window.setTimeout(() => this.open(isPublic), isPublic ? PUBLIC_RETRY_MS : RETRY_MS)
  }

  private take(said: Change): void {
    const { cases = [], orders = [] } = said
    if (cases.length) live.cases = new Map(cases)
    if (said.layers.length) this.draw(said.layers)
    if (said.edition !== null) live.edition = said.edition
    for (const [number] of cases) this.ones.add(number)
    for (const number of orders) this.ones.add(number)
    this.lists ||= cases.length > 0 || orders.length > 0 || said.layers.includes('case')
    if (said.notices) void this.queries.invalidateQueries({ queryKey: ['notices'] })
    if (said.edition !== null) void this.queries.invalidateQueries({ queryKey: ['edition'] })
    // What comes in a row is asked for together.
    this.flush ??= window.setTimeout(() => this.ask(), GATHER_MS)
  }

  /** Have layers drawn anew: at once, and what comes within a second together at its end. */
  private draw(layers: readonly string[]): void {
    for (const layer of layers) this.drawn.add(layer)
    if (this.pause !== undefined) return
    live.layers = [...this.drawn]
    this.drawn.clear()
    this.pause = window.setTimeout(() => {
      this.pause = undefined
      if (this.drawn.size) this.draw([])
    }, DRAW_MS)
  }

  private ask(): void {
    // The queries are asked a moment later: what they are asked about must still be known then.
    const { lists } = this
    const ones = new Set(this.ones)
    const about = (key: readonly unknown[]) =>
      (lists && OF_CASES.includes(String(key[0]))) || (OF_ONE.includes(String(key[0])) && ones.has(String(key[1])))
    void this.queries.invalidateQueries({ predicate: (one) => about(one.queryKey) })
    this.flush = undefined
    this.lists = false
    this.ones.clear()
  }
}

/**
 * Keep the stream open while the page is shown: of whoever is signed in, or (null) the public's; none
 * while that is not known. For the frame alone.
 */
export function useLive(person: Ref<number | null | undefined>): void {
  const stream = new Stream(useQueryClient())
  const turn = () => {
    if (document.hidden || person.value === undefined) return stream.close()
    if (live.stands !== null) stream.askAll()
    stream.open(person.value === null)
  }
  watch(
    person,
    () => {
      stream.close()
      live.stands = null
      turn()
    },
    { immediate: true },
  )
  document.addEventListener('visibilitychange', turn)
  onScopeDispose(() => {
    document.removeEventListener('visibilitychange', turn)
    stream.close()
  })
}

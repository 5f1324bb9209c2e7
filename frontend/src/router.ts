import { createRouter, createWebHistory, type LocationQuery, type LocationQueryRaw } from 'vue-router'
import { inStep } from '@/map/datum'
import { PAGES } from '@/pages'

declare module 'vue-router' {
  interface RouteMeta {
    /** The page that the route belongs to. */
    page?: string
    /** Whether the page's filters stay when another of its panels opens. */
    keepsQuery?: boolean
  }
}

// What belongs to the view, not to the page: it is kept when the page changes.
export const KEPT = ['map', 'layers', 'lang', 'embed', 'datum'] as const

export function kept(query: LocationQuery): LocationQueryRaw {
  return Object.fromEntries(KEPT.flatMap((key) => (query[key] ? [[key, query[key]]] : [])))
}

const routes = PAGES.flatMap((page) =>
  page.routes.map((route) => ({ ...route, meta: { ...route.meta, page: page.id } })),
)

export const router = createRouter({
  history: createWebHistory(),
  routes: [...routes, { path: '/:rest(.*)*', redirect: '/' }],
})

let opening = false
router.beforeEach((to, from) => {
  opening = to.path !== from.path
})
router.afterEach(() => {
  opening = false
})

/**
 * Put what the view is into the address. While another page is being opened this waits for it: the
 * address of the page before would take its place, and the press that opened it would be lost.
 */
export function restate(query: () => LocationQueryRaw): void {
  if (!opening) return void router.replace({ query: query() })
  const done = router.afterEach(() => {
    done()
    restate(query)
  })
}

router.beforeEach((to, from) => {
  // On the same page what is missing was taken away on purpose.
  if (to.path === from.path) return true
  const missing = KEPT.filter((key) => from.query[key] && !(key in to.query))
  if (!missing.length || to.redirectedFrom) return true
  return { ...to, query: { ...to.query, ...kept(from.query) }, replace: true }
})

// Inside another program's page, places come in and go out by the address.
router.beforeEach((to) => {
  const query = inStep(to.query)
  return query ? { ...to, query: query as LocationQueryRaw, replace: true } : true
})

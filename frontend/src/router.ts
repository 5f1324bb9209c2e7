import { createRouter, createWebHistory, type LocationQuery, type LocationQueryRaw } from 'vue-router'

// What belongs to the view, not to the page: it is kept when the page changes.
export const KEPT = ['map', 'layers', 'lang'] as const

export function kept(query: LocationQuery): LocationQueryRaw {
  return Object.fromEntries(KEPT.flatMap((key) => (query[key] ? [[key, query[key]]] : [])))
}

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/', name: 'latest', component: () => import('@/panels/LatestPanel.vue') },
    { path: '/here', name: 'here', component: () => import('@/panels/HerePanel.vue') },
    { path: '/report', name: 'report', component: () => import('@/panels/ReportPanel.vue') },
    { path: '/cases/:number', name: 'case', component: () => import('@/panels/CasePanel.vue'), props: true },
    { path: '/follow/:token', name: 'follow', component: () => import('@/panels/FollowPanel.vue'), props: true },
    { path: '/:rest(.*)*', redirect: '/' },
  ],
})

router.beforeEach((to, from) => {
  // On the same page what is missing was taken away on purpose.
  if (to.path === from.path) return true
  const missing = KEPT.filter((key) => from.query[key] && !(key in to.query))
  if (!missing.length || to.redirectedFrom) return true
  return { ...to, query: { ...to.query, ...kept(from.query) }, replace: true }
})

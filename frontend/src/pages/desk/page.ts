import type { Page } from '@/pages'

export const page: Page = {
  id: 'desk',
  path: '/desk',
  order: 30,
  icon: 'M4 3.5h12v13H4zM7 7h6M7 10h6M7 13h3.5',
  roles: ['unit_dispatcher', 'handler', 'grid_leader'],
  routes: [
    {
      path: '/desk',
      component: () => import('@/layouts/MapPage.vue'),
      meta: { keepsQuery: true },
      children: [
        { path: '', name: 'desk', component: () => import('./OrdersPanel.vue') },
        { path: 'station', name: 'desk-station', component: () => import('./StationPanel.vue') },
        { path: 'cases/:number', name: 'desk-case', component: () => import('./WorkPanel.vue'), props: true },
      ],
    },
    { path: '/links/:token', name: 'link', component: () => import('./LinkPage.vue'), props: true },
  ],
}

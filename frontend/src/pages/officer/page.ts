import { workOffline } from '@/offline/register'
import type { Page } from '@/pages'

export const page: Page = {
  id: 'officer',
  path: '/officer',
  order: 10,
  icon: 'M7 3.5h6M5 5h10v12H5zM7.5 9l1.2 1.2L11 8M7.5 13.2l1.2 1.2 2.3-2.2M13 9.5h.5M13 13.7h.5',
  roles: ['grid_leader', 'grid_officer', 'checker', 'handler'],
  routes: [
    {
      path: '/officer',
      component: () => import('@/layouts/MapPage.vue'),
      // Officers work where there is no network.
      beforeEnter: () => void workOffline(),
      children: [
        { path: '', name: 'officer', component: () => import('./TasksPanel.vue') },
        { path: 'here', name: 'officer-here', component: () => import('@/panels/HerePanel.vue') },
        { path: 'report', name: 'officer-report', component: () => import('./PatrolPanel.vue') },
        { path: 'rounds', name: 'officer-rounds', component: () => import('./RoundsPanel.vue') },
        { path: 'rounds/:asset', name: 'officer-check-in', component: () => import('./CheckInPanel.vue'), props: true },
        { path: 'cases/:number', name: 'officer-case', component: () => import('./TaskPanel.vue'), props: true },
      ],
    },
  ],
}

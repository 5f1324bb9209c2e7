import type { Page } from '@/pages'

const keepsQuery = { keepsQuery: true }

export const page: Page = {
  id: 'dispatch',
  path: '/dispatch',
  order: 20,
  icon: 'M3 4h14v9H8l-4 3.5V13H3zM6 7.5h8M6 10h5',
  roles: ['dispatcher', 'grid_office', 'supervisor', 'leader'],
  routes: [
    {
      path: '/dispatch',
      component: () => import('./DispatchPage.vue'),
      meta: keepsQuery,
      children: [
        { path: '', name: 'dispatch', component: () => import('./NothingOpen.vue') },
        { path: 'cases/:number', name: 'dispatch-case', component: () => import('./CaseDesk.vue'), props: true },
        { path: 'here', name: 'dispatch-here', component: () => import('@/panels/HerePanel.vue') },
        { path: 'shift', name: 'dispatch-shift', component: () => import('./ShiftPanel.vue') },
        { path: 'call', name: 'dispatch-report', component: () => import('./CallPanel.vue') },
      ],
    },
  ],
}

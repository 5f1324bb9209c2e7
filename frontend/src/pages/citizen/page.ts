import type { Page } from '@/pages'

export const page: Page = {
  id: 'citizen',
  path: '/',
  order: 0,
  icon: 'M10 17.5s5.5-5.2 5.5-9.3A5.5 5.5 0 0 0 4.5 8.2c0 4.1 5.5 9.3 5.5 9.3zM10 10.2a2 2 0 1 0 0-4 2 2 0 0 0 0 4z',
  roles: [],
  routes: [
    {
      path: '/',
      component: () => import('@/layouts/MapPage.vue'),
      children: [
        { path: '', name: 'latest', component: () => import('./StartPanel.vue') },
        { path: 'here', name: 'here', component: () => import('@/panels/HerePanel.vue') },
        { path: 'report', name: 'report', component: () => import('@/panels/ReportPanel.vue') },
        { path: 'nearby', name: 'nearby', component: () => import('./NearbyPanel.vue') },
        { path: 'mine', name: 'mine', component: () => import('./MinePanel.vue') },
        { path: 'cases/:number', name: 'case', component: () => import('@/panels/CasePanel.vue'), props: true },
        { path: 'follow/:token', name: 'follow', component: () => import('@/panels/FollowPanel.vue'), props: true },
      ],
    },
  ],
}

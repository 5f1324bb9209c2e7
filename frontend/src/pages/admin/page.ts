import type { Page } from '@/pages'
import { VERBS } from './sections'
import { learnWords } from './words'

export const page: Page = {
  id: 'admin',
  path: '/admin',
  order: 90,
  icon: 'M4 5h7M15 5h1M4 10h1M9 10h7M4 15h7M15 15h1M13 3.5v3M7 8.5v3M13 13.5v3',
  roles: [],
  may: VERBS,
  routes: [
    {
      path: '/admin',
      component: () => import('./AdminPage.vue'),
      beforeEnter: learnWords,
      children: [
        { path: '', name: 'admin', component: () => import('./FirstSection.vue') },
        { path: 'people', name: 'admin-people', component: () => import('./PeopleSection.vue') },
        { path: 'people/:code', name: 'admin-person', component: () => import('./PersonSection.vue'), props: true },
        { path: 'stations/:code?', name: 'admin-stations', component: () => import('./StationsSection.vue'), props: true },
        { path: 'import', name: 'admin-import', component: () => import('./ImportSection.vue') },
        { path: 'devices', name: 'admin-devices', component: () => import('./DevicesSection.vue') },
        { path: 'audit', name: 'admin-audit', component: () => import('./AuditSection.vue') },
        { path: 'rules/:code?', name: 'admin-rules', component: () => import('./RulesSection.vue'), props: true },
        { path: 'overrides/:code?', name: 'admin-overrides', component: () => import('./OverridesSection.vue'), props: true },
        { path: 'coverage', name: 'admin-coverage', component: () => import('./CoverageSection.vue') },
        { path: 'rounds', name: 'admin-rounds', component: () => import('./RoundsSection.vue') },
        { path: 'classes', name: 'admin-classes', component: () => import('./ClassesSection.vue') },
        { path: 'calendar', name: 'admin-calendar', component: () => import('./CalendarSection.vue') },
        { path: 'layers', name: 'admin-layers', component: () => import('./LayersSection.vue') },
        { path: 'bulletins', name: 'admin-bulletins', component: () => import('./BulletinsSection.vue') },
        { path: 'redact/:number?', name: 'admin-redact', component: () => import('./RedactSection.vue'), props: true },
      ],
    },
  ],
}

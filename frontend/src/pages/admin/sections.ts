// The sections of administration, and who has each: the same roles as gisgrid/kernel/permissions.py.

export interface Section {
  id: string
  /** The heading it stands under. */
  group: 'people' | 'rules' | 'say'
  /** Who sees it among the sections. */
  roles: readonly string[]
}

const SYSTEM = ['system_admin']
const SECURITY = ['security_admin']
const AUDIT = ['audit_admin']
const OFFICE = ['grid_office']
const MAKERS = ['grid_office', 'planner', 'data_steward']
const READERS = [...MAKERS, ...SYSTEM, 'dispatcher', 'supervisor']

export const SECTIONS: readonly Section[] = [
  { id: 'people', group: 'people', roles: [...SYSTEM, ...SECURITY, ...AUDIT, ...OFFICE] },
  { id: 'stations', group: 'people', roles: [...SYSTEM, ...OFFICE, 'dispatcher'] },
  { id: 'import', group: 'people', roles: SYSTEM },
  { id: 'devices', group: 'people', roles: [...SYSTEM, ...SECURITY, ...AUDIT] },
  { id: 'audit', group: 'people', roles: AUDIT },
  { id: 'rules', group: 'rules', roles: READERS },
  { id: 'coverage', group: 'rules', roles: READERS },
  { id: 'classes', group: 'rules', roles: READERS },
  { id: 'calendar', group: 'rules', roles: [...READERS] },
  { id: 'layers', group: 'rules', roles: [...SYSTEM, 'data_steward'] },
  { id: 'bulletins', group: 'say', roles: OFFICE },
  { id: 'redact', group: 'say', roles: ['dispatcher', ...OFFICE] },
]

export const ROLES = [
  'leader',
  'supervisor',
  'grid_office',
  'dispatcher',
  'grid_leader',
  'grid_officer',
  'unit_dispatcher',
  'handler',
  'checker',
  'planner',
  'analyst',
  'data_steward',
  'system_admin',
  'security_admin',
  'audit_admin',
] as const

export const EVERYBODY: readonly string[] = [...new Set(SECTIONS.flatMap((one) => one.roles))]

/** List the sections for who holds these roles, in their order. */
export function sectionsOf(roles: readonly string[]): Section[] {
  return SECTIONS.filter((one) => one.roles.some((role) => roles.includes(role)))
}

/** What a role may change here; the server has the last word. */
export const MAY: Record<string, readonly string[]> = {
  posts: SYSTEM,
  stations: SYSTEM,
  devices: SYSTEM,
  accounts: SECURITY,
  rules: MAKERS,
  calendar: OFFICE,
}

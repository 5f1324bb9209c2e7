// The sections of administration, each for whoever has a verb of the server's permission table (`may` of /api/me).

export interface Section {
  id: string
  /** The heading it stands under. */
  group: 'people' | 'rules' | 'say'
  /** Who has this verb sees it among the sections. */
  verb: string
}

export const SECTIONS: readonly Section[] = [
  { id: 'people', group: 'people', verb: 'people.read' },
  { id: 'stations', group: 'people', verb: 'stations.shown' },
  { id: 'import', group: 'people', verb: 'posts.write' },
  { id: 'devices', group: 'people', verb: 'devices.read' },
  { id: 'audit', group: 'people', verb: 'audit.read' },
  { id: 'rules', group: 'rules', verb: 'rules.shown' },
  { id: 'overrides', group: 'rules', verb: 'rules.shown' },
  { id: 'coverage', group: 'rules', verb: 'rules.shown' },
  { id: 'rounds', group: 'rules', verb: 'rounds.shown' },
  { id: 'classes', group: 'rules', verb: 'rules.shown' },
  { id: 'calendar', group: 'rules', verb: 'rules.shown' },
  { id: 'layers', group: 'rules', verb: 'layers.write' },
  { id: 'bulletins', group: 'say', verb: 'bulletins.write' },
  { id: 'redact', group: 'say', verb: 'photo.redact' },
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

/** One of these verbs opens administration. */
export const VERBS: readonly string[] = [...new Set(SECTIONS.map((one) => one.verb))]

/** List the sections for who has these verbs, in their order. */
export function sectionsOf(may: readonly string[]): Section[] {
  return SECTIONS.filter((one) => may.includes(one.verb))
}

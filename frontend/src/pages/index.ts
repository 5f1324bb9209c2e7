// The pages of the web app: every folder beside this file that has a page.ts is one.
import type { RouteRecordRaw } from 'vue-router'

export interface Page {
  /** The folder's name: prefix of its routes' names and of its words. */
  id: string
  /** Where it begins. */
  path: string
  /** Its place among the places to go. */
  order: number
  /** Path data of its line icon, drawn in a box of 20 × 20. */
  icon: string
  /** Who has it among the places to go: holders of one of these roles; everybody when empty. */
  roles: readonly string[]
  /** Instead of roles: who has one of these verbs of the server's permission table. */
  may?: readonly string[]
  routes: RouteRecordRaw[]
}

const FOUND = import.meta.glob<{ page: Page }>('./*/page.ts', { eager: true })

export const PAGES: readonly Page[] = Object.values(FOUND)
  .map(({ page }) => page)
  .sort((a, b) => a.order - b.order)

interface Powers {
  roles: readonly string[]
  may: readonly string[]
}

/** List the places to go for who is signed in; null when nobody is. */
export function placesOf(who: Powers | null): Page[] {
  const has = (wanted: readonly string[], held: readonly string[]) => wanted.some((one) => held.includes(one))
  return PAGES.filter((page) => (page.may ? has(page.may, who?.may ?? []) : !page.roles.length || has(page.roles, who?.roles ?? [])))
}

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
  routes: RouteRecordRaw[]
}

const FOUND = import.meta.glob<{ page: Page }>('./*/page.ts', { eager: true })

export const PAGES: readonly Page[] = Object.values(FOUND)
  .map(({ page }) => page)
  .sort((a, b) => a.order - b.order)

/** List the places to go for who holds these roles. */
export function placesOf(roles: readonly string[]): Page[] {
  return PAGES.filter((page) => !page.roles.length || page.roles.some((role) => roles.includes(role)))
}

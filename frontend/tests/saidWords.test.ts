// Every word of the app is said somewhere, and every word that is said is there.
import { describe, expect, it } from 'vitest'
import { ZH } from '../src/i18n/words'
import openapi from '../openapi.json'
import { actKey } from '../src/pages/admin/acts'
import adminZh from '../src/pages/admin/words.zh-CN.json'

const SOURCES = Object.values(
  import.meta.glob<string>(['../src/**/*.{vue,ts}', '!../src/api/schema.d.ts'], { eager: true, query: '?raw', import: 'default' }),
).join('\n')

const keys = (part: object, path = ''): string[] =>
  Object.entries(part).flatMap(([key, value]) => (typeof value === 'object' ? keys(value, `${path}${key}.`) : [`${path}${key}`]))
const KEYS = [...keys(ZH), ...keys(adminZh, 'admin.')]

const found = (shape: RegExp): string[] => [...SOURCES.matchAll(shape)].map((match) => match[1] ?? '')
/** Words in quotes; `t('a.b')` says one, and so does a table that names it. */
const QUOTED = new Set(found(/['"`]([\w.-]+)['"`]/g))
/** Words with a hole, `outbox.${state}`, and books that `code('level', …)` opens: any one word fits. */
const HOLES = [...found(/`((?:[\w-]+\.)+[\w-]*\$\{[^`]*)`/g), ...found(/code\('([\w.-]+)'/g).map((book) => `${book}.\${}`)]
const SHAPES = HOLES.map((hole) => new RegExp(`^${hole.replaceAll('.', '\\.').replace(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, '[\\w-]+')}$`))
/** What the audit tells is named by an operation of the interface. */
const ACTS = Object.entries(openapi.paths).flatMap(([path, verbs]) => Object.keys(verbs).map((verb) => `admin.audit.acts.${actKey(verb.toUpperCase(), path)}`))
/** Every page's own word in the rail. */
const IN_RAIL = /^[\w-]+\.place$/

describe('every word of the app', () => {
  it('is said somewhere', () => {
    const said = (key: string) => QUOTED.has(key) || ACTS.includes(key) || [IN_RAIL, ...SHAPES].some((shape) => shape.test(key))
    expect(KEYS.filter((key) => !said(key))).toEqual([])
  })
  it('is there when it is said', () => {
    const known = new Set(KEYS)
    expect(found(/\bte?\(\s*['"]([\w.-]+)['"]/g).filter((key) => !known.has(key))).toEqual([])
    expect(ACTS.filter((key) => !/acts\.(GET|HEAD)_/.test(key) && !known.has(key))).toEqual([])
    expect(SHAPES.filter((shape) => !KEYS.some((key) => shape.test(key))).map(String)).toEqual([])
  })
})

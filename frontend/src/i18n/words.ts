// The words of the app in both languages: the common ones, and every page's own under its name. The
// administration's come with its page: they are as many as all others, and an officer needs none.
import en from './en.json'
import zh from './zh-CN.json'

interface Words {
  [key: string]: string | Words
}

const OWN_EN = import.meta.glob<Words>(['../pages/*/words.en.json', '!../pages/admin/*'], { eager: true, import: 'default' })
const OWN_ZH = import.meta.glob<Words>(['../pages/*/words.zh-CN.json', '!../pages/admin/*'], { eager: true, import: 'default' })

const named = (found: Record<string, Words>): Words =>
  Object.fromEntries(Object.entries(found).map(([path, words]) => [path.split('/').at(-2) ?? path, words]))

export const EN: Words = { ...en, ...named(OWN_EN) }
export const ZH: Words = { ...zh, ...named(OWN_ZH) }

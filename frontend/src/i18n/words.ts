// The words of the app in Chinese: the common ones, and every page's own under its name. English
// comes when it is read (english.ts), and the administration's words with its page.
import zh from './zh-CN.json'

export interface Words {
  [key: string]: string | Words
}

const OWN = import.meta.glob<Words>(['../pages/*/words.zh-CN.json', '!../pages/admin/*'], { eager: true, import: 'default' })

/** Put every page's words under the name of its folder. */
export const named = (found: Record<string, Words>): Words =>
  Object.fromEntries(Object.entries(found).map(([path, words]) => [path.split('/').at(-2) ?? path, words]))

export const ZH: Words = { ...zh, ...named(OWN) }

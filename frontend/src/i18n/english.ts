// The words of the app in English, loaded by who reads them.
import en from './en.json'
import { named, type Words } from './words'

const OWN = import.meta.glob<Words>(['../pages/*/words.en.json', '!../pages/admin/*'], { eager: true, import: 'default' })

export const EN: Words = { ...en, ...named(OWN) }

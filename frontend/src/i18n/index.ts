import { createI18n } from 'vue-i18n'
import type { Lang } from '@/words/time'
import { ZH, type Words } from './words'

const KEY = 'gisgrid.lang'

function first(): Lang {
  const said = new URLSearchParams(location.search).get('lang') ?? localStorage.getItem(KEY)
  return said === 'en' ? 'en' : 'zh'
}

export const i18n = createI18n({
  legacy: false,
  locale: first(),
  fallbackLocale: 'zh',
  messages: { zh: ZH, en: {} as Words },
})

/** Learn a language's words; Chinese is always known. */
async function learn(lang: Lang): Promise<void> {
  if (lang === 'en') i18n.global.mergeLocaleMessage('en', (await import('./english')).EN)
}

/** Kept once the words are known in which the page is to speak first. */
export const learned = learn(first())

export async function chooseLang(lang: Lang): Promise<void> {
  localStorage.setItem(KEY, lang)
  await learn(lang)
  i18n.global.locale.value = lang
}

import { createI18n } from 'vue-i18n'
import type { Lang } from '@/words/time'
import { EN, ZH } from './words'

const KEY = 'gisgrid.lang'

function first(): Lang {
  const said = new URLSearchParams(location.search).get('lang') ?? localStorage.getItem(KEY)
  return said === 'en' ? 'en' : 'zh'
}

export const i18n = createI18n({
  legacy: false,
  locale: first(),
  fallbackLocale: 'zh',
  messages: { zh: ZH, en: EN },
})

export function chooseLang(lang: Lang): void {
  localStorage.setItem(KEY, lang)
  i18n.global.locale.value = lang
}

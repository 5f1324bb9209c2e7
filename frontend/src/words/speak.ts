// The reader's language, the running minute, and names in that language.
import { computed, onScopeDispose, ref, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { metres } from './metres'
import { moment, remaining, type Lang } from './time'

export interface Named {
  name: string
  name_en?: string | null
}

function useNow(): Ref<Date> {
  const now = ref(new Date())
  const timer = setInterval(() => (now.value = new Date()), 30_000)
  onScopeDispose(() => clearInterval(timer))
  return now
}

export function useSpeak() {
  const { t, te, locale } = useI18n()
  const lang = computed<Lang>(() => (locale.value === 'en' ? 'en' : 'zh'))
  const now = useNow()
  const name = (thing: Named | null | undefined) =>
    (lang.value === 'en' ? thing?.name_en : null) || thing?.name || ''
  /** Say a code of the trade, or the code itself when the book has no word for it. */
  const code = (book: string, word: string | null | undefined) => {
    const key = `${book}.${word}`
    return word && te(key) ? t(key) : (word ?? '')
  }
  const when = (at: string | null | undefined) => (at ? moment(new Date(at), now.value, lang.value) : '')
  /** Say a deadline by the wall clock; what is left of working time is said by the orders alone. */
  const dueAt = (due: string) => {
    const over = new Date(due) < now.value
    return over ? remaining(new Date(due), now.value, lang.value) : t('until', { at: when(due) })
  }
  const far = (length: number) => metres(length, lang.value)
  return { t, lang, now, name, code, when, dueAt, far }
}

// How an asset stands in its round, in words for the card that the map opens.
import type { History } from '@/api/checkIns'
import { metres } from '@/words/metres'
import { moment, type Lang } from '@/words/time'
import type { Line } from './popup'

type Say = (key: string, named?: Record<string, unknown>) => string

/** List how an asset stands and who was there last; an asset without a round and check-ins says nothing. */
export function checkLines({ round, check_ins }: History, lang: Lang, t: Say, now = new Date()): Line[] {
  const last = check_ins[0]
  const lines = []
  if (round) lines.push({ label: t('checks.round'), value: t(`checks.${round.standing}`, { day: round.due_on }), means: '' })
  if (!last) return round ? [...lines, { label: t('checks.last'), value: t('checks.never'), means: '' }] : []
  const who = (lang === 'en' ? last.person_en : null) || last.person
  const how = last.far ? t('checks.far', { m: metres(last.distance_m, lang) }) : ''
  const said = [moment(new Date(last.at), now, lang), t(`checkResult.${last.result}`), how, who]
  return [...lines, { label: t('checks.last'), value: said.filter(Boolean).join(' · '), means: last.note }]
}

import createClient from 'openapi-fetch'
import { i18n } from '@/i18n'
import type { paths } from './schema'

export const api = createClient<paths>({ baseUrl: '/' })

/** Nobody answered: said in words, where the browser says "Failed to fetch". */
api.use({ onError: ({ error }) => (error instanceof TypeError ? new TypeError(i18n.global.t('noNetwork')) : undefined) })

/** A problem as the server says it (RFC 9457). */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly kind: string,
    detail: string,
  ) {
    super(detail)
  }
}

interface Answer<T> {
  data?: T
  error?: unknown
  response: Response
}

/** Return what was answered, or throw the sentence that says why not. */
export function given<T>({ data, error, response }: Answer<T>): T {
  if (response.ok) return data as T
  const said = (error ?? {}) as { detail?: unknown; title?: string; type?: string }
  const detail = typeof said.detail === 'string' ? said.detail : (said.title ?? response.statusText)
  throw new Refusal(response.status, said.type ?? '', detail)
}

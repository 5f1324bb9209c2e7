import createClient from 'openapi-fetch'
import type { paths } from './schema'

export const api = createClient<paths>({ baseUrl: '/' })

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

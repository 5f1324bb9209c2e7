// What the audit writes down (`POST /api/bulletins/{bulletin_id}/publish`) as a key of the words for it.

/** Return the key: the verb and the fixed parts of the address, `POST_bulletins_publish`. */
export function actKey(verb: string, operation: string): string {
  const parts = operation.split('/').filter((part) => part && part !== 'api' && !part.startsWith('{'))
  return [verb, ...parts].join('_').replace(/[-.]/g, '_')
}

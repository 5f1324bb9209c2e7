// One key for one report, however often it is sent.

/** Make a key that nobody else makes; crypto.randomUUID is missing on plain http addresses. */
export function freshKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

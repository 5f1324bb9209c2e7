// Writes into the service worker which files the app is made of, and a name for this build.
import type { Plugin } from 'vite'

// Fonts come when they are drawn; there are more than a hundred files of them.
const ON_DEMAND = /\.(woff2?|map)$/

export function serviceWorker(): Plugin {
  return {
    name: 'gisgrid-service-worker',
    async generateBundle(_, bundle) {
      const worker = bundle['sw.js']
      if (worker?.type !== 'chunk') throw new Error('the service worker is missing from the build')
      const files = Object.keys(bundle).filter((file) => file !== 'sw.js' && file !== 'index.html' && !ON_DEMAND.test(file))
      const shell = ['/', '/icon.svg', '/manifest.webmanifest', ...files.sort().map((file) => `/${file}`)]
      const build = await digest(JSON.stringify(shell))
      worker.code = worker.code.replace('__SHELL__', JSON.stringify(shell)).replace('__BUILD__', build)
    },
  }
}

async function digest(text: string): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)))
  return Array.from(bytes.slice(0, 6), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'
import { serviceWorker } from './vite.worker.ts'

const SERVER = 'http://127.0.0.1:8000'
const here = (path: string) => new URL(path, import.meta.url).pathname
const SERVED = ['/api', '/tiles', '/style.json', '/backdrop.geojson']

export default defineConfig({
  plugins: [vue(), serviceWorker()],
  // Of vue-i18n only what is used: its composition API.
  define: { __VUE_I18N_LEGACY_API__: false, __VUE_I18N_FULL_INSTALL__: false, __INTLIFY_PROD_DEVTOOLS__: false },
  resolve: {
    alias: {
      '@': here('./src'),
      // Element Plus brings these for what we do not use: rules of forms, and buttons of any colour.
      'async-validator': here('./src/unused.ts'),
      '@ctrl/tinycolor': here('./src/unused.ts'),
    },
  },
  build: {
    // Says which files a page needs: a test weighs them.
    manifest: true,
    // A strict content policy has no place for data: fonts and scripts.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1500,
    rollupOptions: {
      input: { app: new URL('./index.html', import.meta.url).pathname, sw: new URL('./src/offline/sw.ts', import.meta.url).pathname },
      // A service worker rules what lies below its own address, and must keep that address.
      output: { entryFileNames: (entry) => (entry.name === 'sw' ? 'sw.js' : 'assets/[name]-[hash].js') },
    },
  },
  server: { proxy: Object.fromEntries(SERVED.map((path) => [path, SERVER])) },
  test: { include: ['tests/**/*.test.ts'], environment: 'node' },
})

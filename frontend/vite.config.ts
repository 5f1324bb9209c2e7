import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

const SERVER = 'http://127.0.0.1:8000'
const SERVED = ['/api', '/tiles', '/style.json', '/backdrop.geojson']

export default defineConfig({
  plugins: [vue()],
  resolve: { alias: { '@': new URL('./src', import.meta.url).pathname } },
  build: {
    // A strict content policy has no place for data: fonts and scripts.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1500,
  },
  server: { proxy: Object.fromEntries(SERVED.map((path) => [path, SERVER])) },
  test: { include: ['tests/**/*.test.ts'], environment: 'node' },
})

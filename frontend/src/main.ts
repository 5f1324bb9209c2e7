import { VueQueryPlugin } from '@tanstack/vue-query'
import { createApp } from 'vue'
import '@/api/noNetwork'
import App from '@/App.vue'
import { installElements } from '@/element'
import { i18n, learned } from '@/i18n'
import { router } from '@/router'
import '@fontsource-variable/noto-sans-sc/index.css'
import '@/theme.css'

// Without a network the service worker and the outbox answer: nothing waits for the browser to be online.
const networkMode = 'always' as const
const queries = { queryClientConfig: { defaultOptions: { queries: { retry: 1, staleTime: 10_000, networkMode, refetchOnReconnect: true }, mutations: { networkMode } } } }

const app = createApp(App).use(installElements).use(i18n).use(router).use(VueQueryPlugin, queries)

// A newer build has taken the place of this one: its parts are under other addresses.
window.addEventListener('vite:preloadError', () => navigator.onLine && location.reload())

// The address decides the first view of the map, so it is read before anything is drawn.
void Promise.all([router.isReady(), learned]).then(() => app.mount('#app'))

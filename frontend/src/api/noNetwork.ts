// Nobody answered: said in words, where the browser says "Failed to fetch".
import { i18n } from '@/i18n'
import { api } from './client'

api.use({ onError: ({ error }) => (error instanceof TypeError ? new TypeError(i18n.global.t(navigator.onLine ? 'noServer' : 'noNetwork')) : undefined) })

// The administration's words, learned when its page is opened.
import { i18n } from '@/i18n'

export async function learnWords(): Promise<void> {
  const [en, zh] = await Promise.all([import('./words.en.json'), import('./words.zh-CN.json')])
  i18n.global.mergeLocaleMessage('en', { admin: en.default })
  i18n.global.mergeLocaleMessage('zh', { admin: zh.default })
}

// Light or dark: the reader's choice, else the system's.
import { ref, watchEffect } from 'vue'

export type Theme = 'light' | 'dark'
const KEY = 'gisgrid.theme'

function first(): Theme {
  const chosen = localStorage.getItem(KEY)
  if (chosen === 'light' || chosen === 'dark') return chosen
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
}

export const theme = ref<Theme>(first())

export function chooseTheme(chosen: Theme): void {
  localStorage.setItem(KEY, chosen)
  theme.value = chosen
}

watchEffect(() => document.documentElement.classList.toggle('dark', theme.value === 'dark'))

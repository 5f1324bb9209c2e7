// Who is signed in, and signing in and out.
import { useMutation, useQuery, useQueryClient, type QueryClient } from '@tanstack/vue-query'
import { computed, nextTick } from 'vue'
import { forgetMine } from '@/offline/register'
import { api, given, Refusal } from './client'

let signedIn: number | null = null

/** Say in whose name is acted now, for what is sent later; null when nobody is signed in. */
export function personSignedIn(): number | null {
  return signedIn
}

async function whoAmI() {
  try {
    const found = given(await api.GET('/api/me'))
    signedIn = found.person_id
    return found
  } catch (refused) {
    if (refused instanceof Refusal && refused.status === 401) return (signedIn = null)
    throw refused
  }
}

/** Nobody is signed in any more: what only they could see is not asked for again. */
export async function leaveBehind(queries: QueryClient): Promise<void> {
  forgetMine()
  queries.setQueryData(['me'], null)
  await nextTick()
  queries.removeQueries({ predicate: (one) => one.queryKey[0] !== 'me' && !one.isActive() })
  await queries.invalidateQueries()
}

export function useMe() {
  const queries = useQueryClient()
  const asked = useQuery({ queryKey: ['me'], queryFn: whoAmI, staleTime: 60_000 })
  const again = () => queries.invalidateQueries()
  const signIn = useMutation({
    mutationFn: async (said: { login: string; password: string; code: string | null }) =>
      given(await api.POST('/api/session', { body: said })),
    onSuccess: again,
  })
  const signOut = useMutation({
    mutationFn: async () => given(await api.DELETE('/api/session')),
    onSuccess: () => leaveBehind(queries),
  })
  /** Whoever is signed in; null for nobody, and while it is still asked. */
  const me = computed(() => asked.data.value ?? null)
  return { me, isKnown: asked.isFetched, signIn, leave: () => signOut.mutate() }
}

/** One's own account: another password, a telephone for codes. */
export function useAccount() {
  const queries = useQueryClient()
  const again = () => queries.invalidateQueries()
  const change = useMutation({
    mutationFn: async (said: { old: string; new: string }) =>
      given(await api.POST('/api/me/password', { body: said })),
    onSuccess: again,
  })
  const enrol = useMutation({
    mutationFn: async (password: string) => given(await api.POST('/api/me/totp', { body: { password } })),
  })
  const confirm = useMutation({
    mutationFn: async (code: string) => given(await api.POST('/api/me/totp/confirm', { body: { code } })),
    onSuccess: again,
  })
  return { change, enrol, confirm }
}

/** How one may sign in beside a login and its password. */
export function useWays() {
  return useQuery({
    queryKey: ['ways'],
    queryFn: async () => given(await api.GET('/api/sign-in/ways')),
    staleTime: Infinity,
  })
}

export function useDemoLogins() {
  return useQuery({
    queryKey: ['demo-logins'],
    queryFn: async () => given(await api.GET('/api/demo-logins')),
    staleTime: Infinity,
  })
}

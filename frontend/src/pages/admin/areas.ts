// The areas that posts, rules and bulletins name: the district, its subdistricts and communities.
import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { api, given } from '@/api/client'
import { useSpeak } from '@/words/speak'

const LEVELS = ['district', 'subdistrict', 'community']

export function useAreas() {
  const { name } = useSpeak()
  const { data } = useQuery({
    queryKey: ['areas-to-pick'],
    queryFn: async () => Promise.all(LEVELS.map(async (level) => given(await api.GET('/api/grid/areas', { params: { query: { level } } })))),
    staleTime: 600_000,
  })
  /** Communities below their subdistrict, as people look for them. */
  const areas = computed(() => {
    const [districts = [], streets = [], communities = []] = data.value ?? []
    return [
      ...districts.map((one) => ({ ...one, depth: 0 })),
      ...streets.flatMap((street) => [
        { ...street, depth: 1 },
        ...communities.filter((one) => one.parent_id === street.id).map((one) => ({ ...one, depth: 2 })),
      ]),
    ]
  })
  /** Say an area by its code; one that is not among them keeps what was said, or its code. */
  const areaName = (code: string | null, said?: string | null) => name(areas.value.find((one) => one.code === code)) || said || code || ''
  return { areas, areaName }
}

// The photo that begins a patrol report: taken on the list, sent on the form.
import { shallowRef } from 'vue'

export const taken = shallowRef<readonly File[]>([])

// Whether the sign-in dialog is open: any page may ask for it.
import { ref } from 'vue'

export const signing = ref(false)

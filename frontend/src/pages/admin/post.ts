// A post as it is being written into a form, and as the server takes it.
import { momentOf, type Schemas } from './asking'

export interface SaidPost {
  role: string
  station: string
  area: string
  classes: string
  title: string
  titleEn: string
  since: string
  until: string
}

export const blankPost = (): SaidPost => ({ role: 'grid_officer', station: '', area: '', classes: '', title: '', titleEn: '', since: '', until: '' })

/** Return the post without its holder; what was left empty means everything, or from now on. */
export function postBody(said: SaidPost): Schemas['FirstPostIn'] {
  return {
    station_code: said.station,
    role: said.role,
    area_code: said.area || null,
    class_prefix: said.classes.trim() || null,
    title: said.title.trim(),
    title_en: said.titleEn.trim() || null,
    unit_codes: [],
    valid_from: momentOf(said.since),
    valid_to: momentOf(said.until),
  }
}

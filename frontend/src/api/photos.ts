// Photos: sent one by one, with what is already through.
import type { Spot } from '@/map/address'
import { api, given, Refusal } from './client'
import type { components } from './schema'

export type Picture = components['schemas']['Picture']
export type Uploaded = components['schemas']['UploadedOut']

/** Send a photo; with the pin the answer says how far from it the camera was. */
export function uploadPhoto(file: File, pin: Spot | null, onShare: (share: number) => void): Promise<Uploaded> {
  const request = new XMLHttpRequest()
  const query = pin ? `?${new URLSearchParams({ lon: String(pin.lon), lat: String(pin.lat) })}` : ''
  const body = new FormData()
  body.append('file', file)
  return new Promise((resolve, reject) => {
    request.open('POST', `/api/photos${query}`)
    request.responseType = 'json'
    request.upload.onprogress = (sent) => onShare(sent.total ? sent.loaded / sent.total : 0)
    request.onload = () => (request.status === 201 ? resolve(request.response as Uploaded) : reject(refusal(request)))
    request.onerror = () => reject(refusal(request))
    request.send(body)
  })
}

/** Get a link to one file of a case that opens it for whoever holds it, for a day. */
export async function sharePhoto(id: number) {
  return given(await api.POST('/api/photos/{photo_id}/links', { params: { path: { photo_id: id } }, body: { hours: 24 } }))
}

function refusal(request: XMLHttpRequest): Refusal {
  const said = (request.response ?? {}) as { detail?: string; type?: string }
  return new Refusal(request.status, said.type ?? '', said.detail ?? '')
}

// Records a voice note by the browser, where it can.

/** The longest voice note, in seconds; the server refuses a longer one. */
export const LONGEST_S = 60
/** What browsers record, what the server takes in. */
const KINDS = ['audio/webm;codecs=opus', 'audio/mp4', 'audio/ogg;codecs=opus']
const BITS = 32_000

export interface Recording {
  /** What was recorded, once it has ended. */
  done: Promise<File>
  stop(): void
}

const kind = () => KINDS.find((one) => MediaRecorder.isTypeSupported(one))

/** Tell whether this browser records here: on a secure address, in a kind that is taken in. */
export function records(): boolean {
  return typeof MediaRecorder !== 'undefined' && Boolean(navigator.mediaDevices) && kind() !== undefined
}

/**
 * Begin to record; the microphone is let go when it ends.
 *
 * @throws what the browser says when there is no microphone, or it may not be used.
 */
export async function record(): Promise<Recording> {
  const sound = await navigator.mediaDevices.getUserMedia({ audio: true })
  const recorder = new MediaRecorder(sound, { mimeType: kind(), audioBitsPerSecond: BITS })
  const parts: Blob[] = []
  recorder.addEventListener('dataavailable', ({ data }) => parts.push(data))
  const done = new Promise<File>((resolve) => {
    recorder.addEventListener('stop', () => {
      for (const track of sound.getTracks()) track.stop()
      const [type = ''] = recorder.mimeType.split(';')
      resolve(new File(parts, `voice.${type.split('/')[1]}`, { type }))
    })
  })
  recorder.start()
  return { done, stop: () => recorder.state !== 'inactive' && recorder.stop() }
}

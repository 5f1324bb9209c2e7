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
  const letGo = () => sound.getTracks().forEach((track) => track.stop())
  try {
    return recordingOf(sound, letGo)
  } catch (wrong) {
    letGo()
    throw wrong
  }
}

function recordingOf(sound: MediaStream, letGo: () => void): Recording {
  const recorder = new MediaRecorder(sound, { mimeType: kind(), audioBitsPerSecond: BITS })
  const parts: Blob[] = []
  recorder.addEventListener('dataavailable', ({ data }) => parts.push(data))
  const done = new Promise<File>((resolve) => {
    recorder.addEventListener('stop', () => {
      letGo()
      const [type = ''] = recorder.mimeType.split(';')
      resolve(new File(parts, `voice.${type.split('/')[1]}`, { type }))
    })
  })
  recorder.start()
  return { done, stop: () => recorder.state !== 'inactive' && recorder.stop() }
}

/** Takes one voice note at a time; who leaves takes nothing along, and lets the microphone go. */
export class Recorder {
  /** Whether whoever spoke has left. */
  left = false
  private now: Recording | null = null
  private asking = false

  /**
   * Record until it is stopped; null where one is recorded already, or it was left meanwhile.
   *
   * @throws as `record` does.
   */
  async take(begun: () => void): Promise<File | null> {
    if (this.asking || this.now) return null
    this.asking = true
    const recording = await record().finally(() => (this.asking = false))
    this.now = recording
    if (this.left) recording.stop()
    else begun()
    const sound = await recording.done
    this.now = null
    return this.left ? null : sound
  }

  stop(): void {
    this.now?.stop()
  }

  leave(): void {
    this.left = true
    this.stop()
  }
}

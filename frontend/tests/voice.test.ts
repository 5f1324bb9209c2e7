import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { record, Recorder } from '../src/words/voice'

const track = { stop: vi.fn() }
let allow: () => void
let begun: Fake[] = []

/** A browser's recorder that says one word. */
class Fake extends EventTarget {
  static isTypeSupported = (kind: string) => kind === 'audio/mp4'
  mimeType = 'audio/mp4'
  state = 'inactive'
  start() {
    this.state = 'recording'
    begun.push(this)
  }
  stop() {
    this.state = 'inactive'
    this.dispatchEvent(Object.assign(new Event('dataavailable'), { data: new Blob(['word']) }))
    this.dispatchEvent(new Event('stop'))
  }
}

beforeEach(() => {
  begun = []
  track.stop.mockReset()
  const asked = new Promise<void>((resolve) => (allow = resolve))
  const microphone = { getTracks: () => [track] }
  vi.stubGlobal('MediaRecorder', Fake)
  vi.stubGlobal('navigator', { mediaDevices: { getUserMedia: () => asked.then(() => microphone) } })
})
afterEach(() => void vi.unstubAllGlobals())

describe('a voice note', () => {
  it('is what was said until it is stopped', async () => {
    const recorder = new Recorder()
    allow()
    const taken = recorder.take(() => setTimeout(() => recorder.stop()))
    expect((await taken)?.name).toBe('voice.mp4')
    expect(track.stop).toHaveBeenCalledOnce()
  })
  it('is recorded once, however often it is asked for before the microphone is allowed', async () => {
    const recorder = new Recorder()
    const taken = recorder.take(() => setTimeout(() => recorder.stop()))
    expect(await recorder.take(() => undefined)).toBeNull()
    allow()
    expect(await taken).not.toBeNull()
    expect(begun.length).toBe(1)
  })
  it('is given up by who leaves while it is recorded', async () => {
    const recorder = new Recorder()
    allow()
    expect(await recorder.take(() => recorder.leave())).toBeNull()
    expect(track.stop).toHaveBeenCalledOnce()
  })
  it('is given up by who leaves before the microphone is allowed', async () => {
    const recorder = new Recorder()
    const started = vi.fn()
    const taken = recorder.take(started)
    recorder.leave()
    allow()
    expect(await taken).toBeNull()
    expect(started).not.toHaveBeenCalled()
    expect(track.stop).toHaveBeenCalledOnce()
  })
  it('lets the microphone go where the browser cannot record after all', async () => {
    vi.stubGlobal('MediaRecorder', Object.assign(function () { throw new Error('NotSupportedError') }, { isTypeSupported: () => true }))
    allow()
    await expect(record()).rejects.toThrow('NotSupportedError')
    expect(track.stop).toHaveBeenCalledOnce()
  })
})

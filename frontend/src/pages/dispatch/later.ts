// While somebody writes, nothing is asked until they pause.

/** Wait until a text stands still, then act on it. */
export function later(act: (text: string) => Promise<unknown>, pause = 300): (text: string) => void {
  let timer: number | undefined
  return (text) => {
    clearTimeout(timer)
    timer = window.setTimeout(() => void act(text.trim()), pause)
  }
}

// Bringing something into sight inside what scrolls, while the page around it stands still.

const GAP = 8

/** Scroll what scrolls around an element until its top is seen, unless all of it is. */
export function showTop(element: HTMLElement): void {
  const box = scrollerOf(element)
  if (!box) return
  const [at, seen] = [element.getBoundingClientRect(), box.getBoundingClientRect()]
  if (at.top < seen.top || at.bottom > seen.bottom) box.scrollBy({ top: at.top - seen.top - GAP })
}

function scrollerOf({ parentElement: box }: HTMLElement): HTMLElement | null {
  if (!box || /auto|scroll/.test(getComputedStyle(box).overflowY)) return box
  return scrollerOf(box)
}

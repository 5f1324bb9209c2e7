import { expect, test } from 'vitest'
import { lengthOf } from '../src/map/measure'

test('a line is as long as its legs on the sphere', () => {
  expect(lengthOf([])).toBe(0)
  expect(lengthOf([[113.2, 35.2]])).toBe(0)
  const degree = (Math.PI / 180) * 6_371_008.8
  expect(lengthOf([[113, 35], [113, 36], [113, 35]])).toBeCloseTo(2 * degree, -1)
})

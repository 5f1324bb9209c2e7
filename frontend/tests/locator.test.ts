import { describe, expect, it } from 'vitest'
import { Locator, roundEven, type Lines } from '../src/locator'
import { compareProducts } from '../src/locator/segments'
import FOUND from '../../tests/unit/grid/locator_vectors.json'

interface Vector extends Lines {
  name: string
  /** lon, lat, face, whether on a border, metres to it, the faces that may be named across. */
  points: [number, number, number, boolean, number, number[]][]
}

const VECTORS = FOUND as unknown as Vector[]

describe.each(VECTORS)('the locator on the $name coverage', (vector) => {
  const locator = new Locator(vector)
  it('answers as the one in Python', () => {
    for (const [lon, lat, face, onBorder, metres, across] of vector.points) {
      const border = locator.border(lon, lat)
      const said = [locator.face(lon, lat), border.face, locator.onBorder(lon, lat), across.includes(border.other)]
      expect(said, `${lon}, ${lat}`).toEqual([face, face, onBorder, true])
      expect(Math.abs(border.metres - metres), `${lon}, ${lat}`).toBeLessThan(2e-4 + metres * 1e-9)
    }
  })
})

it('has vectors', () => {
  expect(VECTORS.flatMap((one) => one.points).length).toBeGreaterThan(1000)
})

it('compares products beyond 53 bits', () => {
  expect(compareProducts(2 ** 31 - 1, 2 ** 31, 2 ** 31, 2 ** 31 - 1)).toBe(0)
  expect(compareProducts(94906267, 94906265, 94906266, 94906266)).toBe(-1)
})

it('rounds halves to even', () => {
  expect([0.5, 1.5, 2.5, -0.5, -1.5, 1131769333.3].map(roundEven)).toEqual([0, 2, 2, 0, -2, 1131769333])
})

// Stands for two libraries of Element Plus that nothing here calls (vite.config.ts): whoever gives a
// form rules or a button a colour of its own is told so at once.
class Unused {
  constructor() {
    throw new Error('this library of Element Plus is left out of the build: see vite.config.ts')
  }
}

export { Unused as TinyColor, Unused as default }

// Stands for two libraries of Element Plus that nothing here calls (vite.config.ts): whoever gives a
// form rules or a button a colour of its own is told so at once.
const unused = (what: string) => () => {
  throw new Error(`${what} is left out of the build: see vite.config.ts`)
}

export const TinyColor = unused('@ctrl/tinycolor')
export default unused('async-validator')

/// <reference types="vite/client" />

declare module '@fontsource-variable/noto-sans-sc/unicode.json' {
  const ranges: Record<string, string>
  export default ranges
}
declare module '*?worker&url' {
  const url: string
  export default url
}

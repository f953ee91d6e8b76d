// All that reads and draws Markdown, in one file of its own that is loaded when a room opens.
export { default as Markdown } from './Markdown.svelte'
export { parsed } from './parsed.ts'
export { plainTextOf } from './plain-text.ts'

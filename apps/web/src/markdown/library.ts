// All that reads and draws Markdown, in one file of its own that is loaded when a room opens.

export { plainTextOf } from '@confab/markdown/plain-text'
export { default as Markdown } from './Markdown.svelte'
export { parsed } from './parsed.ts'

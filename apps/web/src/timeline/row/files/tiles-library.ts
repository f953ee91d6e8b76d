// What draws the files of messages; loaded with the first message that has some.
export { default as FileTiles } from './FileTiles.svelte'

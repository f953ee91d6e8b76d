// What goes along with a post. Loaded when the room is on the screen: nobody needs it to read, nor to answer in words.
export { default as AttachButton } from './AttachButton.svelte'
export { default as Chips } from './Chips.svelte'
export { FileTray } from './tray.svelte.ts'

// What stands at a door that does not simply open: loaded when somebody meets one.
export { default as CreationKey } from './CreationKey.svelte'
export { default as Knocking } from './Knocking.svelte'
export { meet } from './meet.ts'
export { default as PasswordField } from './PasswordField.svelte'

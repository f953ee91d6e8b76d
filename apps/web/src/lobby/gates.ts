// What stands at a door that does not simply open: loaded when somebody meets one.
export { default as Knocking } from './Knocking.svelte'
export { default as PasswordField } from './PasswordField.svelte'

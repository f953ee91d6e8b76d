export const ui = {
  close: 'Close',
  cancel: 'Cancel',
  language: 'Language',
}

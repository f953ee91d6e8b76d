export const install = {
  ready: 'A newer version of Confab is ready.',
  takeOver: 'Use it now',
}

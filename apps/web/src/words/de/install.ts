export const install = {
  ready: 'Eine neuere Version von Confab liegt bereit.',
  takeOver: 'Jetzt verwenden',
}

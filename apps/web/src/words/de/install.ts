export const install = {
  ready: 'Eine neuere Version von Confab liegt bereit.',
  takeOver: 'Jetzt verwenden',
  offer: 'Confab kann bei deinen Apps stehen, in einem eigenen Fenster.',
  byHand: 'Für einen Platz bei deinen Apps und für Mitteilungen: Teilen, dann „Zum Home-Bildschirm“.',
  install: 'Installieren',
  decline: 'Nicht mehr anbieten',
}

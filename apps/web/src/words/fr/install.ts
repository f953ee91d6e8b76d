export const install = {
  ready: 'Une nouvelle version de Confab est prête.',
  takeOver: 'L’utiliser maintenant',
  offer: 'Confab peut rejoindre tes applications, dans sa propre fenêtre.',
  byHand:
    'Pour une place parmi tes applications, et pour les notifications : Partager, puis « Sur l’écran d’accueil ».',
  install: 'Installer',
  decline: 'Ne plus proposer',
}

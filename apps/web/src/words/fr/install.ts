export const install = {
  ready: 'Une nouvelle version de Confab est prête.',
  takeOver: 'L’utiliser maintenant',
}

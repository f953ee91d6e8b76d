export const install = {
  ready: 'Hay una versión nueva de Confab lista.',
  takeOver: 'Usarla ahora',
}

export const install = {
  ready: 'Hay una versión nueva de Confab lista.',
  takeOver: 'Usarla ahora',
  offer: 'Confab puede estar entre tus aplicaciones, en su propia ventana.',
  byHand:
    'Para tenerlo entre tus aplicaciones, y para las notificaciones: Compartir y luego «Añadir a pantalla de inicio».',
  install: 'Instalar',
  decline: 'No volver a ofrecerlo',
}

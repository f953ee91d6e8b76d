import type { Words } from '../en.ts'

export const lobby = {
  name: 'Nombre',
  useName: (name) => `Usar ${name}`,

  invited: 'Te invitan a la sala',
  nameHint: 'Así te ven los demás.',
  enter: 'Entrar',
  otherRoom: '¿No es esta sala? Ir a la página de inicio',
  noRoomTitle: 'Aquí no hay sala',
  enterTitle: (code) => `Entrar en ${code}`,

  home: 'Confab, página de inicio',
} satisfies Words['lobby']

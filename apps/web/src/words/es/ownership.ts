import type { ownership as english } from '../en/ownership.ts'

export const ownership: typeof english = {
  title: 'Código de recuperación de quien posee la sala',
  means: 'Para ti, si pierdes todos tus dispositivos: la sala es de quien está en ella y dice este código.',
  meansAnother: 'Ya hay uno. Otro ocupa su lugar, y el anterior deja de valer.',
  make: 'Crear un código',
  makeAnother: 'Crear otro',
  writeDown: 'Apúntalo ahora: no se vuelve a mostrar. Sirve una vez.',
  copy: 'Copiar',
  copied: 'Copiado',
  code: 'Esta sala es mía',
  codeMeans: 'Con el código de recuperación que apuntó quien la posee. Sirve una vez.',
  take: 'Recuperar la sala',
  taken: 'La sala es tuya. Quien la tenía la cuida contigo.',
  failed: 'No ha funcionado. Revisa tu conexión e inténtalo de nuevo.',
  refused: {
    'not-found': 'Este no es el código de recuperación de esta sala, o ya no lo es.',
    'rate-limited': 'Demasiados intentos. Espera un poco e inténtalo de nuevo.',
  },
}

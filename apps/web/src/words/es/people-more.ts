import type { MoreWords } from '../en-more.ts'

export const people = {
  remove: 'Sacar',
  removeTitle: (name) => `¿Sacar a ${name}?`,
  removeMeans: (name) =>
    `${name} ya no podrá leer ni escribir nada aquí. Lo dicho se queda, y con el código podrá volver a entrar.`,
  forGood: 'No dejar que vuelva',
  onlyOwner: 'Solo quien creó la sala puede sacar a alguien.',
  failed: 'No ha funcionado. Revisa tu conexión y prueba otra vez.',
} satisfies MoreWords['people']

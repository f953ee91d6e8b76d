import type { MoreWords } from '../en-more.ts'

export const ways = {
  locked: 'Cerrada',
  lockedMeans: 'No entra nadie nuevo, ni vuelve quien fue sacado.',
  capacity: 'Miembros como máximo',
  capacityMeans: 'Quien llega después sabe que la sala está llena. Los miembros siempre vuelven.',
  noCapacity: 'Sin límite',
} satisfies MoreWords['ways']

import type { Isolated } from '../isolate.ts'

export const lobby = {
  name: 'Name',
  useName: (name: Isolated) => `Use ${name}`,

  invited: 'You are invited to the room',
  nameHint: 'This is how the others see you.',
  enter: 'Enter',
  otherRoom: 'Not this room? Go to the start page',
  noRoomTitle: 'No room here',
  enterTitle: (code: string) => `Enter ${code}`,

  home: 'Confab, start page',
}

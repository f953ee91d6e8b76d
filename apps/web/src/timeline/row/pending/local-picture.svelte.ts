import type { FileId } from '@confab/protocol'
import { useAppStorage } from '../../../storage/storage-context.ts'
import { holdOwn } from '../files/just-sent.ts'

/** Where the browser has a picture that is still to be sent; null until it was found, or when it is not kept. Made while a component is. */
export function localPicture(fileId: FileId): { readonly address: string | null } {
  const storage = useAppStorage()
  let address = $state<string | null>(null)
  $effect(() => {
    let isOver = false
    storage.loadFile(fileId).then(
      (blob) => {
        if (blob && !isOver) address = URL.createObjectURL(blob)
      },
      () => {},
    )
    return () => {
      isOver = true
      // Sent or taken back: if it is sent, it is seen until the server’s picture is there.
      if (address) holdOwn(fileId, address)
    }
  })
  return {
    get address() {
      return address
    },
  }
}

import { rmSync } from 'node:fs'

const directories = new Set<string>()

/** Takes a directory away when this process ends, if nobody did before. */
export function removeAtExit(directory: string): void {
  if (directories.size === 0) process.once('exit', removeAll)
  directories.add(directory)
}

function removeAll(): void {
  for (const directory of directories) rmSync(directory, { recursive: true, force: true })
}

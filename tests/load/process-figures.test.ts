import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { cpuSecondsOf, cpuSecondsOfTree } from './process-figures.ts'

test('the time of a process and of all it started has what its children used', async () => {
  // The loop runs in a child of the shell, which waits for it.
  const shell = spawn('sh', [
    '-c',
    `"${process.execPath}" -e "for (let i = 0; i < 5e8; i++);"; echo done; cat`,
  ])
  try {
    const [said] = await once(shell.stdout, 'data')
    expect(String(said)).toBe('done\n')
    const pid = shell.pid ?? 0
    expect(cpuSecondsOfTree(pid)).toBeGreaterThan(cpuSecondsOf(pid) + 0.1)
  } finally {
    shell.kill('SIGKILL')
  }
})

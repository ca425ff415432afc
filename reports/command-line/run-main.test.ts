import { spawnSync } from 'node:child_process'
import { expect, test } from '@playwright/test'

const run = (main: string) => {
  const url = new URL('run-main.ts', import.meta.url).href
  const secrets = new URL('../secrets/secrets.ts', import.meta.url).href
  const script = `
    import { CommandError, runMain } from ${JSON.stringify(url)}
    import { secrets } from ${JSON.stringify(secrets)}
    secrets.add('hunter2hunter2')
    await runMain(${main})`
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--no-warnings', '--input-type=module', '--eval', script],
    { encoding: 'utf8' },
  )
  return { status, stdout, stderr }
}

test('what was foreseen is told in its own sentence, without secrets', () => {
  expect(run("() => { throw new CommandError('There is no run of hunter2hunter2.') }")).toEqual({
    status: 2,
    stdout: '',
    stderr: expect.stringMatching(/^There is no run of (?!hunter2)\S+\.\n$/),
  })
  // What the system refuses has a code as well.
  expect(run("async () => void process.chdir('/none/here')").stderr).toMatch(/^ENOENT: [^\n]*\n$/)
})

test('what was not foreseen is told with where it was thrown', () => {
  const { status, stderr } = run("async function failing() { null.field = 'hunter2hunter2' }")
  expect(status).toBe(2)
  expect(stderr).toMatch(/^This was not foreseen\. Report it with these lines:\nTypeError: .*\n\s+at failing/)
  expect(run("() => { throw 'a text' }")).toMatchObject({ status: 2, stderr: 'a text\n' })
})

test('a command that ends well has no exit code of its own', () => {
  expect(run("() => { process.exitCode = 1; console.log('done') }")).toEqual({
    status: 1,
    stdout: 'done\n',
    stderr: '',
  })
  expect(run('async () => {}').status).toBe(0)
})

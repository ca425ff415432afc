import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import path from 'node:path'
import { json } from 'node:stream/consumers'
import { expect, test } from '@playwright/test'
import { listening } from '../../load/testing/listening.ts'
import { sampleReport } from '../../reports/viewer/testing/sample-report.ts'
import { outerEnvironment } from '../system/run-suite.ts'

async function notify(args: readonly string[], env: Record<string, string>) {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'notify.ts'), ...args], {
    env: { ...outerEnvironment(), ...env },
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (told: string) => (output += told))
  const [code] = (await once(child, 'close')) as [number]
  return { code, output }
}

test('a run is told to a webhook with the page of the job, and what went wrong without its address', async ({}, info) => {
  const folder = info.outputPath('run')
  mkdirSync(folder)
  writeFileSync(path.join(folder, 'report.json'), JSON.stringify(sampleReport()))
  const told: unknown[] = []
  let status = 200
  const server = createServer((request, response) => {
    const answer = async (): Promise<void> => {
      told.push(await json(request))
      response.writeHead(status).end()
    }
    void answer()
  })
  await listening(server, async origin => {
    const env = {
      PERF_WEBHOOK: `${origin}/services/T0/B0/abcdef`,
      GITHUB_SERVER_URL: 'https://github.com',
      GITHUB_REPOSITORY: 'one/two',
      GITHUB_RUN_ID: '7',
    }
    expect(await notify([folder], env)).toEqual({
      code: 0,
      output: expect.stringMatching(/^The message was sent to 127\.0\.0\.1:\d+\.\n$/),
    })
    const page = 'https://github.com/one/two/actions/runs/7'
    expect(told).toEqual([
      {
        text: expect.stringMatching(new RegExp(`^Fleetmark: 2 of 22 required SLOs failed.*\\n${page}$`, 's')),
      },
    ])
    status = 500
    const refused = await notify([folder], env)
    expect([refused.code, refused.output.includes('abcdef')], refused.output).toEqual([1, false])
    const nowhere = await notify([folder], { PERF_WEBHOOK: 'hooks' })
    expect([nowhere.code, nowhere.output]).toEqual([
      2,
      "PERF_WEBHOOK is no address: write the webhook's, e.g. https://hooks.slack.com/services/..., or try --print.\n",
    ])
    expect((await notify([path.join(folder, 'none')], env)).code).toBe(2)
    expect(told).toHaveLength(2)
  })
})
